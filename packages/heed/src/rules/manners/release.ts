import type { Pause } from '../../manners.ts'
import type { Dice } from '../../ports.ts'

const SHARE = 0.1
const LEAST_SPREAD_MS = 100
const MOST_SPREAD_MS = 5_000

/**
 * When a call that is held by a pause goes on: a steady time, never before the pause ends. Those who wait for the same
 * end must not wake at once, so each goes somewhere in the time after it: a tenth of the pause, 100 ms at least, 5 s
 * at most, and never more than half of what the call (`leftMs` from now) has left after it, nor beyond the longest wait
 * it allows (`maxWaitMs` from now). A call that has not even the pause left gets its end, to say when to come back.
 */
export function releaseMs(pause: Pause, nowMs: number, dice: Dice, leftMs: number, maxWaitMs: number): number {
  const { untilMs, forMs } = pause
  const waitMs = untilMs - nowMs
  if (waitMs <= 0) return nowMs
  const wideMs = Math.min(MOST_SPREAD_MS, Math.max(LEAST_SPREAD_MS, forMs * SHARE))
  return untilMs + dice() * Math.max(0, Math.min(wideMs, (leftMs - waitMs) / 2, maxWaitMs - waitMs))
}
