import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COUNT_SECONDS, count, forgetCounts, noCounts, sumOf } from './counts.ts'

test('what was counted stays for the window and is then gone, also when nothing is counted meanwhile', () => {
  const counts = noCounts()
  count(counts, 'bad', 5999.5)
  count(counts, 'good', 5000)
  count(counts, 'bad', 6000)
  assert.equal(sumOf(counts, 'bad', 30_000, 6000), 2)
  assert.equal(sumOf(counts, 'good', 30_000, 6000), 1)
  assert.equal(sumOf(counts, 'bad', 1000, 6999), 1)
  assert.equal(sumOf(counts, 'bad', 30_000, 34_999), 2)
  assert.equal(sumOf(counts, 'bad', 30_000, 35_000), 1)
  assert.equal(sumOf(counts, 'bad', 30_000, 1e12), 0)
})

test('a slot that comes round again begins at nothing', () => {
  const counts = noCounts()
  for (let turn = 0; turn < 7; turn++) count(counts, 'bad', 2000)
  count(counts, 'good', 2000 + COUNT_SECONDS * 1000)
  assert.equal(sumOf(counts, 'bad', 30_000, 2000 + COUNT_SECONDS * 1000), 0)
  assert.equal(sumOf(counts, 'good', 30_000, 2000 + COUNT_SECONDS * 1000), 1)
})

test('forgotten counts are nothing at once', () => {
  const counts = noCounts()
  count(counts, 'bad', 10_000)
  count(counts, 'good', 10_000)
  forgetCounts(counts)
  assert.equal(counts.streak.bad, 0)
  assert.equal(sumOf(counts, 'bad', 30_000, 10_000) + sumOf(counts, 'good', 30_000, 10_000), 0)
})

test('the sums agree with a plain list of all that was counted, over any times and windows', () => {
  const step = fc.record({ afterMs: fc.double({ min: 0, max: 9000, noNaN: true }), bad: fc.boolean() })
  const windowsMs = fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(0, 1000, 30_000, 1e9))
  const property = fc.property(
    fc.array(step, { maxLength: 120, size: 'max' }),
    fc.nat(1e9),
    windowsMs,
    (steps, startMs, windowMs) => {
      const counts = noCounts()
      const list: { second: number; bad: boolean }[] = []
      const seconds = Math.min(30, Math.max(1, Math.ceil(windowMs / 1000)))
      let nowMs = startMs
      for (const { afterMs, bad } of steps) {
        nowMs += afterMs
        const second = Math.floor(nowMs / 1000)
        count(counts, bad ? 'bad' : 'good', nowMs)
        list.push({ second, bad })
        const recent = list.filter(each => each.second > second - seconds)
        assert.equal(sumOf(counts, 'bad', windowMs, nowMs), recent.filter(each => each.bad).length)
        assert.equal(sumOf(counts, 'good', windowMs, nowMs), recent.filter(each => !each.bad).length)
      }
    },
  )
  fc.assert(property)
})
