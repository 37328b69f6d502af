import type { Counts, Pace } from '../../manners.ts'
import { COUNT_SECONDS, sumOf } from './counts.ts'

/** Pauses are enough while fewer than this share of requests is refused. */
const MUCH_REFUSED = 0.1
/** One refusal may be an accident, and from fewer answers no rate can be told. */
const LEAST_REFUSALS = 2
const LEAST_TAKEN = 2
/** How much of what an origin took it is asked for from then on. */
const SHARE = 0.85
/** Never slower than this share of what it took at first: servers that refuse at random would stop a client for good. */
const LEAST_SHARE = 0.25
/** When it has to be learnt anew so soon and so often, what is refused has nothing to do with how fast requests go. */
const SOON_MS = 30_000
const MOST_TIMES = 3
/** In this time without a refusal the pace doubles, slowly at first (as the cube of the time), and is then forgotten. */
const FORGET_MS = 120_000
const MOST_APART_MS = 10_000

/**
 * How fast an origin may be asked, after it has refused one more request; the same object when nothing changed. A pause
 * tells when to go on, not how fast. Of many programs that share a quota each sees a small part of it, and all of
 * them come back at the end of every pause, only to be refused again. So whoever is refused one time in ten goes as fast
 * as requests were taken lately, pauses and all, and a little slower.
 *
 * `answered` holds what was taken (good) and what was refused outside of pauses (bad), this refusal too, since `sinceMs`.
 */
export function afterRefusal(pace: Pace | null, answered: Counts, sinceMs: number, nowMs: number): Pace | null {
  // Refused again before anything was taken: it says nothing new of how fast.
  if (answered.streak.bad > 1) return pace
  const before = isForgotten(pace, nowMs) ? null : pace
  if (before?.perSecond === Number.POSITIVE_INFINITY) return pace
  const windowMs = COUNT_SECONDS * 1000
  const taken = sumOf(answered, 'good', windowMs, nowMs)
  const refused = sumOf(answered, 'bad', windowMs, nowMs)
  if (refused < LEAST_REFUSALS || taken < LEAST_TAKEN || refused < MUCH_REFUSED * (taken + refused)) return pace
  const times = before !== null && nowMs - before.fromMs < SOON_MS ? before.times + 1 : 1
  const takenPerSecond = (taken * 1000) / Math.min(windowMs, Math.max(1000, nowMs - sinceMs))
  const leastPerSecond = before?.leastPerSecond ?? takenPerSecond * LEAST_SHARE
  const learntPerSecond = Math.max(leastPerSecond, takenPerSecond * SHARE)
  const perSecond = times > MOST_TIMES ? Number.POSITIVE_INFINITY : learntPerSecond
  return { perSecond, leastPerSecond, fromMs: nowMs, times }
}

/** How far apart this pace lets requests go, in milliseconds; 0: as they come. */
export function paceApartMs(pace: Pace | null, nowMs: number): number {
  if (isForgotten(pace, nowMs)) return 0
  const grown = 1 + ((nowMs - pace.fromMs) / FORGET_MS) ** 3
  return Math.min(MOST_APART_MS, 1000 / (pace.perSecond * grown))
}

/** When this pace holds nobody any more. */
export const paceEndMs = (pace: Pace): number => pace.fromMs + FORGET_MS

const isForgotten = (pace: Pace | null, nowMs: number): pace is null => pace === null || nowMs >= paceEndMs(pace)
