import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../client.ts'
import type { Trail } from '../trail.ts'
import { expectTrail, TrailError } from './expect-trail.ts'
import { fakeClock } from './fake-clock.ts'
import { scriptedTransport } from './scripted-transport.ts'
import { trailLines } from './trail-lines.ts'

async function trailOfMany(): Promise<Trail> {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, [
    { status: 503, interims: [103], fields: { 'retry-after': '2' } },
    { fault: 'reset', sent: true },
    { status: 307, fields: { location: '/b?token=1' } },
    { status: 200 },
  ])
  const client = createClient({ clock, transport, dice: () => 0 })
  return (await clock.runUntilSettled(client('https://api.test/a'))).trail
}

const MANY = [
  'send GET https://api.test/a',
  'note 103 Early Hints',
  'answer 503 Service Unavailable',
  'wait 2000 ms retry-after',
  'send GET https://api.test/a',
  'fault reset',
  'wait 0 ms backoff',
  'send GET https://api.test/a',
  'answer 307 Temporary Redirect',
  'hop 307 GET https://api.test/b?token=…',
  'send GET https://api.test/b?token=…',
  'answer 200 OK',
  'end delivered',
]

test('a trail is told in short lines, with times where they are asked for', async () => {
  const trail = await trailOfMany()
  assert.deepEqual(trailLines(trail), MANY)
  const times = trailLines(trail, { times: true })
  assert.deepEqual(
    [times[0], times[3], times[4]],
    [`${MANY[0]} at 0 ms`, `${MANY[3]} at 1 ms`, `${MANY[4]} at 2001 ms`],
  )
})

test('every kind of entry has its line', () => {
  const moment = { atMs: 0, rule: 'use', reason: '' } as const
  const trail: Trail = [
    { ...moment, what: 'cache', is: 'stale', status: 200, phrase: 'OK', ageMs: 1 },
    { ...moment, what: 'join', waitedMs: 40.4 },
    { ...moment, what: 'renew', outcome: 'failed', tookMs: 1 },
    { ...moment, what: 'answer', status: 599, phrase: '', verb: 'stop', tookMs: 1 },
  ]
  assert.deepEqual(trailLines(trail), ['cache stale 200 OK', 'join 40 ms', 'renew failed', 'answer 599'])
})

test('each wanted line says as much as it likes, and the end may be left out', async () => {
  const trail = await trailOfMany()
  const short = ['send', 'note', 'answer 503', 'wait 2000 ms', 'send', 'fault', 'wait', 'send', 'answer', 'hop', 'send']
  expectTrail(trail, MANY)
  expectTrail(trail, [...short, 'answer 200'])
  expectTrail(trail, [...short, 'answer 200 OK', 'end'])
  expectTrail([], [])
})

test('what differs is shown in its place', async () => {
  const trail = await trailOfMany()
  const wanted = [...MANY.slice(0, 3), 'wait 1000 ms', ...MANY.slice(4, 6), ...MANY.slice(7, -1), 'send', 'end']
  assert.throws(
    () => expectTrail(trail, wanted),
    (error: unknown) => {
      assert.ok(error instanceof TrailError)
      assert.deepEqual(error.message.split('\n'), [
        'The trail is not as wanted (- wanted, + seen):',
        ...MANY.slice(0, 3).map(line => `    ${line}`),
        '  - wait 1000 ms',
        `  + ${MANY[3]}`,
        ...MANY.slice(4, 6).map(line => `    ${line}`),
        `  + ${MANY[6]}`,
        ...MANY.slice(7, -1).map(line => `    ${line}`),
        '  - send',
        '    end delivered',
      ])
      assert.deepEqual([error.name, error.expected, error.actual], ['TrailError', wanted, MANY])
      return true
    },
  )
})

test('words are compared whole, and a trail that is too short or too long is another one', async () => {
  const trail = await trailOfMany()
  const others = [
    MANY.map(line => (line.startsWith('answer 503') ? 'answer 50' : line)),
    MANY.slice(0, -2),
    MANY.slice(1),
    [],
    [...MANY, 'send'],
    [...MANY.slice(0, -1), 'end failed'],
  ]
  for (const wanted of others) assert.throws(() => expectTrail(trail, wanted), TrailError)
})
