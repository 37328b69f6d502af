import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOf } from '../../test/report-of.ts'
import { scenarioOf } from '../../test/scenario-of.ts'
import type { Check } from '../script/check.ts'
import { isDoubtful } from './doubtful.ts'
import { Lateness } from './lateness.ts'

const failing = (check: Check, lateMs: number) =>
  outcomeOf(scenarioOf('one', { verdict: [check] }), 'fail', { findings: [{ check, holds: false, seen: '' }], lateMs })

const otherwise = 'It was wrong.'
const count: Check = { that: 'requests', max: 1, otherwise }
const tooLate: Check = { that: 'gap', from: 1, to: 2, maxMs: 100, otherwise }
const tooEarly: Check = { that: 'gap', from: 1, to: 2, minMs: 100, otherwise }

test('on a busy machine what fails for time is doubtful, the rest is not', () => {
  const atOnce: Check = { that: 'spread', from: 1, minMs: 100, otherwise }
  const stayed: Check = { that: 'dropped', number: 1, withinMs: 100, otherwise }
  const long: Check = { that: 'elapsed', maxMs: 100, otherwise }
  const either: Check = { that: 'either', of: [count, tooLate], otherwise }
  for (const check of [tooLate, atOnce, stayed, long, either])
    assert.equal(isDoubtful(failing(check, 30)), true, check.that)
  for (const check of [count, tooEarly]) assert.equal(isDoubtful(failing(check, 30)), false, check.that)
  assert.equal(isDoubtful(failing(tooLate, 10)), false)
})

test('every failure is doubtful while the lab itself was late', () => {
  assert.equal(isDoubtful(failing(count, 120)), true)
})

test('on a busy machine a pass is doubtful where load helps to pass', () => {
  const passing = (check: Check, lateMs: number) =>
    outcomeOf(scenarioOf('one'), 'pass', { findings: [{ check, holds: true, seen: '' }], lateMs })
  const atOnce: Check = { that: 'spread', from: 1, minMs: 100, otherwise }
  const either: Check = { that: 'either', of: [count, atOnce], otherwise }
  for (const check of [atOnce, either]) {
    assert.equal(isDoubtful(passing(check, 30)), true, check.that)
    assert.equal(isDoubtful(passing(check, 10)), false, check.that)
  }
  for (const check of [count, tooLate]) assert.equal(isDoubtful(passing(check, 120)), false, check.that)
})

test('lateness is what the lab was late since a moment', () => {
  const lateness = new Lateness()
  const startMs = performance.now()
  while (performance.now() - startMs < 120);
  const blockedMs = lateness.worstSinceMs(startMs)
  assert.ok(blockedMs >= 90 && blockedMs < 10_000, String(blockedMs))
  assert.equal(lateness.worstSinceMs(performance.now()), 0)
  lateness.close()
})
