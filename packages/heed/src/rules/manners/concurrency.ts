import type { ConcurrencyPolicy, ConcurrencyState } from '../../manners.ts'

/** What an answer says of the load. */
export interface Load {
  /** The server turned it away because there is too much. */
  readonly refused: boolean
  /** How many were under way when it came, itself among them. */
  readonly inFlight: number
  readonly nowMs: number
  /** From its request to its head: one round trip. */
  readonly tookMs: number
}

/** Thirds and sevenths add up to a little less than one. */
const ROUNDING = 1e-6

/** How it begins. */
export const firstLimit = ({ first, least, most }: ConcurrencyPolicy): ConcurrencyState => ({
  limit: Math.min(most, Math.max(least, first)),
  calmUntilMs: 0,
})

/** How many may be under way at once: whole ones, and one at least, or none would ever find out. */
export const mostInFlight = (state: ConcurrencyState): number => Math.max(1, Math.floor(state.limit + ROUNDING))

/**
 * The limit after an answer (additive increase, multiplicative decrease); the same object when nothing changed. It
 * grows by one for each limit's worth of good answers, and only when it was in use: an idle client learns nothing of
 * what the server bears. It shrinks by `backoff` once a round trip: what comes until then was sent under the old limit.
 */
export function afterAnswer(state: ConcurrencyState, policy: ConcurrencyPolicy, load: Load): ConcurrencyState {
  const { refused, inFlight, nowMs, tookMs } = load
  if (nowMs < state.calmUntilMs) return state
  if (refused) {
    return { limit: Math.max(policy.least, state.limit * policy.backoff), calmUntilMs: nowMs + Math.max(0, tookMs) }
  }
  const most = mostInFlight(state)
  if (inFlight < most || state.limit >= policy.most) return state
  return { limit: Math.min(policy.most, state.limit + 1 / most), calmUntilMs: state.calmUntilMs }
}
