import type { Counts, Streak } from '../../manners.ts'

/** The longest window that can be summed, in seconds; there is a slot for each. */
export const COUNT_SECONDS = 30

/** Three rows of numbers, all 0, in one piece of memory: a crawler makes millions, and each piece costs. */
export function threeRows(length: number): readonly [Float64Array, Float64Array, Float64Array] {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT
  const memory = new ArrayBuffer(3 * bytes)
  return [
    new Float64Array(memory, 0, length),
    new Float64Array(memory, bytes, length),
    new Float64Array(memory, 2 * bytes, length),
  ]
}

/** Nothing counted yet. */
export function noCounts(): Counts {
  const [second, good, bad] = threeRows(COUNT_SECONDS)
  return { second, good, bad, streak: { bad: 0, fromMs: 0, toMs: 0 } }
}

/** Counts one more. It writes into `counts`, so only the ledger, which owns them, calls it. */
export function count(counts: Counts, outcome: 'good' | 'bad', nowMs: number): void {
  const second = Math.floor(nowMs / 1000)
  const slot = second % COUNT_SECONDS
  if (counts.second[slot] !== second) {
    counts.second[slot] = second
    counts.good[slot] = 0
    counts.bad[slot] = 0
  }
  const counted = outcome === 'good' ? counts.good : counts.bad
  counted[slot] = (counted[slot] ?? 0) + 1
  if (outcome === 'good') counts.streak.bad = 0
  else lengthen(counts.streak, nowMs)
}

function lengthen(streak: Streak, nowMs: number): void {
  // What failed longer ago than anything is remembered has nothing to do with what fails now.
  if (streak.bad === 0 || nowMs - streak.toMs >= COUNT_SECONDS * 1000) {
    streak.bad = 0
    streak.fromMs = nowMs
  }
  streak.bad++
  streak.toMs = nowMs
}

/** Forgets all that was counted. It writes, as `count` does. */
export function forgetCounts(counts: Counts): void {
  counts.good.fill(0)
  counts.bad.fill(0)
  counts.streak.bad = 0
}

/**
 * How many of this outcome the last `windowMs` saw: the second at hand and those before it, whole seconds, so up to
 * one second less than the window; 1 s at least and 30 s at most.
 */
export function sumOf(counts: Counts, outcome: 'good' | 'bad', windowMs: number, nowMs: number): number {
  const seconds = Math.min(COUNT_SECONDS, Math.max(1, Math.ceil(windowMs / 1000)))
  const oldest = Math.floor(nowMs / 1000) - seconds + 1
  const counted = counts[outcome]
  let sum = 0
  for (let slot = 0; slot < COUNT_SECONDS; slot++) {
    if ((counts.second[slot] ?? 0) >= oldest) sum += counted[slot] ?? 0
  }
  return sum
}
