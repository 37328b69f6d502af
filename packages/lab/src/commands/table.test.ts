import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientOf, outcomeOf, reportOf } from '../../test/report-of.ts'
import { scenarioOf } from '../../test/scenario-of.ts'
import type { ScenarioReport } from '../suite/report.ts'
import { failuresOf, remarksOf } from './failures.ts'
import { tableOf } from './table.ts'

const ok = scenarioOf('ok')
const twice = scenarioOf('twice', {
  group: 'retry',
  anchors: ['RFC9110#9.2.2', 'fetch#http-network-fetch', 'Elsewhere#7'],
})
const kept = scenarioOf('kept', { group: 'retry' })
const cookies = scenarioOf('cookies', { kind: 'optional', group: 'redirects' })
const scenarios = [ok, twice, kept, cookies]

const client = (name: string, ...outcomes: ScenarioReport['outcome'][]) =>
  clientOf(
    name,
    scenarios.map((scenario, at) => outcomeOf(scenario, outcomes[at] ?? 'pass')),
  )

const PAGE = { columns: 80, colour: false }

test('one client: counts in columns; optional ones stand apart', () => {
  const report = reportOf(scenarios, [client('curl', 'pass', 'fail', 'unsupported', 'fail')])
  assert.deepEqual(tableOf(report, PAGE).split('\n'), [
    'group     passed  failed  unsupported',
    'success      1/1',
    'retry        0/2       1            1',
    'together     1/3       1            1',
    'optional     0/1       1',
    '',
    '',
  ])
})

test('several clients: one column each, and as many side by side as there is room for', () => {
  const report = reportOf(scenarios, [
    client('curl', 'pass', 'fail', 'unsupported', 'fail'),
    client('wget'),
    client('ky'),
  ])
  assert.deepEqual(tableOf(report, PAGE).split('\n'), [
    'group        curl  wget   ky',
    'success       1/1   1/1  1/1',
    'retry     0/2 (1)   2/2  2/2',
    'together  1/3 (1)   3/3  3/3',
    'optional      0/1   1/1  1/1',
    '',
    'passed/all (not supported)',
    '',
    '',
  ])
  const narrow = tableOf(report, { columns: 24, colour: false })
  assert.equal(narrow.match(/^group/gm)?.length, 2)
  assert.ok(narrow.split('\n').every(line => line.length <= 26))
  // One client on a very narrow page is written the same way.
  assert.match(
    tableOf(reportOf(scenarios, [client('curl', 'fail')]), { columns: 30, colour: false }),
    /^group\s+curl$/m,
  )
})

test('each failure: where, what went wrong, what was seen, where to read about it', () => {
  const curl = client('curl', 'pass', 'fail', 'unsupported', 'fail')
  const report = reportOf(scenarios, [curl])
  assert.deepEqual(failuresOf(curl, report, PAGE).split('\n').slice(0, 7), [
    'failed retry/twice',
    '  The caller did not get the report.',
    '  Seen: 2 requests.',
    '  https://www.rfc-editor.org/rfc/rfc9110.html#section-9.2.2',
    '  https://fetch.spec.whatwg.org/#http-network-fetch',
    '  Elsewhere#7',
    '',
  ])
  assert.match(failuresOf(curl, report, PAGE), /^failed \(optional\) redirects\/cookies$/m)
  const narrow = failuresOf(curl, report, { columns: 24, colour: true })
  assert.ok(narrow.startsWith('\u001b[31mfailed'))
  assert.match(narrow, /^ {2}The caller did not get\n {2}the report\.$/m)
})

test('remarks: complaints, flickers and who was left out; nothing where there is nothing', () => {
  const curl = client('curl')
  const flickered = { outcome: 'pass', sentence: null } as const
  const report = {
    ...reportOf(scenarios, [
      { ...curl, complaints: ['The adapter printed \u001b[2J.'], scenarios: [outcomeOf(ok, 'fail', { flickered })] },
    ]),
    skipped: [{ name: 'ky', sentence: 'ky is not installed here: npm install ky' }],
  }
  assert.deepEqual(remarksOf(report, PAGE).split('\n'), [
    'curl: The adapter printed \ufffd[2J.',
    'curl: ok flickers: fail in one play, pass in the other.',
    'ky was left out: ky is not installed here: npm install ky',
    '',
    '',
  ])
  assert.equal(remarksOf(reportOf(scenarios, [curl]), PAGE), '')
})
