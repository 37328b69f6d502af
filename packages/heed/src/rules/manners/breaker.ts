import type { BreakerPolicy, BreakerState, Counts, News, Pause } from '../../manners.ts'
import { sumOf } from './counts.ts'

/** Half of at least 20 calls in 30 s failed, or ten in a row over 5 s: open for 5 s, doubling to a minute. */
export const USUAL_BREAKER: BreakerPolicy = Object.freeze({
  ratio: 0.5,
  least: 20,
  windowMs: 30_000,
  streak: 10,
  streakMs: 5_000,
  slowMs: null,
  openMs: 5_000,
  mostOpenMs: 60_000,
})

/** Where no other call comes, there is nobody to hold. */
const LEAST_CALLS = 2

/** How every breaker begins, and what a probe that went well leads back to. */
export const CLOSED: BreakerState = Object.freeze({ state: 'closed', untilMs: 0, opens: 0 })

/** How one call ended, as far as the breaker cares. */
export interface Ended {
  /** A head that came too late is `bad` already: `news` says so. */
  readonly outcome: News['outcome']
  /** Was it the probe? Calls that were sent before the breaker opened say nothing of how the server fares now. */
  readonly probe: boolean
  /** How long the server itself asks to be left alone, where it said so. */
  readonly pause: Pause | null
  /** How many calls began lately: a row of failures may be one call that tries again and again, as it was told to. */
  readonly calls: number
}

/** May a call go out? `probe`: this one alone, and `probing` is the state from then on. */
export function mayPass(state: BreakerState, nowMs: number): 'pass' | 'probe' | 'held' {
  if (state.state === 'closed') return 'pass'
  return nowMs < state.untilMs ? 'held' : 'probe'
}

/**
 * The state once a probe is on its way. A probe of which nothing is heard for as long as a breaker stays open at most
 * is given up, and another may go: news that gets lost must not hold an origin for ever.
 */
export const probing = (state: BreakerState, policy: BreakerPolicy, nowMs: number): BreakerState => ({
  state: 'probing',
  untilMs: nowMs + policy.mostOpenMs,
  opens: state.opens,
})

/**
 * The state after a call ended; the same object when nothing changed. `counts` hold this call already. Only a bad
 * outcome opens it, only the probe's outcome ends a probe. Whoever keeps the counts forgets them when it closes:
 * what failed before the probe would open it again at once.
 */
export function afterOutcome(
  state: BreakerState,
  policy: BreakerPolicy,
  counts: Counts,
  { outcome, probe, pause, calls }: Ended,
  nowMs: number,
): BreakerState {
  if (state.state === 'closed') {
    return outcome === 'bad' && isTooBad(policy, counts, calls, nowMs) ? opened(state, policy, pause, nowMs) : state
  }
  if (!probe || state.state === 'open') return state
  if (outcome === 'bad') return opened(state, policy, pause, nowMs)
  // No verdict: another probe may go, once what the server asked for is over.
  return outcome === 'good' ? CLOSED : { state: 'open', untilMs: laterOf(nowMs, pause), opens: state.opens }
}

/**
 * Too large a share of many calls failed, or nothing went well any more. The share alone would see neither that a program
 * which calls once in two seconds calls a dead server, nor that a busy one does before half of its window is bad.
 */
function isTooBad(policy: BreakerPolicy, counts: Counts, calls: number, nowMs: number): boolean {
  const { streak } = counts
  const isRow = streak.bad >= policy.streak && nowMs - streak.fromMs >= policy.streakMs
  if (isRow && calls >= LEAST_CALLS) return true
  const bad = sumOf(counts, 'bad', policy.windowMs, nowMs)
  const all = bad + sumOf(counts, 'good', policy.windowMs, nowMs)
  return all >= policy.least && bad >= policy.ratio * all
}

function opened({ opens }: BreakerState, policy: BreakerPolicy, pause: Pause | null, nowMs: number): BreakerState {
  // Beyond 2^30 no open time in milliseconds makes sense, and 0 times Infinity would be no number.
  const openMs = Math.min(policy.mostOpenMs, policy.openMs * 2 ** Math.min(opens, 30))
  return { state: 'open', untilMs: laterOf(nowMs + openMs, pause), opens: opens + 1 }
}

const laterOf = (atMs: number, pause: Pause | null): number => (pause === null ? atMs : Math.max(atMs, pause.untilMs))
