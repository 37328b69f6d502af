import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BreakerPolicy, News, Pause, Quota, QuotaPolicy } from '../src/manners.ts'
import type { Ledger, Origin } from '../src/ports.ts'
import { checkTheRow } from './ledger-row.ts'

/** What the ledger under test is made with: these policies, and these alone. */
export const CONTRACT_QUOTA: QuotaPolicy = Object.freeze({ limit: 5, windowMs: 1_000, burst: 2 })
export const CONTRACT_BREAKER: BreakerPolicy = Object.freeze({
  ratio: 0.5,
  least: 4,
  windowMs: 10_000,
  streak: 1_000,
  streakMs: 0,
  slowMs: null,
  openMs: 1_000,
  mostOpenMs: 8_000,
})
/** At once; it never grows, so that a test can count places. */
export const CONTRACT_AT_ONCE = 3

const MOST_ORIGINS = 10_000
const NOW_MS = 50_000
const WELL: News = { pause: null, quotas: [], outcome: 'good', refused: false }
const BAD: News = { ...WELL, outcome: 'bad' }
const numbered = (at: number): URL => new URL(`https://${at}.test/`)
const sum = (counted: Float64Array): number => counted.reduce((left, right) => left + right, 0)

const anyPause: fc.Arbitrary<Pause> = fc.record(
  {
    untilMs: fc.integer({ min: NOW_MS + 1, max: NOW_MS + 4 }),
    forMs: fc.integer({ min: 1, max: 3 }),
    source: fc.constantFrom('retry-after', 'rate-limit', 'vendor'),
    cause: fc.constantFrom('429 from GET https://a.test/', '503 from GET https://a.test/'),
  },
  { noNullPrototype: true },
)
const anyQuota: fc.Arbitrary<Quota> = fc.record(
  {
    name: fc.constantFrom('', ...'abcdefghijkl'),
    limit: fc.constantFrom(null, 100),
    remaining: fc.integer({ min: 0, max: 100 }),
    resetMs: fc.constantFrom(null, NOW_MS + 500, NOW_MS + 1_000),
    windowMs: fc.constantFrom(null, 1_000),
    heardMs: fc.integer({ min: NOW_MS - 3, max: NOW_MS }),
  },
  { noNullPrototype: true },
)

/** The same state of the origin, whatever the order in which this was told. */
function sameInAnyOrder<Told>(make: () => Ledger, told: fc.Arbitrary<Told>, toNews: (told: Told) => News): void {
  const orders = fc
    .array(told, { minLength: 1, maxLength: 12 })
    .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })))
  const after = (all: readonly Told[]): unknown => {
    const ledger = make()
    const origin = ledger.of(numbered(0))
    for (const each of all) ledger.hear(origin, toNews(each), false, 1, NOW_MS)
    return { pause: origin.pause, quotas: origin.quotas }
  }
  fc.assert(fc.property(orders, ([all, shuffled]) => assert.deepEqual(after(shuffled), after(all))))
}

/** What every ledger must keep, wherever it keeps it. Make it with the policies above. */
export function ledgerContract(name: string, make: () => Ledger): void {
  test(`${name}: an origin is one object as long as it is known`, () => {
    const ledger = make()
    const origin = ledger.of(new URL('https://a.test/x?y'))
    for (const address of ['https://a.test', 'https://A.test:443/z']) {
      assert.equal(ledger.of(new URL(address)), origin)
      assert.notEqual(ledger.of(new URL('https://b.test')), origin)
    }
    const keyed = ledger.of(new URL('https://a.test'), 'tenant')
    assert.notEqual(keyed, origin)
    assert.equal(ledger.of(new URL('https://c.test'), 'tenant'), keyed)
    assert.deepEqual([...ledger.origins()].map(({ key }) => key).sort(), ['https://a.test', 'https://b.test', 'tenant'])
  })

  test(`${name}: what is told is seen at once`, () => {
    const ledger = make()
    const origin = ledger.of(numbered(0))
    const pause: Pause = { untilMs: NOW_MS + 5_000, forMs: 5_000, source: 'retry-after', cause: '429' }
    ledger.hear(origin, { ...WELL, pause }, false, 1, NOW_MS)
    assert.deepEqual([origin.pause, origin.heldUntilMs], [pause, pause.untilMs])
    ledger.countSend(origin, false, NOW_MS)
    ledger.countSend(origin, true, NOW_MS)
    assert.deepEqual([sum(origin.spending.sends), sum(origin.spending.resends)], [1, 1])
    ledger.launch(origin, Number.NaN, NOW_MS)
    assert.equal(origin.underWay, 1)
    assert.equal(sum(ledger.of(numbered(1)).spending.sends), 0)
    assert.equal(ledger.of(numbered(1)).pause, null)
  })

  test(`${name}: pauses merge by the later end, in any order and told twice`, () => {
    sameInAnyOrder(make, anyPause, pause => ({ ...WELL, pause }))
    const ledger = make()
    const origin = ledger.of(numbered(0))
    fc.assert(
      fc.property(anyPause, pause => {
        const beforeMs = origin.pause?.untilMs ?? 0
        ledger.hear(origin, { ...WELL, pause }, false, 1, NOW_MS)
        assert.equal(origin.pause?.untilMs, Math.max(beforeMs, pause.untilMs))
        assert.ok(origin.heldUntilMs >= pause.untilMs)
      }),
    )
  })

  test(`${name}: quotas merge by the later word, in any order and told twice, and are bounded`, () => {
    sameInAnyOrder(make, fc.array(anyQuota, { maxLength: 4 }), quotas => ({ ...WELL, quotas }))
    const ledger = make()
    const origin = ledger.of(numbered(0))
    for (let at = 0; at < 100; at++) {
      const quota = { name: `q${at}`, limit: 9, remaining: 9, resetMs: null, windowMs: null, heardMs: NOW_MS + at }
      ledger.hear(origin, { ...WELL, quotas: [quota, quota] }, false, 1, NOW_MS + at)
      assert.ok(origin.quotas.some(known => known.name === quota.name))
      assert.equal(new Set(origin.quotas.map(known => known.name)).size, origin.quotas.length, 'one word for each name')
    }
    assert.ok(origin.quotas.length <= 16, `${origin.quotas.length} quotas`)
  })

  test(`${name}: launches and landings balance`, () => {
    const turns = fc.array(fc.boolean(), { maxLength: 60 })
    fc.assert(
      fc.property(turns, launches => {
        const ledger = make()
        const origin = ledger.of(numbered(0))
        let out = 0
        for (const launch of launches) {
          if (launch) ledger.launch(origin, Number.NaN, NOW_MS)
          else if (out > 0) ledger.landed(origin)
          out = launch ? out + 1 : Math.max(0, out - 1)
          assert.equal(origin.underWay, out)
        }
        for (; out > 0; out--) ledger.landed(origin)
        assert.equal(origin.underWay, 0)
      }),
    )
  })

  test(`${name}: in the row of those who wait no turn is lost`, () => checkTheRow(make, CONTRACT_AT_ONCE))
  test(`${name}: places that are reserved are apart, and keep the declared quota`, () => checkPlaces(make))
  test(`${name}: a breaker lets one probe out at a time`, () => checkProbes(make))
  test(`${name}: memory is bounded, and what was used longest ago goes first`, () => checkBounds(make))
}

function checkPlaces(make: () => Ledger): void {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 60 })
  const { limit, windowMs } = CONTRACT_QUOTA
  fc.assert(
    fc.property(gaps, waits => {
      const ledger = make()
      const origin = ledger.of(numbered(0))
      let nowMs = NOW_MS
      const places = waits.map(waitMs => {
        nowMs += waitMs
        const atMs = ledger.reserve(origin, nowMs)
        assert.ok(atMs >= nowMs, 'nobody goes in the past')
        return atMs
      })
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
        'first come, first served',
      )
      for (const [at, fromMs] of places.entries()) {
        const beyond = places[at + limit]
        if (beyond !== undefined) assert.ok(beyond > fromMs + windowMs, `${limit + 1} within ${beyond - fromMs} ms`)
      }
    }),
  )
}

function open(ledger: Ledger, origin: Origin, nowMs: number): void {
  for (let n = 0; n < CONTRACT_BREAKER.least; n++) ledger.hear(origin, BAD, false, 1, nowMs)
  assert.equal(origin.breaker.state, 'open')
}

function checkProbes(make: () => Ledger): void {
  for (const outcome of ['good', 'bad', 'neither'] as const) {
    const ledger = make()
    const origin = ledger.of(numbered(0))
    open(ledger, origin, NOW_MS)
    const laterMs = origin.breaker.untilMs
    assert.equal(laterMs, NOW_MS + CONTRACT_BREAKER.openMs)
    assert.equal(ledger.launch(origin, Number.NaN, laterMs), true)
    assert.deepEqual([origin.breaker.state, origin.breaker.untilMs > laterMs], ['probing', true], 'no second one')
    ledger.hear(origin, WELL, false, 1, laterMs)
    assert.equal(origin.breaker.state, 'probing', 'only the probe decides')
    ledger.landed(origin)
    ledger.hear(origin, { ...WELL, outcome }, true, 1, laterMs)
    assert.equal(origin.breaker.state, outcome === 'good' ? 'closed' : 'open')
    if (outcome === 'bad') assert.equal(origin.breaker.untilMs, laterMs + 2 * CONTRACT_BREAKER.openMs)
    assert.equal(ledger.launch(origin, Number.NaN, origin.breaker.untilMs), outcome !== 'good')
  }
}

function checkBounds(make: () => Ledger): void {
  const ledger = make()
  const first = ledger.of(numbered(0))
  const second = ledger.of(numbered(1))
  for (let at = 2; at < MOST_ORIGINS; at++) ledger.of(numbered(at))
  assert.equal(ledger.of(numbered(0)), first, 'use keeps it')
  ledger.of(numbered(MOST_ORIGINS))
  assert.equal([...ledger.origins()].length, MOST_ORIGINS)
  assert.equal(ledger.of(numbered(0)), first)
  assert.notEqual(ledger.of(numbered(1)), second, 'the one used longest ago is gone')
  const pause: Pause = { untilMs: NOW_MS + 5_000, forMs: 5_000, source: 'retry-after', cause: '429' }
  const paused = ledger.of(numbered(2))
  ledger.hear(paused, { ...WELL, pause }, false, 1, NOW_MS)
  for (let at = 1; at < MOST_ORIGINS + 10; at++) ledger.of(numbered(MOST_ORIGINS + at))
  assert.equal(ledger.of(numbered(2)), paused, 'a pause that holds is not what is forgotten first')
  // A landing after its origin was forgotten disturbs nobody.
  ledger.launch(second, Number.NaN, NOW_MS)
  ledger.landed(second)
  assert.equal(second.underWay, 0)
}
