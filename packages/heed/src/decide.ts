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
import { type Action, type Answered, type Event, LOOK, USE } from './action.ts'
import type { Exchange } from './exchange.ts'
import type { Dice, FieldRecord } from './ports.ts'
import { follow } from './rules/follow.ts'
import { look } from './rules/look.ts'
import { orderedRetry } from './rules/manners/stated.ts'
import { renew, renewed } from './rules/renew.ts'
import { repair } from './rules/repair.ts'
import { retryAnswer, retryFault } from './rules/retry.ts'
import { reuse } from './rules/reuse.ts'
import { stop } from './rules/stop.ts'
import { LIMIT_REACHED, ORDERED_AGAIN } from './status/load.ts'
import { lookup } from './status/lookup.ts'
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
  const { cache, plan } = exchange
  if (cache === null || plan.cache === null || event.stored) return heedRow(exchange, row, event, nowMs, dice)
  const { rules } = plan.cache
  const completed = cache.completing ? rules.complete(exchange, event.status, event.fields, event.wallMs) : null
  return completed ?? orStale(exchange, heedRow(exchange, row, event, nowMs, dice), nowMs, event.wallMs, event.status)
}

/** An ending, or a wait for a server that fails, that a kept answer may take the place of (stale-if-error). */
function orStale(exchange: Exchange, action: Action, nowMs: number, wallMs: number, status: number | null): Action {
  if (action.do !== 'fail' && action.do !== 'wait') return action
  const { cache, plan } = exchange
  if (plan.cache === null || cache === null || cache.found.length === 0) return action
  return plan.cache.rules.rescue(exchange, action, nowMs, wallMs, status) ?? action
}

/** Outside 100..599 there is no row. A transport lands such a status as the fault `invalid-status`; one that does not, ends here. */
const INVALID: Action = Object.freeze(stop('fault', 'final', null))

function heedRow(exchange: Exchange, row: Row, event: Answered, nowMs: number, dice: Dice): Action {
  const { fields, wallMs, stored } = event
  switch (row.verb) {
    case 'use':
      return USE
    case 'follow':
      return row.follow === null
        ? stop('stop', 'final', null)
        : follow(exchange, row, row.follow, fields, nowMs, wallMs, dice)
    case 'retry':
      if (stored) return stop('retry', 'stored', null)
      return row.retry === null
        ? stop('stop', 'final', null)
        : retryAnswer(exchange, row, row.retry, fields, nowMs, wallMs, dice)
    case 'reuse':
      return (stored ? null : confirmed(exchange, fields, wallMs)) ?? reuse(exchange)
    case 'renew':
      return stored ? stop('renew', 'final', null) : renew(exchange, row, fields, nowMs)
    case 'repair':
      return stored || row.repair === null ? stop('repair', 'final', null) : repair(exchange, row.repair)
    case 'stop':
      return stored
        ? stop(row.verb, 'final', null)
        : (notFinal(exchange, row, fields, nowMs, wallMs, dice) ?? stop(row.verb, 'final', null))
    // An interim code never ends an exchange; one that claims to (101) changes protocols that heed does not speak.
    case 'note':
      return stop(row.verb, 'final', null)
  }
}

/** What the fields beside a code may say that otherwise is final; null: nothing, it is. */
function notFinal(
  exchange: Exchange,
  row: Row,
  fields: FieldRecord,
  nowMs: number,
  wallMs: number,
  dice: Dice,
): Action | null {
  // Some vendors tell of a limit with such a code.
  if (exchange.limited) return retryAnswer(exchange, row, LIMIT_REACHED, fields, nowMs, wallMs, dice)
  const isOrdered = orderedRetry(fields, exchange.plan.vendor) === true
  return isOrdered ? retryAnswer(exchange, row, ORDERED_AGAIN, fields, nowMs, wallMs, dice) : null
}

/** What a 304 says of the kept answers whose validators went out; null when none did. */
function confirmed(exchange: Exchange, fields: FieldRecord, wallMs: number): Action | null {
  const { cache, plan } = exchange
  if (cache === null || plan.cache === null || cache.asked.length === 0) return null
  return plan.cache.rules.confirm(exchange, fields, wallMs)
}
