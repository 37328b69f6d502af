import type { KeptHead } from '../../keeping.ts'

/**
 * How long a kept answer is stale at a date, in ms; 0 while it is fresh, `Infinity` when a clock that went back hides
 * it.
 */
export function staleForMs(head: KeptHead, wallMs: number): number {
  return wallMs < head.answeredMs ? Number.POSITIVE_INFINITY : Math.max(0, wallMs - head.bornMs - head.freshMs)
}
