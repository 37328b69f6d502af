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
import { completing, confirmed, orStale } from '#edition/rules/kept'
import { look } from '#edition/rules/look'
import { notFinal } from '#edition/rules/not-final'
import { renew, renewed } from '#edition/rules/renew'
import { repair } from '#edition/rules/repair'
import { reuse } from '#edition/rules/reuse'
import { lookup } from '#edition/status/lookup'
import { type Action, type Answered, type Event, LOOK, USE } from './action.ts'
import type { Exchange } from './exchange.ts'
import type { Dice } from './ports.ts'
import { follow } from './rules/follow.ts'
import { retryAnswer, retryFault } from './rules/retry.ts'
import { stop } from './rules/stop.ts'
import type { Row } from './status/row.ts'

export function decide(exchange: Exchange, event: Event, nowMs: number, dice: Dice): Action {
  switch (event.is) {
    case 'start':
    case 'awake':
      return LOOK
    case 'looked':
      return orStale(exchange, look(exchange, event, nowMs, dice), nowMs, event.wallMs, null)
    case 'renewed':
      return renewed(exchange, event.credential, nowMs)
    case 'fault':
      return orStale(exchange, retryFault(exchange, event.fault, nowMs, dice), nowMs, event.wallMs, null)
    case 'answer':
      return heedAnswer(exchange, event, nowMs, dice)
  }
}

function heedAnswer(exchange: Exchange, event: Answered, nowMs: number, dice: Dice): Action {
  const row = lookup(event.status)
  if (row === null) return INVALID
  const completed = completing(exchange, event)
  if (completed !== null) return completed
  const action = heedRow(exchange, row, event, nowMs, dice)
  return event.stored ? action : orStale(exchange, action, nowMs, event.wallMs, event.status)
}

/** Outside 100..599 there is no row. A transport lands such a status as the fault `invalid-status`; one that does not, ends here. */
const INVALID: Action = Object.freeze(stop('fault', 'final', null))

function heedRow(exchange: Exchange, row: Row, event: Answered, nowMs: number, dice: Dice): Action {
  const { fields, wallMs, stored } = event
  const { verb } = row
  switch (verb) {
    case 'use':
      return USE
    case 'follow':
      if (row.follow === null) break
      return follow(exchange, row, row.follow, fields, nowMs, wallMs, dice)
    case 'reuse':
      return (stored ? null : confirmed(exchange, fields, wallMs)) ?? reuse(exchange)
    case 'retry':
      if (stored) return stop(verb, 'stored', null)
      if (row.retry === null) break
      return retryAnswer(exchange, row, row.retry, fields, nowMs, wallMs, dice)
    case 'renew':
      if (stored) break
      return renew(exchange, row, fields, nowMs)
    case 'repair':
      if (stored || row.repair === null) break
      return repair(exchange, row.repair)
    case 'stop':
      if (stored) break
      return notFinal(exchange, row, fields, nowMs, wallMs, dice) ?? stop(verb, 'final', null)
    // An interim code never ends an exchange; one that claims to (101) changes protocols that heed does not speak.
    case 'note':
  }
  return stop(verb, 'final', null)
}
