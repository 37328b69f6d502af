import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BreakerPolicy, BreakerState, Counts, News, Pause } from '../../manners.ts'
import { afterOutcome, CLOSED, mayPass, probing, USUAL_BREAKER } from './breaker.ts'
import { count, noCounts } from './counts.ts'

const pauseOf = (untilMs: number): Pause => ({
  untilMs,
  forMs: 0,
  source: 'retry-after',
  cause: '503 from GET x',
  failing: true,
})

/** A breaker as the ledger keeps it, whose counts begin with these. */
function breaker(good: number, bad: number, policy: BreakerPolicy = USUAL_BREAKER) {
  const counts = noCounts()
  const add = (outcome: 'good' | 'bad', times: number) => {
    for (let turn = 0; turn < times; turn++) count(counts, outcome, 1000)
  }
  add('good', good)
  add('bad', bad)
  let state: BreakerState = CLOSED
  return {
    get state() {
      return state
    },
    end(outcome: News['outcome'], nowMs: number, { probe = false, pause = null as Pause | null, calls = 2 } = {}) {
      if (outcome !== 'neither') count(counts, outcome, nowMs)
      state = afterOutcome(state, policy, counts, { outcome, probe, pause, calls }, nowMs)
      return state
    },
    ask(nowMs: number) {
      const may = mayPass(state, nowMs)
      if (may === 'probe') state = probing(state, policy, nowMs)
      return may
    },
  }
}

test('it opens on the call that makes half of at least twenty bad, and not on one less', () => {
  assert.equal(breaker(0, 18).end('bad', 1000), CLOSED)
  assert.equal(breaker(0, 19).end('bad', 1000).state, 'open')
  assert.equal(breaker(20, 18).end('bad', 1000), CLOSED)
  assert.equal(breaker(20, 19).end('bad', 1000).state, 'open')
})

test('what says nothing of the server changes nothing, and a good answer never opens it', () => {
  for (const outcome of ['good', 'neither'] as const) assert.equal(breaker(0, 40).end(outcome, 1000), CLOSED)
})

test('it opens on ten in a row, once they have gone on for 5 s, and not for a moment of failures', () => {
  const failing = (first: number, lastMs: number) => {
    const at = breaker(50, 0)
    for (let turn = 0; turn < first; turn++) at.end('bad', 2000)
    return at.end('bad', lastMs).state
  }
  assert.deepEqual([failing(9, 7000), failing(8, 7000), failing(9, 6999)], ['open', 'closed', 'closed'])
})

test('one call that tries again and again opens it by no row: nobody else is to be held', () => {
  const at = breaker(0, 0)
  for (let turn = 0; turn < 9; turn++) at.end('bad', 2000, { calls: 1 })
  assert.equal(at.end('bad', 7000, { calls: 1 }), CLOSED)
  assert.equal(at.end('bad', 7001).state, 'open')
})

test('one good answer begins the row anew, and so do 30 s of which nothing is heard', () => {
  const at = breaker(50, 0)
  for (let turn = 0; turn < 9; turn++) at.end('bad', 2000)
  at.end('good', 3000)
  assert.equal(at.end('bad', 7000), CLOSED)
  const idle = breaker(0, 0)
  for (let turn = 0; turn < 9; turn++) idle.end('bad', 2000)
  assert.equal(idle.end('bad', 32_000), CLOSED)
  for (let turn = 0; turn < 8; turn++) idle.end('bad', 33_000)
  assert.equal(idle.end('bad', 36_999), CLOSED)
  assert.equal(idle.end('bad', 37_000).state, 'open')
})

test('bad calls that left the window do not open it', () => {
  assert.equal(breaker(0, 50).end('bad', 31_000), CLOSED)
  assert.equal(breaker(0, 50).end('bad', 30_999).state, 'open')
})

test('open for 5 s, then one probe alone; doubled when it fails, up to a minute', () => {
  const at = breaker(0, 19)
  let nowMs = 1000
  at.end('bad', nowMs)
  for (const openMs of [5000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    assert.equal(at.state.untilMs, nowMs + openMs)
    assert.equal(at.ask(nowMs + openMs - 0.001), 'held')
    nowMs += openMs
    assert.deepEqual([at.ask(nowMs), at.ask(nowMs), at.ask(nowMs + 20)], ['probe', 'held', 'held'])
    nowMs += 30
    assert.equal(at.end('bad', nowMs, { probe: true }).state, 'open')
  }
})

test('a good probe closes it, and the next time it opens for 5 s again', () => {
  const at = breaker(0, 19)
  at.end('bad', 1000)
  at.ask(6000)
  at.end('bad', 6100, { probe: true })
  at.ask(20_000)
  assert.equal(at.end('good', 20_010, { probe: true }), CLOSED)
  assert.equal(at.ask(20_020), 'pass')
  const again = at.end('bad', 20_030)
  assert.deepEqual([again.opens, again.untilMs], [1, 25_030])
})

test('a probe without a verdict is over, and another may go', () => {
  const at = breaker(0, 19)
  at.end('bad', 1000)
  assert.equal(at.ask(6000), 'probe')
  assert.equal(at.end('neither', 6500, { probe: true }).opens, 1)
  assert.deepEqual([at.ask(6500), at.ask(6500)], ['probe', 'held'])
  at.end('neither', 7000, { probe: true, pause: pauseOf(9000) })
  assert.deepEqual([at.ask(8999), at.ask(9000)], ['held', 'probe'])
})

test('a probe of which nothing is heard is given up after a minute', () => {
  const at = breaker(0, 19)
  at.end('bad', 1000)
  assert.deepEqual([at.ask(6000), at.ask(65_999), at.ask(66_000), at.ask(66_001)], ['probe', 'held', 'probe', 'held'])
})

test('calls that were sent before it opened neither close it nor open it longer', () => {
  const at = breaker(0, 19)
  const open = at.end('bad', 1000)
  assert.equal(at.end('good', 1500), open)
  assert.equal(at.end('bad', 1600), open)
  at.ask(6000)
  const probed = at.state
  assert.equal(at.end('good', 6001), probed)
  assert.equal(at.end('bad', 6002), probed)
})

test('it stays open longer when the server says so, never shorter', () => {
  assert.equal(breaker(0, 19).end('bad', 1000, { pause: pauseOf(90_000) }).untilMs, 90_000)
  assert.equal(breaker(0, 19).end('bad', 1000, { pause: pauseOf(2000) }).untilMs, 6000)
})

const outcomes = fc.constantFrom('good' as const, 'bad' as const, 'neither' as const)

test('over any calls: one probe at a time, none goes while it is open, and every time is a bounded number', () => {
  const policies = fc.record({
    ratio: fc.double({ min: 0.01, max: 1, noNaN: true }),
    least: fc.integer({ min: 1, max: 5 }),
    windowMs: fc.integer({ min: 1000, max: 30_000 }),
    streak: fc.integer({ min: 1, max: 5 }),
    streakMs: fc.integer({ min: 0, max: 1000 }),
    slowMs: fc.constant(null),
    openMs: fc.integer({ min: 0, max: 10_000 }),
    mostOpenMs: fc.integer({ min: 10_000, max: 60_000 }),
  })
  // Either a call is asked for, or the one under way longest ends. None is under way longer than 9 s.
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 300 }), ask: fc.boolean(), outcome: outcomes })
  const property = fc.property(policies, fc.array(step, { maxLength: 300, size: 'max' }), (policy, steps) => {
    const at = breaker(0, 0, policy)
    const underWay: { probe: boolean; sentMs: number }[] = []
    let nowMs = 5000.25
    let heldUntilMs = 0
    const end = (outcome: News['outcome']) => {
      const call = underWay.shift()
      if (call === undefined) return
      const before = at.state
      at.end(outcome, nowMs, { probe: call.probe })
      if (at.state.state === 'open' && at.state !== before) {
        heldUntilMs = at.state.untilMs
        assert.ok(heldUntilMs >= nowMs && heldUntilMs <= nowMs + policy.mostOpenMs, `${heldUntilMs}`)
        if (outcome === 'bad') assert.equal(at.state.opens, before.opens + 1)
      }
    }
    for (const { afterMs, ask, outcome } of steps) {
      nowMs += afterMs
      while (nowMs - (underWay[0]?.sentMs ?? nowMs) > 9000) end('neither')
      if (!ask) end(outcome)
      else {
        const may = at.ask(nowMs)
        if (may !== 'held') {
          assert.ok(nowMs >= heldUntilMs, 'it went while the breaker was open')
          underWay.push({ probe: may === 'probe', sentMs: nowMs })
        }
        if (may === 'probe') assert.equal(underWay.filter(each => each.probe).length, 1)
      }
    }
  })
  fc.assert(property, { numRuns: 300 })
})

test('more bad calls never close what fewer would open', () => {
  const opens = (good: number, bad: number) => breaker(good, bad).end('bad', 1000).state === 'open'
  const property = fc.property(fc.nat(60), fc.nat(60), (good, bad) => {
    if (opens(good, bad)) assert.ok(opens(good, bad + 1))
    const counts: Counts = noCounts()
    assert.equal(
      afterOutcome(CLOSED, USUAL_BREAKER, counts, { outcome: 'bad', probe: false, pause: null, calls: 2 }, 0),
      CLOSED,
    )
  })
  fc.assert(property)
})

test('however often it opened, its time is a number', () => {
  for (const opens of [0, 31, 1025, 1e9]) {
    const state: BreakerState = { state: 'probing', untilMs: 0, opens }
    const policy = { ...USUAL_BREAKER, openMs: 0 }
    const ended = { outcome: 'bad', probe: true, pause: null, calls: 2 } as const
    assert.equal(afterOutcome(state, policy, noCounts(), ended, 77).untilMs, 77)
    assert.ok(afterOutcome(state, USUAL_BREAKER, noCounts(), ended, 77).untilMs <= 60_077)
  }
})
