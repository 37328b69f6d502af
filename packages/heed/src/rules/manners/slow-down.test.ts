import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Quota } from '../../manners.ts'
import { spacingMs } from './slow-down.ts'

const quota = (own: Partial<Quota>): Quota => ({
  name: '',
  limit: 100,
  remaining: 100,
  resetMs: 60_000,
  windowMs: null,
  heardMs: 0,
  ...own,
})

test('nothing while more than a quarter remains, then evenly, then the time left', () => {
  const at = (remaining: number) => spacingMs(quota({ remaining }), 10_000)
  assert.deepEqual([100, 26, 25, 10, 1, 0].map(at), [0, 0, 2000, 5000, 50_000, 50_000])
})

test('when it is full again, nothing is held', () => {
  for (const remaining of [0, 1, 20]) assert.equal(spacingMs(quota({ remaining }), 60_000), 0)
  assert.equal(spacingMs(quota({ remaining: 0 }), 1e9), 0)
})

test('without a limit only its end counts; without a reset a whole window; without both nothing', () => {
  assert.equal(spacingMs(quota({ limit: null, remaining: 1 }), 0), 0)
  assert.equal(spacingMs(quota({ limit: null, remaining: 0 }), 0), 60_000)
  assert.equal(spacingMs(quota({ remaining: 5, resetMs: null, windowMs: 30_000, heardMs: 1000 }), 6000), 5000)
  assert.equal(spacingMs(quota({ remaining: 0, resetMs: null }), 0), 0)
})

const quotas = fc.record({
  name: fc.constant(''),
  limit: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
  remaining: fc.oneof(fc.nat(200), fc.double({ min: -10, max: 1e9, noNaN: true })),
  resetMs: fc.option(fc.double({ min: -1e6, max: 1e10, noNaN: true })),
  windowMs: fc.option(fc.nat(1e9)),
  heardMs: fc.nat(1e9),
})

test('it is a number from 0 to the time left, and grows neither with what remains nor with time', () => {
  const property = fc.property(quotas, fc.nat(1e9), fc.nat(1e6), fc.nat(50), (known, nowMs, laterMs, more) => {
    const apartMs = spacingMs(known, nowMs)
    const fullMs = known.resetMs ?? known.heardMs + (known.windowMs ?? 0)
    assert.ok(apartMs >= 0 && apartMs <= Math.max(0, fullMs - nowMs), String(apartMs))
    assert.ok(spacingMs({ ...known, remaining: known.remaining + more }, nowMs) <= apartMs)
    assert.ok(spacingMs(known, nowMs + laterMs) <= apartMs)
  })
  fc.assert(property, { numRuns: 1000 })
})

test('who keeps the spacing never finds the quota gone before it is full again', () => {
  const property = fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1e7 }), (limit, resetMs) => {
    let remaining = limit
    let nowMs = 0
    while (nowMs < resetMs - 1e-6) {
      assert.ok(remaining > 0, `gone at ${nowMs} of ${resetMs}`)
      remaining--
      // Between two requests the news is that of the answer to the first.
      nowMs += Math.max(spacingMs(quota({ limit, remaining, resetMs }), nowMs), resetMs / limit / 50)
    }
    assert.ok(remaining >= 0)
  })
  fc.assert(property)
})
