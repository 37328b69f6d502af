import type { Exchange } from '../../exchange.ts'
import type { Pause } from '../../manners.ts'
import type { Dice, Origin, Spending } from '../../ports.ts'

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

/** How long until a call may go that meets this pause now: its rest, and those who were parked before. */
export const restMs = ({ parked, gapMs }: Origin, pause: Pause, nowMs: number): number =>
  pause.untilMs - nowMs + parked * gapMs

/** How long it waits, where that fits: until its release, behind those who were parked before. */
export function parkedMs(exchange: Exchange, pause: Pause, nowMs: number, dice: Dice): number {
  const { origin, plan, endMs } = exchange
  const lineMs = origin.parked * origin.gapMs
  return releaseMs(pause, nowMs, dice, endMs - nowMs - lineMs, plan.maxWaitMs - lineMs) - nowMs + lineMs
}

/** Slower than this nobody is let go: whoever asked little before must not wait long after. */
const LEAST_PER_SECOND = 20

/**
 * How far apart parked calls go when the pause is over: at most twice as many a second as went out in the seconds before it,
 * because a crowd that was held is a crowd, however it is spread over a moment. Seconds in which nothing went count too:
 * else what goes after one pause would be the pace before the next, and double each time.
 */
export function gapMs(spending: Spending, nowMs: number): number {
  const second = Math.floor(nowMs / 1000)
  let sends = 0
  let seconds = 0
  // The second at hand is not over, so it says too little.
  for (let slot = 0; slot < spending.second.length; slot++) {
    const agoSeconds = second - (spending.second[slot] ?? 0)
    if (agoSeconds < 1 || agoSeconds >= spending.second.length) continue
    sends += spending.sends[slot] ?? 0
    seconds = Math.max(seconds, agoSeconds)
  }
  const perSecond = seconds === 0 ? LEAST_PER_SECOND : sends / seconds
  return 1000 / (2 * Math.max(LEAST_PER_SECOND, perSecond))
}
