import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapMs, seeded } from './chance.ts'

test('the same seed gives the same numbers, another seed others, all in [0, 1) and spread evenly', () => {
  const rolls = (seed: number): number[] => Array.from({ length: 10_000 }, seeded(seed))
  assert.deepEqual(rolls(7), rolls(7))
  assert.notDeepEqual(rolls(7).slice(0, 3), rolls(8).slice(0, 3))
  for (const seed of [0, 1, 2, -1]) {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const roll of rolls(seed)) tenths[Math.floor(roll * 10)] = (tenths[Math.floor(roll * 10)] ?? 0) + 1
    assert.equal(tenths.length, 10)
    assert.ok(Math.min(...tenths) > 850 && Math.max(...tenths) < 1150, String(tenths))
  }
})

test('gaps are those of a Poisson process: their mean is the rate, and counts vary as much as they are', () => {
  const dice = seeded(3)
  const counts = Array.from({ length: 1000 }, () => 0)
  for (let atMs = gapMs(500, dice); atMs < 100_000; atMs += gapMs(500, dice)) {
    counts[Math.floor(atMs / 100)] = (counts[Math.floor(atMs / 100)] ?? 0) + 1
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / 1000
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 1000
  assert.ok(Math.abs(mean - 50) < 1, String(mean))
  assert.ok(Math.abs(variance / mean - 1) < 0.15, String(variance))
})
