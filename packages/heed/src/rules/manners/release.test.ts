import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededDice } from '../../../test/seeded-dice.ts'
import type { Pause } from '../../manners.ts'
import { memoryLedger } from '../../shared/ledger.ts'
import { gapMs, releaseMs } from './release.ts'

const pause = (untilMs: number, forMs: number): Pause => ({
  untilMs,
  forMs,
  source: 'retry-after',
  cause: '429 from x',
  failing: false,
})
const last = () => 1 - 2 ** -53

test('the spread is a tenth of the pause, from 100 ms to 5 s', () => {
  const widest = (forMs: number) => Math.round(releaseMs(pause(1000, forMs), 0, last, 1e6, 1e6)) - 1000
  assert.deepEqual([0, 1000, 2000, 30_000, 50_000, 3e6].map(widest), [100, 100, 200, 3000, 5000, 5000])
  assert.equal(
    releaseMs(pause(1000, 30_000), 0, () => 0, 1e6, 1e6),
    1000,
  )
})

test('what is left of the call bounds it: half of the rest stays, and no wait is longer than allowed', () => {
  assert.equal(Math.round(releaseMs(pause(1000, 60_000), 0, last, 3000, 1e6)), 2000)
  assert.equal(Math.round(releaseMs(pause(1000, 60_000), 0, last, 1e6, 1250)), 1250)
  assert.equal(releaseMs(pause(1000, 60_000), 0, last, 900, 1e6), 1000)
  assert.equal(releaseMs(pause(1000, 60_000), 0, last, 1e6, 900), 1000)
})

test('a pause that is over holds nobody', () => {
  assert.equal(releaseMs(pause(1000, 60_000), 1000, last, 1e6, 1e6), 1000)
  assert.equal(releaseMs(pause(1000, 60_000), 1234, last, 1e6, 1e6), 1234)
})

test('never early, never beyond the deadline of a call that can wait, and always a number', () => {
  const timesMs = fc.double({ min: 0, max: 1e9, noNaN: true })
  const rolls = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const property = fc.property(
    timesMs,
    timesMs,
    timesMs,
    timesMs,
    timesMs,
    rolls,
    (until, length, now, left, most, roll) => {
      const held = pause(until, length)
      const atMs = releaseMs(held, now, () => roll, left, most)
      assert.ok(atMs >= until && atMs >= now)
      assert.ok(atMs <= Math.max(until, now) + 5000)
      if (until <= now + left) assert.ok(atMs <= now + left)
      if (until > now && until <= now + most) assert.ok(atMs <= now + most + 1e-6)
    },
  )
  fc.assert(property, { numRuns: 1000 })
})

test('of a thousand calls that wait for the same end, no tenth of a second sees three times the mean', () => {
  const property = fc.property(fc.integer(), fc.nat(100_000), fc.nat(100), (seed, forMs, offsetMs) => {
    const roll = seededDice(seed)
    const spreadMs = Math.min(5000, Math.max(100, forMs / 10))
    const buckets = new Array<number>(Math.ceil((offsetMs + spreadMs) / 100)).fill(0)
    for (let call = 0; call < 1000; call++) {
      // They began at different times, have different times left, and wait for one pause.
      const atMs = releaseMs(pause(200_000, forMs), 100_000 + call * 10, roll, 150_000, 150_000)
      const bucket = Math.floor((atMs - 200_000 + offsetMs) / 100)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    // The first and the last bucket may be cut, so the mean is that of the whole time, not of the buckets.
    const mean = 1000 / Math.max(1, spreadMs / 100)
    assert.ok(Math.max(...buckets) < 3 * mean, `${Math.max(...buckets)} where the mean is ${mean}`)
  })
  fc.assert(property)
})

/** So many sends in each second, one second after the other, and how many a second may be let go in the one that follows. */
function releasedPerSecond(sends: readonly number[]): number {
  const ledger = memoryLedger()
  const origin = ledger.of(new URL('https://a.test'))
  for (const [second, times] of sends.entries()) {
    for (let sent = 0; sent < times; sent++) ledger.countSend(origin, false, 50_000 + second * 1000)
  }
  return Math.round(1000 / gapMs(origin.spending, 50_000 + sends.length * 1000))
}

test('parked calls go at twice the pace of the seconds before, quiet ones too, and at forty a second at least', () => {
  assert.equal(releasedPerSecond([100, 100, 100]), 200)
  assert.equal(releasedPerSecond([400, 0, 0, 0]), 200)
  assert.equal(releasedPerSecond([0, 100]), 200, 'it is not known for longer')
  assert.equal(releasedPerSecond([1]), 40)
  assert.equal(releasedPerSecond([]), 40)
})

test('what a pause lets go does not count as the pace before the next one', () => {
  assert.equal(releasedPerSecond([500, 500, 0, 0, 0, 1000, 500, 0, 0]), Math.round((2 * 2500) / 9))
})
