import type { Dice } from '../ports.ts'

/** Most that is added to a wait the server asked for, so that a crowd told the same time does not wake at once. */
const MOST_SPREAD_MS = 5_000

/**
 * Full jitter: anywhere between nothing and an exponentially growing ceiling. `tries` counts sends so far, from 1.
 */
export function backoffMs(tries: number, baseMs: number, capMs: number, dice: Dice): number {
  return dice() * Math.min(capMs, baseMs * 2 ** (tries - 1))
}

/**
 * A stated wait is a floor: the spread only adds, up to half of it, 5 s, half of the time that is left after it, and
 * never beyond the longest wait allowed.
 */
export function spreadMs(statedMs: number, leftMs: number, maxWaitMs: number, dice: Dice): number {
  return dice() * Math.max(0, Math.min(statedMs / 2, MOST_SPREAD_MS, (leftMs - statedMs) / 2, maxWaitMs - statedMs))
}
