import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { reportValidator } from '../../test/report-schema.ts'
import { scenarioOf } from '../../test/scenario-of.ts'
import { inFolder } from '../folder.ts'
import type { Scenario } from '../script/scenario.ts'
import type { Examinee } from './adapter-kinds.ts'
import { type GradeOptions, grade } from './grade.ts'
import { isPassed } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'heed-lab-test-'))
after(() => rmSync(folder, { recursive: true }))

const misbehaving = (how: string, ...more: string[]): Examinee => ({
  name: how,
  command: [process.execPath, inFolder('test', 'adapters', 'misbehaving.mjs'), how, ...more],
})

const OPTIONS: GradeOptions = {
  examinees: [],
  scenarios: [scenarioOf('one'), scenarioOf('two'), scenarioOf('three')],
  jobs: 2,
  twice: false,
  signal: new AbortController().signal,
  onPlayed: () => {},
}

test('each client is played or left out with a sentence; one that misbehaves does not stop the others', async () => {
  const examinees = ['nothing', 'exits-at-once', 'crashes', 'prints-junk'].map(how => misbehaving(how))
  const heard: string[] = []
  const report = await grade({ ...OPTIONS, examinees, onPlayed: (name, { id }) => heard.push(`${name} ${id}`) })
  const validate = reportValidator()
  assert.ok(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors))
  assert.deepEqual(
    report.clients.map(({ name, scenarios }) => [name, ...scenarios.map(({ outcome }) => outcome)]),
    [
      ['nothing', 'pass', 'pass', 'pass'],
      ['crashes', 'fail', 'fail', 'fail'],
      ['prints-junk', 'pass', 'pass', 'pass'],
    ],
  )
  assert.equal(report.skipped[0]?.name, 'exits-at-once')
  assert.match(report.skipped[0]?.sentence ?? '', /exited with code 3/)
  assert.equal(heard.length, 9)
  const [nothing, , junk] = report.clients
  assert.deepEqual([nothing?.client, nothing?.version, nothing?.lacks], ['misbehaving', '1.0.0', ['cache']])
  // Once for each of the two processes.
  assert.match(junk?.complaints.join() ?? '', /Debugger attached.*\(2 times\)$/)
  assert.equal(isPassed(report), false)
})

test('--twice tells a verdict that flickers, and the worse one stands', async () => {
  const examinee = misbehaving('changes-its-mind', join(folder, 'mind'))
  const scenarios = [scenarioOf('one')]
  const { clients } = await grade({ ...OPTIONS, scenarios, examinees: [examinee], jobs: 1, twice: true })
  const [one] = clients[0]?.scenarios ?? []
  assert.deepEqual([one?.outcome, one?.flickered], ['fail', { outcome: 'pass', sentence: null }])
  const steady = await grade({ ...OPTIONS, examinees: [misbehaving('nothing')], twice: true })
  assert.deepEqual(
    steady.clients[0]?.scenarios.map(({ flickered }) => flickered),
    [null, null, null],
  )
})

test('what failed while the lab itself was late is played once more, alone', async () => {
  const verdict = [{ that: 'result', status: 500, otherwise: 'It was no 500.' }] as const
  const [calm, disturbed] = ['calm', 'disturbed'].map(id =>
    scenarioOf(id, { verdict, answers: [{ status: 200, delayMs: 100 }], options: { totalMs: 3000 } }),
  ) as [Scenario, Scenario]
  const heard: string[] = []
  let replays = 0
  const { clients } = await grade({
    ...OPTIONS,
    scenarios: [scenarioOf('right'), disturbed, calm],
    examinees: [misbehaving('nothing')],
    jobs: 1,
    onReplay: (_name, count) => {
      replays = count
    },
    onPlayed: (_name, { id }) => {
      heard.push(id)
      if (id === 'right') setTimeout(() => blockForMs(400), 10)
    },
  })
  const played = clients[0]?.scenarios.map(({ id, outcome, alone }) => [id, outcome, alone])
  assert.deepEqual(played?.slice(0, 2), [
    ['right', 'pass', false],
    ['disturbed', 'fail', true],
  ])
  assert.deepEqual(heard, ['right', 'disturbed', 'calm'])
  assert.ok(replays >= 1)
})

function blockForMs(ms: number): void {
  const startMs = performance.now()
  while (performance.now() - startMs < ms);
}

test('a run that is stopped ends its processes and tells what it has', async () => {
  const stop = new AbortController()
  const scenarios = [scenarioOf('one'), scenarioOf('two', { lingerMs: 10_000 }), scenarioOf('three')]
  const startMs = performance.now()
  const { clients, skipped } = await grade({
    ...OPTIONS,
    scenarios,
    examinees: [misbehaving('nothing'), misbehaving('mute'), misbehaving('prints-junk')],
    jobs: 1,
    signal: stop.signal,
    onPlayed: () => setTimeout(() => stop.abort(), 100),
  })
  // Sooner than what lingers, and than what is waited for a start.
  assert.ok(performance.now() - startMs < 9000)
  assert.equal(clients[0]?.scenarios[0]?.outcome, 'pass')
  assert.ok((clients[0]?.scenarios.length ?? 0) < 3)
  assert.deepEqual(skipped, [
    { name: 'mute', sentence: 'The adapter was stopped.' },
    { name: 'prints-junk', sentence: 'The run was stopped before its turn.' },
  ])
})
