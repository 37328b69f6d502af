import type { FieldLines } from '../src/log/entry.ts'
import type { CallReport, ClientReport, Report, ScenarioReport } from '../src/suite/report.ts'
import { connections, content, type EntryParts, entries } from './evidence.ts'
import { clientOf, outcomeOf, reportOf } from './report-of.ts'
import { scenarioOf } from './scenario-of.ts'

/** What must come out as text, wherever it stands. */
export const HOSTILE =
  '<img src=x onerror="document.title=\'hacked\'"></script><script>document.title="hacked"</script>'

export const scenarios = [
  scenarioOf('plain', { title: 'A plain answer arrives', anchors: ['RFC9110#15.3.1', 'nowhere#1'] }),
  scenarioOf('waits', {
    group: 'retry',
    codes: [503],
    kind: 'advised',
    title: 'A 503 is tried again',
    needs: ['retries'],
  }),
  scenarioOf('crowd', {
    group: 'retry',
    codes: [429],
    kind: 'optional',
    title: 'Many calls at once',
    calls: [{ path: '/x', times: 40 }],
  }),
  scenarioOf('evil', {
    group: 'faults',
    codes: [],
    title: HOSTILE,
    why: HOSTILE,
    anchors: ['javascript:alert(1)#1'],
    calls: [{ path: `/${HOSTILE}`, fields: { 'x-evil': HOSTILE }, body: HOSTILE }],
  }),
] as const

const fields: FieldLines = [
  ['host', 'a.test'],
  ['x-evil', HOSTILE],
]

const wireOf = (parts: readonly EntryParts[], sockets = 1): ScenarioReport['wire'] => ({
  entries: entries(...parts),
  connections: connections(...Array.from({ length: sockets }, () => [0, null] as const)),
  leftOut: { entries: 0, connections: 0 },
})

const callOf = (path: string, endMs: number): CallReport => ({
  job: {
    id: 'job',
    do: 'request',
    method: 'GET',
    url: `http://a.test${path}`,
    headers: {},
    body: null,
    stream: false,
    append: null,
  },
  result: { id: 'job', ok: true, status: 200, headers: { 'x-evil': HOSTILE }, body: HOSTILE, url: 'http://a.test/end' },
  startMs: 0,
  endMs,
})

/** Every way in which an exchange can end, in one log. */
const endings: readonly EntryParts[] = [
  { fields, answer: { status: 503, interim: [103, 103] } },
  { answer: { status: null, headAtMs: null, broke: 'reset' } },
  { answer: { status: 200, broke: 'close' }, connection: 2 },
  { answer: { status: null, headAtMs: null, broke: 'stall' }, droppedAtMs: 1200, connection: 2 },
  { atMs: 1300, fields, target: `/${HOSTILE}`, body: content(HOSTILE), answer: { fields, status: 200 } },
  { atMs: 1400, answer: { status: null, headAtMs: null, endAtMs: null } },
]

const crowd = Array.from({ length: 200 }, (_, at): EntryParts => ({ atMs: at, connection: 1 + (at % 40) }))

function outcomesOf(failing: boolean): ScenarioReport[] {
  const [plain, waits, many, evil] = scenarios
  const check = plain.verdict[0]
  return [
    outcomeOf(plain, 'pass', {
      findings: [{ check, holds: true, seen: 'success, status 200' }],
      wire: wireOf([{}]),
      calls: [callOf('/report', 20)],
    }),
    failing ? outcomeOf(waits, 'fail', { wire: wireOf(endings, 2) }) : outcomeOf(waits, 'unsupported'),
    outcomeOf(many, 'pass', {
      wire: wireOf(crowd, 40),
      calls: Array.from({ length: 40 }, (_, at) => callOf('/x', 200 + at)),
    }),
    outcomeOf(evil, 'fail', {
      sentence: HOSTILE,
      findings: [{ check: { ...check, otherwise: HOSTILE }, holds: false, seen: HOSTILE }],
      wire: wireOf([{ fields, target: `/${HOSTILE}`, answer: { fields } }]),
      calls: [callOf('/', 5)],
    }),
  ]
}

const evilClient: ClientReport = {
  ...clientOf(HOSTILE, outcomesOf(true)),
  version: HOSTILE,
  runtime: HOSTILE,
  setup: HOSTILE,
  complaints: [HOSTILE],
}

/** Three clients, four scenarios: each outcome, each kind, each way to end, and text that would like to be markup. */
export const boardReport: Report = {
  ...reportOf(scenarios, [
    clientOf('first', outcomesOf(true)),
    { ...clientOf('second', outcomesOf(false)), lacks: ['retries'] },
    evilClient,
  ]),
  skipped: [{ name: HOSTILE, sentence: HOSTILE }],
}
