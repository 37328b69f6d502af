import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { entries, evidence, results, scenarioWith } from '../../test/evidence.ts'
import type { Check } from '../script/check.ts'
import { judge } from './judge.ts'
import { saidOf } from './verdict.ts'

const two: Check = { that: 'requests', min: 2, max: 2, otherwise: 'The client did not send it once more.' }
const good: Check = { that: 'result', ok: true, otherwise: 'The caller did not get the answer.' }

test('all checks must hold', () => {
  const verdict = judge(scenarioWith(two, good), evidence({ entries: entries({}, {}) }))
  assert.equal(verdict.outcome, 'pass')
  assert.equal(verdict.sentence, null)
  assert.deepEqual(
    verdict.findings.map(({ check, holds, seen }) => [check, holds, seen]),
    [
      [two, true, '2 requests'],
      [good, true, 'success, status 200'],
    ],
  )
})

test('the sentence is that of the first check that fails, and all are looked at', () => {
  const verdict = judge(scenarioWith(good, two), evidence({ entries: entries({}) }))
  assert.equal(verdict.outcome, 'fail')
  assert.equal(verdict.sentence, two.otherwise)
  assert.deepEqual(
    verdict.findings.map(finding => finding.holds),
    [true, false],
  )
})

const late: Check = { that: 'gap', from: 1, to: 2, minMs: 500, otherwise: 'The client came back too early.' }
const path = '/token'
const post: Check = {
  that: 'request',
  number: 1,
  among: { method: 'POST', path },
  body: '',
  otherwise: 'It had a content.',
}

test('of a request that never came that is said, and nothing else that would be untrue', () => {
  const verdict = judge(scenarioWith(late, post), evidence({ entries: entries({}) }))
  assert.deepEqual(
    [verdict.outcome, verdict.sentence, verdict.findings.map(({ absent }) => absent)],
    ['fail', 'The 2nd request never came.', ['The 2nd request never came.', 'No POST request to /token came.']],
  )
  const came = judge(scenarioWith(late), evidence({ entries: entries({}, {}) }))
  assert.deepEqual([came.sentence, came.findings.map(saidOf)], [late.otherwise, [late.otherwise]])
  assert.equal('absent' in (came.findings[0] ?? {}), false)
})

test('one of several that never came leaves the sentence of the several', () => {
  const either: Check = { that: 'either', of: [late, post], otherwise: 'The client did neither.' }
  assert.equal(judge(scenarioWith(either), evidence({ entries: entries({}) })).sentence, either.otherwise)
})

test('what the client cannot do is no failure', () => {
  const calls = results({}, { ok: false, status: null, unsupported: 'It has no cache.' })
  assert.deepEqual(judge(scenarioWith(two), evidence({ calls })), {
    outcome: 'unsupported',
    sentence: 'It has no cache.',
    findings: [],
  })
})

test('a client that crashed fails', () => {
  const crashed = { ok: false, status: null, error: { kind: 'other', message: 'The adapter ended.' } } as const
  assert.equal(judge(scenarioWith(good), evidence({ calls: results(crashed) })).sentence, good.otherwise)
})

test('the evidence is left as it was', () => {
  const given = evidence({ entries: entries({}, {}) })
  const before = structuredClone({ log: given.log, calls: given.calls })
  judge(scenarioWith(two, good), given)
  assert.deepEqual({ log: given.log, calls: given.calls }, before)
})

test('the judge needs nothing of Node, so that a page or a fake clock can ask it too', () => {
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const using = files.filter(name =>
    /from 'node:|\bBuffer\b|\bprocess\b/.test(readFileSync(new URL(name, folder), 'utf8')),
  )
  assert.ok(files.includes('judge.ts'))
  assert.deepEqual(using, [])
})
