import type { Quota } from '../../manners.ts'
import type { Origin } from '../../ports.ts'
import { paceApartMs } from './pace.ts'

/** While more than this share of a quota remains, nothing is slowed down. */
const FREE_SHARE = 0.25

/** When it is full again: as stated, or a whole window after it was heard; without either it is taken for full now. */
export const fullMs = ({ resetMs, windowMs, heardMs }: Quota, nowMs: number): number =>
  resetMs ?? (windowMs === null ? nowMs : heardMs + windowMs)

/**
 * How far apart requests go so that the quota lasts until it is full again, in milliseconds; 0: as they come. Below a
 * quarter, what remains is spread evenly over the time left, and when nothing remains, that is the time left. A quota
 * that says not how large it is slows nothing down before it is gone; one that says not when it is full again takes
 * a whole window at most, and without one holds nobody.
 */
export function spacingMs(quota: Quota, nowMs: number): number {
  const { limit, remaining } = quota
  if (remaining > 0 && (limit === null || remaining > limit * FREE_SHARE)) return 0
  const leftMs = Math.max(0, fullMs(quota, nowMs) - nowMs)
  // Less than one unit is none.
  return remaining < 1 ? leftMs : leftMs / remaining
}

/** How far apart what the server said of all its quotas wants requests; 0: as they come. */
export function longestSpacingMs(quotas: readonly Quota[], nowMs: number): number {
  let mostMs = 0
  for (const quota of quotas) {
    if (quota.resetMs === null || quota.resetMs > nowMs) mostMs = Math.max(mostMs, spacingMs(quota, nowMs))
  }
  return mostMs
}

/** How far apart requests to an origin go, by what it says of its quotas and by what it refused; 0: as they come. */
export const learntApartMs = ({ quotas, pace }: Pick<Origin, 'quotas' | 'pace'>, nowMs: number): number =>
  Math.max(longestSpacingMs(quotas, nowMs), paceApartMs(pace, nowMs))
