import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { QuotaPolicy } from '../../manners.ts'
import { nextSlot, usualBurst } from './quota.ts'

/** When each of the requests that come at these times goes. */
function places(policy: QuotaPolicy, atMs: readonly number[]): number[] {
  let tatMs = 0
  return atMs.map(nowMs => {
    const slot = nextSlot(tatMs, policy, nowMs)
    tatMs = slot.tatMs
    return nowMs + slot.waitMs
  })
}

/** The most that go within any time of this length, both ends included. */
function mostWithin(windowMs: number, sentMs: readonly number[]): number {
  const sorted = sentMs.toSorted((a, b) => a - b)
  let most = 0
  let from = 0
  for (const [at, sent] of sorted.entries()) {
    while (sent - (sorted[from] ?? sent) > windowMs) from++
    most = Math.max(most, at - from + 1)
  }
  return most
}

const atOnce = (count: number, nowMs: number) => new Array<number>(count).fill(nowMs)

const policies = fc
  .record({
    limit: fc.integer({ min: 1, max: 60 }),
    windowMs: fc.integer({ min: 1, max: 3_600_000 }),
    part: fc.nat(59),
  })
  .map(({ limit, windowMs, part }): QuotaPolicy => ({ limit, windowMs, burst: 1 + (part % limit) }))

test('ten a second, three at once: three go, the others follow evenly', () => {
  const policy = { limit: 10, windowMs: 999, burst: 3 }
  assert.deepEqual(places(policy, atOnce(6, 5000)), [5000, 5000, 5000, 5125, 5250, 5375])
})

test('one at a time: never two together', () => {
  assert.deepEqual(places({ limit: 10, windowMs: 999, burst: 1 }, atOnce(3, 0.5)), [0.5, 100.5, 200.5])
})

test('the burst comes back with time, and no more of it however long nobody asks', () => {
  const policy = { limit: 10, windowMs: 999, burst: 3 }
  const sent = places(policy, [...atOnce(3, 0), ...atOnce(3, 250), ...atOnce(5, 1e9)])
  assert.deepEqual(sent, [0, 0, 0, 250, 250, 375, 1e9, 1e9, 1e9, 1e9 + 125, 1e9 + 250])
})

test('who leaves the place costs the others nothing', () => {
  const policy = { limit: 2, windowMs: 1000, burst: 1 }
  const first = nextSlot(0, policy, 100)
  const asked = nextSlot(first.tatMs, policy, 100)
  assert.deepEqual(nextSlot(first.tatMs, policy, 100), asked)
})

test('never more than the limit in any window, over any policy and any arrivals', () => {
  const arrivals = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true })), {
    maxLength: 200,
    size: 'max',
  })
  const property = fc.property(
    policies,
    arrivals,
    fc.double({ min: 0, max: 1e10, noNaN: true }),
    (policy, gaps, start) => {
      let nowMs = start
      const atMs = gaps.map(gap => {
        nowMs += (gap * policy.windowMs) / policy.limit
        return nowMs
      })
      const sent = places(policy, atMs)
      assert.ok(mostWithin(policy.windowMs, sent) <= policy.limit)
      for (const [at, sentMs] of sent.entries()) {
        assert.ok(sentMs >= (atMs[at] ?? 0), 'not before it came')
        // In a row: nobody who came later goes first, so nobody waits for ever.
        assert.ok(at === 0 || sentMs >= (sent[at - 1] ?? 0) - 1e-3)
      }
    },
  )
  fc.assert(property, { numRuns: 500 })
})

test('the bound is exact: a crowd gets the whole limit in one window, and its n-th waits n - burst spacings', () => {
  const property = fc.property(policies, ({ windowMs, ...counts }) => {
    // The millisecond on top is nothing beside a second, and half of a window of two milliseconds.
    const policy = { ...counts, windowMs: windowMs + 1000 }
    const sent = places(policy, atOnce(policy.limit * 3, 1000))
    assert.equal(mostWithin(policy.windowMs, sent), policy.limit)
    const apartMs = (policy.windowMs + 1) / (policy.limit - policy.burst + 1)
    for (const [at, sentMs] of sent.entries()) {
      const dueMs = 1000 + Math.max(0, at + 1 - policy.burst) * apartMs
      assert.ok(Math.abs(sentMs - dueMs) < 1e-3, `${sentMs} and not ${dueMs}`)
    }
  })
  fc.assert(property)
})

test('requests that go late keep the limit in a window that much shorter', () => {
  const late = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 150, maxLength: 150 })
  const property = fc.property(policies, late, (policy, lateness) => {
    const lateMs = policy.windowMs / 3
    const sent = places(policy, atOnce(150, 0)).map((sentMs, at) => sentMs + (lateness[at] ?? 0) * lateMs)
    assert.ok(mostWithin(policy.windowMs - lateMs, sent) <= policy.limit)
  })
  fc.assert(property)
})

test('a million requests in a row: rounding never lets one more into a window', () => {
  const policy = { limit: 1000, windowMs: 60_000, burst: 7 }
  const nowMs = 86_400_000 * 90 + 0.3
  assert.equal(mostWithin(policy.windowMs, places(policy, atOnce(1_000_000, nowMs))), policy.limit)
})

test('the usual burst leaves at least nine tenths of the quota usable', () => {
  for (let limit = 1; limit <= 5000; limit++) {
    const burst = usualBurst(limit)
    assert.ok(burst >= 1 && burst <= limit)
    assert.ok(limit - burst + 1 >= limit * 0.9)
  }
})
