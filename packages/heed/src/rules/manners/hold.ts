import { heldWords } from '#edition/rules/words'
import { type Action, QUEUE, type Wait } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { Pause } from '../../manners.ts'
import type { Dice, Origin } from '../../ports.ts'
import { tooLong } from '../retry.ts'
import { stop } from '../stop.ts'
import { mayPass } from './breaker.ts'
import { mostInFlight } from './concurrency.ts'
import { sumOf } from './counts.ts'
import { holdsPlace, nextSlot, placeMs } from './quota.ts'
import { parkedMs, restMs } from './release.ts'
import { learntApartMs, longestSpacingMs } from './slow-down.ts'
import { refusesHere } from './throttle.ts'

/** What holds a request back that is about to go out, or null: it may go. */
export function hold(exchange: Exchange, nowMs: number, dice: Dice): Action | null {
  const { origin } = exchange
  const { pause } = origin
  if (pause !== null && nowMs < pause.untilMs) return paused(exchange, pause, nowMs, dice)
  // Nobody waits for a breaker: what is broken for seconds is told at once.
  if (mayPass(origin.breaker, nowMs) === 'held') {
    return stop('manners', 'breaker', Math.max(0, origin.breaker.untilMs - nowMs))
  }
  return throttled(exchange, nowMs, dice) ?? spaced(exchange, nowMs) ?? queued(exchange)
}

function paused(exchange: Exchange, pause: Pause, nowMs: number, dice: Dice): Action {
  const leastMs = restMs(exchange.origin, pause, nowMs)
  const reason = heldWords(pause)
  const refused = tooLong(exchange, 'manners', leastMs, leastMs, exchange.endMs - nowMs)
  if (refused !== null) return { ...refused, stopped: 'paused', reason }
  return held(parkedMs(exchange, pause, nowMs, dice), 'pause', reason)
}

function throttled({ origin, plan }: Exchange, nowMs: number, dice: Dice): Action | null {
  const { throttle } = plan
  if (throttle === null || origin.taken === null) return null
  const accepts = sumOf(origin.taken, 'good', throttle.windowMs, nowMs)
  const wanted = sumOf(origin.taken, 'bad', throttle.windowMs, nowMs)
  return refusesHere(throttle, wanted, accepts, dice()) ? stop('manners', 'throttled', null) : null
}

/** A place in the row, for a declared quota and for one that the server said is running out. */
function spaced(exchange: Exchange, nowMs: number): Action | null {
  const { origin, plan } = exchange
  if (holdsPlace(placeMs(exchange), nowMs)) return null
  const learntMs = learntWaitMs(origin, nowMs)
  const declaredMs = plan.quota === null ? 0 : nextSlot(origin.tatMs, plan.quota, nowMs + learntMs).waitMs
  const waitMs = learntMs + declaredMs
  if (waitMs <= 0) return null
  const reason = whySpaced(origin, declaredMs > 0, nowMs)
  const refused = tooLong(exchange, 'manners', waitMs, waitMs, exchange.endMs - nowMs)
  return refused === null ? held(waitMs, 'quota', reason) : { ...refused, stopped: 'paused', reason }
}

const learntWaitMs = (origin: Origin, nowMs: number): number =>
  learntApartMs(origin, nowMs) > 0 ? Math.max(0, origin.nextMs - nowMs) : 0

function whySpaced({ quotas }: Origin, declared: boolean, nowMs: number): string {
  if (declared) return 'the declared quota has no place before'
  return longestSpacingMs(quotas, nowMs) > 0
    ? 'the quota that the server tells of runs out'
    : 'the server refused many requests, so they go no faster than it took them'
}

function queued({ origin }: Exchange): Action | null {
  const { concurrency, underWay } = origin
  return concurrency !== null && underWay >= mostInFlight(concurrency) ? QUEUE : null
}

function held(waitMs: number, source: Wait['source'], reason: string): Wait {
  return { do: 'wait', waitMs, source, rule: 'manners', reason, resend: false, to: null, hop: null }
}
