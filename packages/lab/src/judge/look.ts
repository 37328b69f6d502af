import type { Check } from '../script/check.ts'
import type { Evidence } from './verdict.ts'

/** What came of looking at one thing. */
export interface Look {
  readonly holds: boolean
  /** In a few words, with numbers. */
  readonly seen: string
  /** The request that the check is about never came, as a sentence: what the check itself says would be untrue of it. */
  readonly absent?: string
}

/** Looks at one check; given to those that are made of others. */
export type LookAt = (check: Check, evidence: Evidence) => Look

/**
 * Timers of clients and of the lab count in whole milliseconds, from starting points that differ by a fraction: a wait of
 * exactly 1000 ms may measure as 999.2. Nothing else is forgiven: earlier than asked is earlier than asked.
 */
const TIMER_MS = 1

/** Is a time long enough, and short enough? A bound that is left out does not matter. */
export function within(ms: number, bounds: { readonly minMs?: number; readonly maxMs?: number }): boolean {
  return ms >= (bounds.minMs ?? Number.NEGATIVE_INFINITY) - TIMER_MS && ms <= (bounds.maxMs ?? Number.POSITIVE_INFINITY)
}
