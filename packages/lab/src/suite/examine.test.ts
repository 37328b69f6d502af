import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { scenarioOf } from '../../test/scenario-of.ts'
import { inFolder } from '../folder.ts'
import type { Scenario } from '../script/scenario.ts'
import { Crew } from './crew.ts'
import { roundsOf } from './jobs.ts'
import type { ScenarioReport } from './report.ts'
import { openSurroundings } from './surroundings.ts'

const PYTHON: readonly [string, string] = ['python3', inFolder('test', 'adapters', 'python.py')]
const noPython = spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not installed here'

const misbehaving = (how: string, ...more: string[]): readonly [string, ...string[]] => [
  process.execPath,
  inFolder('test', 'adapters', 'misbehaving.mjs'),
  how,
  ...more,
]

const folder = mkdtempSync(join(tmpdir(), 'heed-lab-test-'))
after(() => rmSync(folder, { recursive: true }))

const surroundings = await openSurroundings(new AbortController().signal)
after(() => surroundings.close())

/** Plays scenarios one after another with one program. */
async function played(command: readonly [string, ...string[]], ...scenarios: Scenario[]): Promise<ScenarioReport[]> {
  const crew = await Crew.open({ name: 'one', command }, surroundings)
  assert.ok(typeof crew === 'object', String(crew))
  const reports: ScenarioReport[] = []
  await crew.play(scenarios, 1, report => reports.push(report))
  await crew.close()
  return reports
}

test('a client in another language passes what it does right, and fails with the sentence and what was seen', {
  skip: noPython,
}, async () => {
  const wrong = scenarioOf('wrong', { answers: [{ status: 404, body: { text: 'nothing here' } }] })
  const [right, failed] = await played(PYTHON, scenarioOf('right'), wrong)
  assert.deepEqual([right?.outcome, right?.sentence, right?.trouble], ['pass', null, false])
  assert.equal(right?.calls[0]?.result?.body, 'the report')
  assert.equal(right?.wire.entries[0]?.target, '/report')
  assert.deepEqual([failed?.outcome, failed?.sentence], ['fail', 'The caller did not get the report.'])
  assert.match(failed?.findings[0]?.seen ?? '', /404/)
})

test('https is trusted without a word from the adapter', { skip: noPython }, async () => {
  const [report] = await played(PYTHON, scenarioOf('secure', { calls: [{ path: '/report', origin: 's' }] }))
  assert.deepEqual([report?.outcome, report?.wire.entries[0]?.origin], ['pass', 's'])
})

test('copies are under way at the same time; a pause keeps the next call back', async () => {
  const report = { status: 200, delayMs: 400 }
  const [copies] = await played(
    misbehaving('nothing'),
    scenarioOf('copies', { calls: [{ path: '/report', times: 5 }], answers: [{ ...report, times: 'always' }] }),
  )
  assert.equal(copies?.calls.length, 5)
  const lastArrival = Math.max(...(copies?.wire.entries.map(({ atMs }) => atMs) ?? []))
  assert.ok(lastArrival < Math.min(...(copies?.calls.map(({ endMs }) => endMs) ?? [])))
  const [paused] = await played(
    misbehaving('nothing'),
    scenarioOf('paused', { calls: [{ path: '/a' }, { path: '/b', pauseMs: 200 }], answers: [{ status: 200 }] }),
  )
  const [first, second] = paused?.calls ?? []
  assert.ok((second?.startMs ?? 0) - (first?.endMs ?? 0) >= 195)
})

test('the lab listens on for lingerMs', async () => {
  const [report] = await played(misbehaving('nothing'), scenarioOf('linger', { lingerMs: 300 }))
  assert.ok((report?.tookMs ?? 0) >= 300)
})

test('what a client lacks, or says that it cannot do, is unsupported', async () => {
  const [lacking] = await played(misbehaving('nothing'), scenarioOf('lacking', { needs: ['cache', 'redirects'] }))
  assert.deepEqual([lacking?.outcome, lacking?.sentence], ['unsupported', 'lacks: cache'])
  const [unable] = await played(misbehaving('is-not-able'), scenarioOf('unable'))
  assert.deepEqual([unable?.outcome, unable?.sentence], ['unsupported', 'It cannot do that.'])
})

test('an adapter that fails never passes', async () => {
  const anyError = scenarioOf('crash', { verdict: [{ that: 'result', ok: false, otherwise: 'It did not fail.' }] })
  const reports = await played(misbehaving('crashes'), anyError, scenarioOf('again'))
  for (const { outcome, sentence, trouble, calls } of reports) {
    assert.deepEqual([outcome, trouble, calls[0]?.result], ['fail', true, null])
    assert.match(sentence ?? '', /exited with code 7 before it gave a result/)
  }
  assert.equal(reports.length, 2)
})

test('the next scenario is played with a new process, unless none can be started any more', async () => {
  const scenarios = ['one', 'two', 'three', 'four', 'five'].map(id => scenarioOf(id))
  const recovered = await played(misbehaving('crashes-once', join(folder, 'once')), ...scenarios.slice(0, 2))
  assert.deepEqual(
    recovered.map(({ outcome }) => outcome),
    ['fail', 'pass'],
  )
  const lost = await played(misbehaving('starts-once', join(folder, 'start')), ...scenarios)
  assert.match(lost[0]?.sentence ?? '', /exited with code 7/)
  for (const report of lost.slice(1, 4)) assert.match(report.sentence ?? '', /exited with code 4/)
  assert.equal(lost[4]?.sentence, 'The adapter could not be started 3 times in a row.')
})

test('a hang costs one scenario the time of its call and two seconds', async () => {
  const hang = scenarioOf('hang', { options: { totalMs: 100, attemptMs: 100 } })
  const [report] = await played(misbehaving('hangs'), hang)
  assert.match(report?.sentence ?? '', /gave no result within 2100 ms/)
  assert.ok((report?.tookMs ?? 0) >= 2100)
})

test('a script that the lab cannot play is a sentence', async () => {
  const [report] = await played(misbehaving('nothing'), scenarioOf('no good name'))
  assert.deepEqual([report?.outcome, report?.trouble], ['fail', true])
  assert.match(report?.sentence ?? '', /^The lab could not play this scenario: .*no good name/)
})

test('jobs keep the contract: defaults, places filled, the refresh as an absolute address', () => {
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(inFolder('schema', 'job.json'), 'utf8')))
  const fill = (template: string): string => template.replace('{a}', 'http://a/s').replace('{b}', 'http://b/s')
  const scenario = scenarioOf('jobs', {
    calls: [
      { path: '/one', origin: 'b', fields: { 'x-other': '{a}/x' }, times: 2 },
      { path: '/two', method: 'PUT', body: 'at {b}', stream: true, pauseMs: 5 },
    ],
    options: { attempts: 2, auth: { token: 'old', refreshPath: '/token' } },
  })
  const [copies, single] = roundsOf(scenario, fill)
  assert.deepEqual(
    copies?.jobs.map(({ id, url, headers, body }) => [id, url, headers, body]),
    ['jobs/1', 'jobs/2'].map(id => [id, 'http://b/s/one', { 'x-other': 'http://a/s/x' }, null]),
  )
  assert.deepEqual([single?.pauseMs, single?.jobs[0]?.body, single?.jobs[0]?.stream], [5, 'at http://b/s', true])
  assert.deepEqual(single?.jobs[0]?.options, {
    attempts: 2,
    attemptMs: 2000,
    totalMs: 5000,
    maxRedirects: 20,
    bodyBytes: 104_857_600,
    cache: false,
    auth: { token: 'old', refreshUrl: 'http://b/s/token' },
  })
  for (const job of [...(copies?.jobs ?? []), ...(single?.jobs ?? [])])
    assert.ok(validate(job), validate.errors?.join())
})
