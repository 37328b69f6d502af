import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate, loadScenario, loadScenarios, pickAnswer } from 'heed-lab/suite'
import { createClient } from '../../client.ts'
import { expectTrail } from '../expect-trail.ts'
import { fakeClock } from '../fake-clock.ts'
import { scriptedTransport } from '../scripted-transport.ts'
import { answersOf } from './answer.ts'
import { picked } from './pick.ts'
import { type ScenarioFile, type ScenarioOptions, scriptOf } from './script-of.ts'
import { filled } from './template.ts'

function stage(scenario: ScenarioFile, options: ScenarioOptions = {}) {
  const clock = fakeClock({ wallMs: Date.UTC(2026, 0, 1) })
  const transport = scriptedTransport(clock, scriptOf(scenario, { clock, ...options }))
  const client = createClient({ clock, transport, dice: () => 0 })
  return { clock, transport, client }
}

test('the answers of a scenario that is shipped answer', async () => {
  const { client, clock } = stage(loadScenario('nothing-after-the-result'))
  const answer = await clock.runUntilSettled(client('http://a.test/report'))
  expectTrail(answer.trail, ['send', 'answer 503', 'wait 1000 ms', 'send', 'answer 200'])
})

test('one that JSON gives is taken as it is: bases, dates, bodies, and what it is for', async () => {
  const scenario = JSON.parse(`{ "answers": [
    { "when": { "path": "/old" }, "status": 307, "fields": { "Location": "{b}/new?from={a.host}", "Expires": "{date+60}" } },
    { "when": { "origin": "b" }, "status": 200, "body": { "json": { "prefix": "{prefix}" } }, "delayMs": 30 },
    { "status": 200, "body": { "bytes": 40 }, "times": 1 },
    { "status": 200, "body": { "base64": "aGk=" } } ] }`)
  const bases = { a: 'https://api.test/v1/', b: 'https://b.test' }
  const { client, clock, transport } = stage(scenario, { bases })
  const moved = await clock.runUntilSettled(client('https://api.test/v1/old'))
  assert.deepEqual(await moved.json(), { prefix: '/v1' })
  assert.equal(transport.seen[1]?.url, 'https://b.test/new?from=api.test')
  assert.match(
    await clock.runUntilSettled(client('https://other.test/').text()),
    /^filler of the lab, line 0000000\nfiller/,
  )
  assert.equal(await clock.runUntilSettled(client('https://other.test/').text()), 'hi')
})

test('a break is a fault: before the head, in the body, and silence', async () => {
  const { client, clock } = stage({
    answers: [
      { break: { at: 'request', how: 'reset' } },
      { status: 200, body: { text: 'whole' }, break: { at: 'body', how: 'close', afterBytes: 2 } },
      { break: { at: 'head', how: 'stall' } },
      { status: 200 },
    ],
  })
  const { trail } = await clock.runUntilSettled(client('http://a.test/', { attempts: 4, attemptMs: 500 }))
  const faults = trail.flatMap(entry => (entry.what === 'fault' ? [entry.fault] : []))
  assert.deepEqual(faults, ['reset', 'truncated', 'attempt-timeout'])
})

test('what only the wire can show throws a sentence when the script is made', () => {
  const impossible: readonly [object, RegExp][] = [
    [
      { raw: 'HTTP/1.1 200 OK' },
      /answers\[0\] of the scenario has the member "raw", which a script cannot say: play it/,
    ],
    [{ status: 200, coding: ['gzip'] }, /the member "coding"/],
    [{ status: 200, body: { endless: true } }, /a body of "endless"/],
    [{ status: 200, framing: 'close' }, /the framing "close"/],
    [{ delayMs: 5 }, /neither a status nor a break/],
  ]
  for (const [answer, said] of impossible) assert.throws(() => scriptOf({ answers: [answer] }), said)
  assert.throws(() => scriptOf({ answers: 'none' } as unknown as ScenarioFile), /has its answers in a list/)
  assert.throws(() => scriptOf({ answers: [] }, { bases: { a: 'api' } }), /bases\.a is "api", which is no address/)
  for (const scenario of loadScenarios()) if (scenario.wireOnly === undefined) scriptOf(scenario)
})

test('a request that no answer fits is told', async () => {
  const { client, clock } = stage({ answers: [{ when: { path: '/a' }, status: 200 }] })
  await assert.rejects(
    clock.runUntilSettled(client('http://a.test/b?c')),
    /The scenario has no answer for GET \/b\?c\./,
  )
})

test('answers are picked, and places filled, as the lab does', () => {
  const bases = { a: 'http://a.test/x', b: 'http://b.test/x', s: 'https://s.test/x', t: 'https://t.test/x' }
  const wallMs = Date.UTC(2026, 10, 5, 1, 2, 3)
  const places = '{a} {t.host} {prefix} {date-60} {rfc850+2} {asctime} {unix+86400} {3*ab} {none} {"json": 1}'
  assert.equal(filled(places, { bases, wallMs }), fillTemplate(places, { bases, prefix: '/x', wallMs }))
  for (const scenario of loadScenarios()) {
    if (scenario.wireOnly !== undefined) continue
    const answers = answersOf(scenario)
    const [first] = scenario.calls
    const used = answers.map(() => 0)
    for (let turn = 0; turn < answers.length + 2; turn++) {
      const method = turn % 2 === 0 ? (first.method ?? 'GET') : 'GET'
      const origin = turn % 3 === 2 ? 'b' : (first.origin ?? 'a')
      const fields = { 'if-none-match': '"1"' }
      const ours = picked(answers, used, { origin, method, target: first.path, fields })
      const theirs = pickAnswer(scenario.answers, used, {
        origin,
        method,
        path: first.path,
        fields: Object.entries(fields),
      })
      assert.equal(ours, theirs, scenario.id)
      if (ours !== null) used[ours] = (used[ours] ?? 0) + 1
    }
  }
})
