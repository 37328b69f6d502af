import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backoffMs, spreadMs } from './backoff.ts'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const anyMs = fc.integer({ min: 0, max: 2 ** 31 - 1 })

test('the ceiling doubles with each try and never passes the cap', () => {
  const ceilings = [1, 2, 3, 4, 10].map(tries => backoffMs(tries, 50, 20_000, () => 1))
  assert.deepEqual(ceilings, [50, 100, 200, 400, 20_000])
  assert.equal(
    backoffMs(5000, 1000, 20_000, () => 1),
    20_000,
  )
  assert.equal(backoffMs(5000, 0, 20_000, () => 0.5) || 0, 0)
})

test('a backoff is a number from 0 up to the cap, whatever the options', () => {
  const property = fc.property(fc.integer({ min: 1, max: 100 }), anyMs, anyMs, chance, (tries, baseMs, capMs, dice) => {
    const waitMs = backoffMs(tries, baseMs, capMs, () => dice)
    assert.ok(waitMs >= 0 && waitMs <= capMs)
  })
  fc.assert(property)
})

test('a spread only adds, and keeps the wait inside the deadline and maxWaitMs', () => {
  const property = fc.property(anyMs, anyMs, anyMs, chance, (statedMs, moreMs, roomMs, dice) => {
    const added = spreadMs(statedMs, statedMs + moreMs, statedMs + roomMs, () => dice)
    assert.ok(added >= 0 && added <= 5000 && added <= statedMs / 2 && added <= moreMs / 2 && added <= roomMs)
  })
  fc.assert(property)
})
