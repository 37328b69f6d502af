import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, createClient } from '../client.ts'
import { WireError } from '../errors/errors.ts'
import type { ClientOptions } from '../options/options.ts'
import { expectTrail } from './expect-trail.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import type { Script } from './script.ts'
import { type ScriptedTransport, scriptedTransport } from './scripted-transport.ts'

interface Stage {
  readonly clock: FakeClock
  readonly transport: ScriptedTransport
  readonly client: Client
  /** Asks, and lets time pass until the answer is there. */
  text(path: string): Promise<string>
}

function stage(script: Script, options: Omit<ClientOptions, 'transport' | 'dispatcher' | 'connectMs'> = {}): Stage {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const client = createClient({ dice: () => 0, baseUrl: 'https://api.test/', ...options, clock, transport })
  return { clock, transport, client, text: path => clock.runUntilSettled(client(path).text()) }
}

test('lines in a list answer one each, in their times, and one too many is told', async () => {
  const { client, clock, transport, text } = stage([
    { status: 503, fields: { 'retry-after': '2' } },
    { status: 200, body: 'there', headMs: 100, bodyMs: 20 },
  ])
  const answer = await clock.runUntilSettled(client('/a'))
  expectTrail(answer.trail, ['send', 'answer 503', 'wait 2000 ms', 'send', 'answer 200'])
  assert.equal(await answer.text(), 'there')
  assert.deepEqual(
    transport.seen.map(({ atMs }) => atMs - (transport.seen[0]?.atMs ?? 0)),
    [0, 2_001],
  )
  await assert.rejects(text('/a'), /The script has 2 lines, and none for send 3: GET https:\/\/api\.test\/a\./)
})

test('a single line answers every request', async () => {
  const { text, transport } = stage({ status: 200, body: 'same' })
  assert.deepEqual([await text('/a'), await text('/b')], ['same', 'same'])
  assert.equal(transport.seen.length, 2)
})

test('lines for each address: by path, by method, by whole address, with the query or for any', async () => {
  const { client, clock, text } = stage({
    'POST /a': { status: 200, body: 'made' },
    '/a?page=2': { status: 200, body: 'second' },
    '/a': [
      { status: 200, body: 'first' },
      { status: 200, body: 'again' },
    ],
    'https://api.test/b': { status: 200, body: 'b' },
  })
  assert.equal(await text('/a?page=2'), 'second')
  assert.equal(await text('/a?page=3'), 'first')
  assert.equal(await clock.runUntilSettled(client.post('/a', { body: 'x' }).text()), 'made')
  assert.equal(await text('/a'), 'again')
  assert.equal(await text('/b'), 'b')
  await assert.rejects(text('/a'), /The script for \/a has 2 lines, and none for send 3: GET https/)
  await assert.rejects(
    text('/c'),
    /no line for GET https:\/\/api\.test\/c: it has lines for POST \/a, \/a\?page=2, \/a, http/,
  )
})

test('a function answers by what was asked and how often', async () => {
  const { text } = stage(({ url }, index) => ({ status: 200, body: `${url.pathname} ${index}` }))
  assert.deepEqual([await text('/a'), await text('/b')], ['/a 0', '/b 1'])
})

test('JSON says its type, unless it has another; bytes and pieces are content too', async () => {
  const { client, clock, text } = stage([
    { status: 200, json: { id: 1 } },
    { status: 200, json: {}, fields: { 'content-type': 'application/problem+json' } },
    { status: 200, body: new Uint8Array([104, 105]) },
    { status: 200, body: ['one ', new Uint8Array([50])] },
  ])
  const answer = await clock.runUntilSettled(client('/a'))
  assert.deepEqual([await answer.json(), answer.headers.get('content-type')], [{ id: 1 }, 'application/json'])
  const problem = await clock.runUntilSettled(client('/a'))
  assert.equal(problem.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual([await text('/a'), await text('/a')], ['hi', 'one 2'])
})

test('what has no content has none, whatever the line says', async () => {
  const { client, clock, text } = stage({ 'HEAD /': { status: 200, body: 'x' }, '/': { status: 204, body: 'x' } })
  assert.equal(await (await clock.runUntilSettled(client.head('/'))).text(), '')
  assert.equal(await text('/'), '')
})

test('pieces of a stream come one after the other', async () => {
  const { client, clock } = stage({ status: 200, body: ['a', 'b', 'c'], bodyMs: 300 })
  const { stream } = await clock.runUntilSettled(client('/', { stream: true }))
  const fromMs = clock.steadyMs()
  const came: [string, number][] = []
  const read = (async () => {
    for await (const piece of stream) came.push([new TextDecoder().decode(piece), clock.steadyMs() - fromMs])
  })()
  await clock.runUntilSettled(read)
  assert.deepEqual(came, [
    ['a', 100],
    ['b', 200],
    ['c', 300],
  ])
})

test('a body that stops coming is idle, and a stream that breaks gives what came before', async () => {
  const idle = stage({ status: 200, body: ['a', 'b'], bodyMs: 20_000 }, { bodyIdleMs: 9_000, attempts: 1 })
  await assert.rejects(idle.text('/'), { fault: 'body-idle' })

  const broken = stage({ status: 200, body: 'half', breaks: 'truncated' })
  const { stream } = await broken.clock.runUntilSettled(broken.client('/', { stream: true }))
  const came: string[] = []
  const read = async (): Promise<void> => {
    for await (const piece of stream) came.push(new TextDecoder().decode(piece))
  }
  await assert.rejects(broken.clock.runUntilSettled(read()), { fault: 'truncated' })
  assert.deepEqual(came, ['half'])

  const late = stage({ status: 200, body: 'half', breaks: 'truncated' })
  const reader = (await late.clock.runUntilSettled(late.client('/', { stream: true }))).stream.getReader()
  await late.clock.advance(1)
  assert.equal(new TextDecoder().decode((await reader.read()).value), 'half')
  await late.clock.advance(1)
  await assert.rejects(reader.read(), { fault: 'truncated' })
})

test('faults come when they are due; what fails before a connection was never sent', async () => {
  const cause = new Error('gone')
  const { clock, client } = stage([{ fault: 'refused' }, { fault: 'reset', afterMs: 40, cause }], { attempts: 2 })
  const failed = await clock.runUntilSettled(client.post('/', { body: 'x' }).catch(error => error))
  assert.ok(failed instanceof WireError)
  assert.deepEqual([failed.fault, failed.cause], ['reset', cause])
  expectTrail(failed.trail, ['send', 'fault refused', 'wait', 'send', 'fault reset', 'end failed'])
  const told = stage([{ fault: 'refused', sent: true }, { status: 200 }])
  await assert.rejects(told.clock.runUntilSettled(told.client.post('/', { body: 'x' })), { fault: 'refused' })
})

test('an answer that never comes runs into the time of the attempt', async () => {
  const { client, clock, transport } = stage([{ status: 200, headMs: Number.POSITIVE_INFINITY }, { status: 200 }])
  const { trail } = await clock.runUntilSettled(client('/', { attemptMs: 500 }))
  expectTrail(trail, ['send', 'fault attempt-timeout', 'wait', 'send', 'answer 200'])
  assert.deepEqual(
    transport.seen.map(({ aborted, disposal }) => [aborted, disposal]),
    [
      ['attempt-timeout', null],
      [null, 'keep'],
    ],
  )
})

test('limits of the client are kept to', async () => {
  const { client, clock } = stage({ '/': { status: 200, body: 'four' }, '/error': { status: 404, body: 'long' } })
  const limits = { bodyBytes: 3, errorBytes: 2 }
  await assert.rejects(clock.runUntilSettled(client('/', { limits })), { fault: 'too-large' })
  const answer = await clock.runUntilSettled(client('/error', { limits, throwOnError: false }))
  assert.equal(await answer.text(), 'lo')
})

async function* pieces(...all: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) yield new TextEncoder().encode(piece)
}

test('what was sent is seen: method, address, fields and body', async () => {
  const { client, clock, transport } = stage({ status: 204 })
  await clock.runUntilSettled(client.put('/a?b=1', { json: { c: 1 }, headers: { 'X-Own': 'yes' } }))
  await clock.runUntilSettled(client.post('/s', { body: pieces('one ', 'two') }))
  const [put, post] = transport.seen
  assert.deepEqual([put?.method, put?.url, put?.body], ['PUT', 'https://api.test/a?b=1', '{"c":1}'])
  assert.deepEqual([put?.fields['x-own'], put?.fields['content-type']], ['yes', 'application/json'])
  assert.deepEqual([post?.body, post?.bytes.length], ['one two', 7])
})

test('a body that breaks, and one without end, end as they would on a wire', async () => {
  const cause = new Error('the file is gone')
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1)
    throw cause
  }
  let closed = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array(1)
    } finally {
      closed = true
    }
  }
  const { client, clock } = stage({ status: 200, headMs: 50 })
  await assert.rejects(clock.runUntilSettled(client.put('/', { body: failing() })), { fault: 'request-body', cause })
  await clock.runUntilSettled(client.put('/', { body: endless() }))
  await clock.advance(0)
  assert.equal(closed, true)
})

test('a transport that is misused says so', async () => {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, { status: 200 })
  const client = createClient({ clock, transport })
  await client.close()
  await assert.rejects(clock.runUntilSettled(client('https://api.test/')), /sent after close/)
})
