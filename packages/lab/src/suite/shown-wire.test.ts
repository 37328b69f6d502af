import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogEntry } from '../log/entry.ts'
import { shownResult, shownWire } from './shown-wire.ts'

const answer = {
  index: 0,
  status: 200,
  fields: [['set-cookie', 'id=s3cret; HttpOnly']],
  headAtMs: 1,
  endAtMs: 2,
  bodyBytes: 3,
  interim: [],
  broke: null,
} as const

const entry = (fields: LogEntry['fields'], more: Partial<LogEntry> = {}): LogEntry => ({
  number: 1,
  atMs: 1,
  connection: 1,
  origin: 'a',
  method: 'GET',
  target: '/report',
  fields,
  body: null,
  answer: { ...answer, interim: [] },
  droppedAtMs: null,
  ...more,
})

test('credentials are hidden, unless they stand in the scenario, where it matters whether they were sent on', () => {
  const log = {
    entries: [
      entry([
        ['Authorization', 'Bearer from-my-netrc'],
        ['Cookie', 'session=mine'],
        ['X-Api-Key', 'k-"1"'],
        ['X-Auth-Token', 'abc'],
        ['Accept', '*/*'],
      ]),
      entry([['authorization', 'Bearer of-the-script']]),
    ],
    connections: [],
  }
  const { entries } = shownWire(log, JSON.stringify({ fields: { a: 'Bearer of-the-script', b: 'k-"1"' } }))
  assert.deepEqual(entries[0]?.fields, [
    ['Authorization', 'Bearer (hidden)'],
    ['Cookie', '(hidden)'],
    ['X-Api-Key', 'k-"1"'],
    ['X-Auth-Token', '(hidden)'],
    ['Accept', '*/*'],
  ])
  assert.deepEqual(entries[1]?.fields, [['authorization', 'Bearer of-the-script']])
  assert.deepEqual(entries[0]?.answer.fields, [['set-cookie', 'id=s3cret; (hidden)']])
})

test('long lists and texts are cut, and what was left out is counted', () => {
  const body = { bytes: 5000, sha256: '', text: 'x'.repeat(4096), cut: true }
  const long = entry([['x-long', 'y'.repeat(9000)]], { body })
  const connection = { number: 1, origin: 'a', openedAtMs: 0, closedAtMs: null } as const
  const { entries, leftOut } = shownWire(
    { entries: Array.from({ length: 130 }, () => long), connections: Array.from({ length: 205 }, () => connection) },
    '',
  )
  assert.deepEqual([entries.length, leftOut], [100, { entries: 30, connections: 5 }])
  assert.equal(entries[0]?.body?.text.length, 1001)
  assert.equal(entries[0]?.fields[0]?.[1].length, 401)
  const result = shownResult({
    id: '1',
    ok: true,
    status: 200,
    body: 'x'.repeat(2000),
    headers: { a: 'y'.repeat(900) },
  })
  assert.deepEqual([result.body?.length, result.headers?.a?.length], [1001, 401])
})
