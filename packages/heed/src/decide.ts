/**
 * The one decision. Every request is a walk through three questions, and this switch is all of the order there is:
 *
 *   begin, or a wait is over   ->  look at what could spare or forbid a send
 *   looked                     ->  send, unless the time is up
 *   an answer, or a fault      ->  ask the row of the code (or of the fault) for its verb, and the verb's rule what to do
 *
 * It is synchronous and pure: facts in, action out. Time and chance are arguments. What it returns is performed by
 * `drive`, which comes back with the next event.
 */
import { type Action, type Event, LOOK, USE } from './action.ts'
import type { Exchange } from './exchange.ts'
import type { Dice } from './ports.ts'
import { follow } from './rules/follow.ts'
import { look } from './rules/look.ts'
import { retryAnswer, retryFault } from './rules/retry.ts'
import { reuse } from './rules/reuse.ts'
import { stop } from './rules/stop.ts'
import { lookup } from './status/lookup.ts'
import type { Row } from './status/row.ts'

export function decide(exchange: Exchange, event: Event, nowMs: number, dice: Dice): Action {
  switch (event.is) {
    case 'start':
    case 'awake':
      return LOOK
    case 'looked':
      return look(exchange, nowMs)
    case 'fault':
      return retryFault(exchange, event.fault, nowMs, dice)
    case 'answer': {
      const row = lookup(event.status)
      return row === null ? INVALID : heedRow(exchange, row, event, nowMs, dice)
    }
  }
}

/** Outside 100..599 there is no row. A transport lands such a status as the fault `invalid-status`; one that does not, ends here. */
const INVALID: Action = Object.freeze(stop('fault', 'final', null))

function heedRow(exchange: Exchange, row: Row, event: Event & { is: 'answer' }, nowMs: number, dice: Dice): Action {
  const { fields, wallMs } = event
  switch (row.verb) {
    case 'use':
      return USE
    case 'follow':
      return row.follow === null
        ? stop('stop', 'final', null)
        : follow(exchange, row, row.follow, fields, nowMs, wallMs, dice)
    case 'retry':
      return row.retry === null
        ? stop('stop', 'final', null)
        : retryAnswer(exchange, row, row.retry, fields, nowMs, wallMs, dice)
    case 'reuse':
      return reuse(exchange)
    // Without credentials to renew or a change that is known, these two answers stand.
    case 'renew':
    case 'repair':
    // An interim code never ends an exchange; one that claims to (101) changes protocols that heed does not speak.
    case 'note':
    case 'stop':
      return stop(row.verb, 'final', null)
  }
}
