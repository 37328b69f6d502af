import type { Exchange } from '../../exchange.ts'
import type { QuotaPolicy } from '../../manners.ts'

/** A place in the row of a quota. */
export interface Slot {
  /** How long until the request may go. */
  readonly waitMs: number
  /** What to keep for the next one, if this one takes its place. */
  readonly tatMs: number
}

/**
 * The next place in a declared quota, by the generic cell rate algorithm: `tatMs` is the time at which the row would
 * be empty again (0 at first). Whoever keeps the new `tatMs` has taken the place, and goes when `waitMs` is over
 * without asking again; who cannot wait that long leaves `tatMs` as it was, so that nobody waits for a place unused.
 *
 * Never more than `limit` in any `windowMs`, both ends included. The usual spacing, windowMs / limit, allows that
 * many and the burst on top. Here places are (windowMs + 1) / (limit - burst + 1) apart. The n-th of n places in a row
 * is at least (n - burst) spacings after the first, whatever came before; with n = limit + 1 that is windowMs + 1, so
 * no window holds them all. The millisecond more pays for rounding. The price: in the long run limit - burst + 1 go
 * in a window, so a large burst wastes quota. Requests that go up to L ms after their place keep the limit in any
 * windowMs - L.
 */
export function nextSlot(tatMs: number, policy: QuotaPolicy, nowMs: number): Slot {
  const { limit, windowMs, burst } = policy
  const apartMs = (windowMs + 1) / (limit - burst + 1)
  const emptyMs = Math.max(tatMs, nowMs)
  return { waitMs: Math.max(0, emptyMs - (burst - 1) * apartMs - nowMs), tatMs: emptyMs + apartMs }
}

/** When this call may go by the place it took; NaN: it has none, or the row was made anew since. */
export const placeMs = ({ origin, slotMs, slotRow }: Pick<Exchange, 'origin' | 'slotMs' | 'slotRow'>): number =>
  slotRow === origin.row ? slotMs : Number.NaN

/** How late a place may be used: timers ring late, and busy programs later. */
const LATE_MS = 50

/**
 * May a call go on the place that it took? Not before it, and not long after, when something else held the call
 * meanwhile: all those would go at once, and many more than the quota allows. NaN: it took none.
 */
export const holdsPlace = (slotMs: number, nowMs: number): boolean => slotMs <= nowMs && nowMs - slotMs <= LATE_MS

/** A tenth of the quota at once: then at least nine tenths of it can be used in the long run. */
export const usualBurst = (limit: number): number => Math.max(1, Math.floor(limit / 10))
