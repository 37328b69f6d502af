import type { QuotaPolicy } from '../../manners.ts'
import type { Origin, WireRequest } from '../../ports.ts'
import { isSafeMethod } from '../safety.ts'
import { nextSlot } from './quota.ts'
import { learntApartMs } from './slow-down.ts'

/** When a second request goes out for one that is slow, and how many such there may be. */
export interface HedgePolicy {
  /** How long the first has no head before the second goes; null: as long as `percentile` of the latest heads took. */
  readonly afterMs: number | null
  /** Above 0, 1 at most: 0.95 waits longer than 95 of 100 did. */
  readonly percentile: number
  /** Second requests as a share of the others, at most. */
  readonly share: number
}

/** The slowest twentieth gets a second request, and that is as many as there may be. */
export const USUAL_HEDGE: HedgePolicy = Object.freeze({ afterMs: null, percentile: 0.95, share: 0.05 })

/** How many of the latest head times are remembered. */
export const HEADS_KEPT = 100
/** Fewer say nothing of what is usual. */
const HEADS_LEAST = 20

/** How long the latest heads took, in milliseconds: as they came, and the same in order of size. */
export interface HeadTimes {
  readonly latest: Float64Array
  readonly sorted: Float64Array
  /** How many there have been, forgotten ones too. */
  heard: number
}

/** None heard yet. */
export const noHeads = (): HeadTimes => ({
  latest: new Float64Array(HEADS_KEPT),
  sorted: new Float64Array(HEADS_KEPT),
  heard: 0,
})

/** Remembers one and forgets the oldest of a hundred. It writes into `heads`: only who owns them calls it. */
export function noteHead(heads: HeadTimes, headMs: number): void {
  if (!(headMs >= 0)) return
  const { latest, sorted } = heads
  const slot = heads.heard % HEADS_KEPT
  let kept = Math.min(heads.heard, HEADS_KEPT)
  if (kept === HEADS_KEPT) {
    const oldest = placeOf(sorted, kept, latest[slot] ?? 0)
    sorted.copyWithin(oldest, oldest + 1, kept)
    kept--
  }
  const place = placeOf(sorted, kept, headMs)
  sorted.copyWithin(place + 1, place, kept)
  sorted[place] = headMs
  latest[slot] = headMs
  heads.heard++
}

/** How many of the first `kept` are smaller. */
function placeOf(sorted: Float64Array, kept: number, headMs: number): number {
  let low = 0
  let high = kept
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < headMs) low = middle + 1
    else high = middle
  }
  return low
}

/** The time within which this share of the latest heads came; null while fewer than twenty did. */
export function percentileMs(heads: HeadTimes, percentile: number): number | null {
  const kept = Math.min(heads.heard, HEADS_KEPT)
  if (kept < HEADS_LEAST) return null
  // A share such as 0.07 times 100 is a little more than 7 in floating point, and must not be the eighth.
  const rank = Math.ceil(percentile * kept - 1e-9)
  return heads.sorted[Math.min(kept, Math.max(1, rank)) - 1] ?? null
}

/** How long to wait for the first head before a second request; null: not at all, since nothing is known yet. */
export function hedgeAfterMs(policy: HedgePolicy, heads: HeadTimes): number | null {
  return policy.afterMs ?? percentileMs(heads, policy.percentile)
}

/**
 * May the server have this request twice at the same time? Only when it changes nothing there: that it may be repeated
 * (PUT, DELETE) is not enough, since two at once end in either order. And only with a body that can be sent twice.
 */
export function isHedgeable({ method, body }: WireRequest): boolean {
  return isSafeMethod(method) && (body === null || typeof body === 'string' || body instanceof Uint8Array)
}

/** Does one more second request stay within its share? `sends` are the other requests of the window, `hedges` the second ones. */
export function mayHedge({ share }: HedgePolicy, sends: number, hedges: number): boolean {
  return hedges + 1 <= sends * share
}

/**
 * May one more go out at once that nobody planned for? Not while anything holds the origin, nor while requests are spread
 * out by what it has told or refused, and in a declared quota only where a place is free now: nobody waits to hedge.
 */
export function hasRoom(origin: Origin, quota: QuotaPolicy | null, nowMs: number): boolean {
  if (nowMs < origin.heldUntilMs || learntApartMs(origin, nowMs) > 0) return false
  return quota === null || nextSlot(origin.tatMs, quota, nowMs).waitMs <= 0
}
