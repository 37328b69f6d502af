import { faultRow } from '#edition/rules/faults'
import { parkedMs, restMs } from '#edition/rules/manners/release'
import { orderedRetry } from '#edition/rules/manners/stated'
import { againWords, heldWords, waitWords } from '#edition/rules/words'
import type { Action, Fail, Stopped } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { firstLine } from '../fields/lines.ts'
import { retryAfterMs } from '../fields/retry-after.ts'
import type { Pause } from '../manners.ts'
import type { Dice, FieldRecord, Origin, WireFault } from '../ports.ts'
import type { RetryKnobs, Row } from '../status/row.ts'
import type { RuleName } from '../trail.ts'
import { backoffMs, spreadMs } from './backoff.ts'
import { mayResend } from './budget.ts'
import { isOneShot, mayRepeat } from './safety.ts'
import { stop } from './stop.ts'

/** A pause is as long as a stated wait but for whole milliseconds and rounding; that is no reason to prefer it. */
const ROUNDING_MS = 1

/** A final head that asks to be retried: the same request again, when that is safe and there is time. */
export function retryAnswer(
  exchange: Exchange,
  row: Row,
  knobs: RetryKnobs,
  fields: FieldRecord,
  nowMs: number,
  wallMs: number,
  dice: Dice,
): Action {
  const statedMs = retryAfterMs(fields['retry-after'], firstLine(fields.date), wallMs)
  const ordered = orderedRetry(fields, exchange.plan.vendor)
  if (ordered === false) return stop('retry', 'ordered', statedMs)
  const spent = knobs.onceOnNewConnection && exchange.request.newConnection
  if (spent || (knobs.onlyWhenAsked && statedMs === null && ordered === null)) return stop('retry', 'final', statedMs)
  const hindrance = whyNotAgain(exchange, knobs.whom === 'any', nowMs)
  if (hindrance !== null) return stop('retry', hindrance, statedMs ?? pausedForMs(exchange.origin, nowMs))
  const baseMs = knobs.pace === 'throttle' ? exchange.plan.throttleBaseMs : exchange.plan.faultBaseMs
  const to = knobs.onceOnNewConnection ? { ...exchange.request, newConnection: true } : null
  const why = againWords(row, ordered === true)
  return wait(exchange, 'retry', baseMs, statedMs, nowMs, dice, to, why)
}

/** The wire failed: the same request again, when surely nothing was processed or repeating does no harm. */
export function retryFault(exchange: Exchange, fault: WireFault, nowMs: number, dice: Dice): Action {
  const row = faultRow(fault.name)
  if (!row.transient) return stop('fault', 'final', null)
  const hindrance = whyNotAgain(exchange, !fault.sent || row.unprocessed, nowMs)
  if (hindrance !== null) return stop('fault', hindrance, pausedForMs(exchange.origin, nowMs))
  return wait(exchange, 'fault', exchange.plan.faultBaseMs, null, nowMs, dice, null, fault.name)
}

function whyNotAgain(exchange: Exchange, unprocessed: boolean, nowMs: number): Stopped | null {
  const { plan } = exchange
  if (!unprocessed && !mayRepeat(exchange)) return 'unsafe'
  if (isOneShot(exchange)) return 'one-shot'
  if (exchange.attempt >= plan.attempts) return 'attempts'
  if (plan.budget !== null && !mayResend(exchange.origin.spending, plan.budget, nowMs)) return 'budget'
  return null
}

function wait(
  exchange: Exchange,
  rule: RuleName,
  baseMs: number,
  statedMs: number | null,
  nowMs: number,
  dice: Dice,
  to: Exchange['request'] | null,
  why: string,
): Action {
  const { plan } = exchange
  const leftMs = exchange.endMs - nowMs
  const ownMs = backoffMs(exchange.attempt, baseMs, plan.backoffCapMs, dice)
  // Retry-After: 0 asks for no pause, yet a crowd at once is what it complains of: backoff is the least.
  const stated = statedMs !== null && statedMs > 0
  const floorMs = stated ? statedMs : Math.min(ownMs, leftMs / 2)
  const { pause } = exchange.origin
  if (pause !== null && pause.untilMs - nowMs > floorMs + ROUNDING_MS) {
    return waitForPause(exchange, pause, rule, nowMs, dice, to, why)
  }
  const refused = tooLong(exchange, rule, stated ? statedMs : ownMs, statedMs, leftMs)
  if (refused !== null) return refused
  const waitMs = stated ? statedMs + spreadMs(statedMs, leftMs, plan.maxWaitMs, dice) : floorMs
  const source = stated ? 'retry-after' : 'backoff'
  const reason = waitWords(why, stated ? statedMs : null)
  return { do: 'wait', waitMs, source, rule, reason, resend: true, to, hop: null }
}

/**
 * All calls to the origin pause for longer than this one would wait by itself: by figures beside this very answer, or by
 * another answer. So it waits once, and goes on like all who were held.
 */
function waitForPause(
  exchange: Exchange,
  pause: Pause,
  rule: RuleName,
  nowMs: number,
  dice: Dice,
  to: Exchange['request'] | null,
  why: string,
): Action {
  const { origin, endMs } = exchange
  const reason = heldWords(pause)
  const refused = tooLong(exchange, rule, restMs(origin, pause, nowMs), pausedForMs(origin, nowMs), endMs - nowMs)
  if (refused !== null) return { ...refused, reason: `${refused.reason}: ${reason}` }
  const waitMs = parkedMs(exchange, pause, nowMs, dice)
  return { do: 'wait', waitMs, source: 'pause', rule, reason: `${why}: ${reason}`, resend: true, to, hop: null }
}

/** How long the origin is to be left alone, where a server said so. */
const pausedForMs = ({ pause }: Origin, nowMs: number): number | null =>
  pause === null || pause.source === 'backoff' || pause.untilMs <= nowMs ? null : pause.untilMs - nowMs

/** A wait that does not fit is not begun: the answer at hand, told now, is worth more than a time-out later. */
export function tooLong(
  exchange: Exchange,
  rule: RuleName,
  waitMs: number,
  statedMs: number | null,
  leftMs: number,
): Fail | null {
  if (waitMs > exchange.plan.maxWaitMs) return stop(rule, 'max-wait', statedMs)
  if (waitMs >= leftMs) return stop(rule, 'deadline', statedMs)
  return null
}
