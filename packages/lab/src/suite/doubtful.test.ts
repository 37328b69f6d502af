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

test('every failure is doubtful while the lab itself was late, and no pass ever is', () => {
  assert.equal(isDoubtful(failing(count, 120)), true)
  assert.equal(isDoubtful(outcomeOf(scenarioOf('one'), 'pass', { lateMs: 120 })), false)
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
