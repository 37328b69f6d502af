import type { Pause } from '../../manners.ts'

const BASE_MS = 1_000
const MOST_MS = 20_000

/**
 * How long all calls are held by the n-th refusal in a row that gives no time (429 without Retry-After): a second, twice as
 * long each time, 20 s at most.
 */
const silentPauseMs = (times: number): number => Math.min(MOST_MS, BASE_MS * 2 ** (Math.min(times, 30) - 1))

/** The pause that the n-th of them makes. */
export function silentPause(times: number, nowMs: number): Pause {
  const forMs = silentPauseMs(times)
  return { untilMs: nowMs + forMs, forMs, source: 'backoff', cause: 'a refusal without a time', failing: false }
}
