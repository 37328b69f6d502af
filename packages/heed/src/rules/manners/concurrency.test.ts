import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ConcurrencyPolicy, ConcurrencyState } from '../../manners.ts'
import { afterAnswer, firstLimit, mostInFlight } from './concurrency.ts'

const policy: ConcurrencyPolicy = { first: 8, least: 1, most: 100, backoff: 0.5 }

function good(state: ConcurrencyState, times: number, inFlight: number): ConcurrencyState {
  let now = state
  for (let turn = 0; turn < times; turn++) {
    now = afterAnswer(now, policy, { refused: false, inFlight, nowMs: 1000, tookMs: 20 })
  }
  return now
}

test('one more for a whole limit of good answers, and not for one less', () => {
  for (let limit = 1; limit < 60; limit++) {
    const state = { limit, calmUntilMs: 0 }
    assert.equal(mostInFlight(good(state, limit - 1, limit)), limit)
    assert.equal(mostInFlight(good(state, limit, limit)), limit + 1)
  }
})

test('a limit that was not in use does not grow', () => {
  const state = firstLimit(policy)
  assert.equal(good(state, 1000, 7), state)
})

test('refusals within one round trip count once, and good answers of that time nothing', () => {
  let state = firstLimit(policy)
  for (const nowMs of [1000, 1000, 1010, 1019.9]) {
    state = afterAnswer(state, policy, { refused: true, inFlight: 8, nowMs, tookMs: 20 })
    assert.deepEqual(state, { limit: 4, calmUntilMs: 1020 })
  }
  assert.equal(afterAnswer(state, policy, { refused: false, inFlight: 8, nowMs: 1015, tookMs: 20 }), state)
  state = afterAnswer(state, policy, { refused: true, inFlight: 4, nowMs: 1020, tookMs: 30 })
  assert.deepEqual(state, { limit: 2, calmUntilMs: 1050 })
})

test('it begins within its bounds', () => {
  assert.equal(firstLimit({ ...policy, first: 500 }).limit, 100)
  assert.equal(firstLimit({ ...policy, first: 1, least: 3 }).limit, 3)
})

test('over any answers: within its bounds, a whole number of at least one, up only on good and down only on refusals', () => {
  const heards = fc.array(
    fc.record({
      refused: fc.boolean(),
      inFlight: fc.nat(120),
      afterMs: fc.nat(50),
      tookMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
    }),
    { maxLength: 200, size: 'max' },
  )
  const policies = fc.record({
    first: fc.integer({ min: 1, max: 200 }),
    least: fc.integer({ min: 1, max: 10 }),
    most: fc.integer({ min: 10, max: 200 }),
    backoff: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  })
  const property = fc.property(policies, heards, (rule, steps) => {
    let state = firstLimit(rule)
    let nowMs = 0
    for (const { afterMs, ...heard } of steps) {
      nowMs += afterMs
      const next = afterAnswer(state, rule, { ...heard, nowMs })
      assert.ok(next.limit >= rule.least && next.limit <= rule.most, String(next.limit))
      assert.ok(Number.isInteger(mostInFlight(next)) && mostInFlight(next) >= 1)
      if (heard.refused) assert.ok(next.limit <= state.limit)
      else assert.ok(next.limit >= state.limit && next.limit <= state.limit + 1)
      assert.ok(next.calmUntilMs >= state.calmUntilMs)
      state = next
    }
  })
  fc.assert(property, { numRuns: 300 })
})

test('a server that bears twenty is found and kept to, from below and from above', () => {
  for (const first of [1, 100]) {
    let state = firstLimit({ ...policy, first })
    let refusals = 0
    for (let round = 0; round < 400; round++) {
      // As many as may go together; the first twenty are served, the others turned away.
      const sent = mostInFlight(state)
      for (let at = 0; at < sent; at++) {
        const refused = at >= 20
        if (refused && round >= 200) refusals++
        state = afterAnswer(state, policy, { refused, inFlight: sent - at, nowMs: round * 20 + at / 100, tookMs: 20 })
      }
      if (round >= 100) assert.ok(state.limit >= 9 && state.limit <= 23, `${state.limit} in round ${round}`)
    }
    assert.ok(refusals < 200 * 20 * 0.02, `${refusals} refused`)
  }
})
