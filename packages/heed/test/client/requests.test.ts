import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OptionError } from '../../src/index.ts'
import type { TrailEntry } from '../../src/trail.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

test('a client adds its own headers and search parameters to every request, and a call adds to them', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t, { baseUrl: `${origin}/v1`, headers: { 'X-A': '1', 'x-b': '1' }, searchParams: { key: 'k' } })
  await api.get('/posts?page=2', { headers: new Headers({ 'x-b': '2' }), searchParams: { sort: 'up' } })
  assert.equal(seen[0]?.path, '/v1/posts?page=2&key=k&sort=up')
  const { headers } = seen[0] ?? {}
  assert.equal(headers?.['x-a'], '1')
  assert.equal(headers?.['x-b'], '2')
  assert.match(String(headers?.['accept-encoding']), /^gzip, br(, zstd)?$/)
  assert.equal(headers?.['user-agent'], 'heed')
})

test('undefined takes out what the client or heed would send', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t, { headers: { 'X-A': '1', 'user-agent': undefined } })
  await api.get(origin, { headers: { 'x-a': undefined, 'Accept-Encoding': undefined } })
  for (const name of ['x-a', 'user-agent', 'accept-encoding']) assert.equal(seen[0]?.headers[name], undefined, name)
})

test('extend changes a copy and leaves the client as it was', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t, { baseUrl: origin, headers: { 'x-a': '1' }, searchParams: { a: 1 } })
  const child = api.extend({ baseUrl: `${origin}/v2/`, headers: { 'x-b': '2' }, searchParams: 'b=2' })
  await child.extend({ headers: { 'x-a': undefined } }).get('x')
  await child.get('x')
  await api.get('x')
  assert.deepEqual(
    seen.map(({ path, headers }) => [path, headers['x-a'], headers['x-b']]),
    [
      ['/v2/x?a=1&b=2', undefined, '2'],
      ['/v2/x?a=1&b=2', '1', '2'],
      ['/x?a=1', '1', undefined],
    ],
  )
})

test('extend is held to the limits of the client it extends, not to the defaults', async t => {
  const api = clientFor(t, { deadlineMs: 60_000 })
  assert.equal(typeof api.extend({ attemptMs: 50_000 }).get, 'function')
  const short = clientFor(t, { deadlineMs: 1_000 })
  assert.throws(() => short.extend({ attemptMs: 2_000 }), {
    name: 'OptionError',
    message:
      'The option attemptMs (2000) is longer than deadlineMs (1000), so it could never matter: raise deadlineMs or lower attemptMs.',
  })
})

test('what belongs to connections cannot be extended', t => {
  const api = clientFor(t)
  for (const name of ['connectMs', 'dispatcher', 'transport', 'clock', 'dice', 'budget']) {
    assert.throws(() => api.extend({ [name]: 5 }), {
      name: 'OptionError',
      message: `The option ${name} cannot be changed by extend, which shares connections and credentials: use createClient.`,
    })
  }
  assert.throws(
    () => api.extend({ signal: AbortSignal.abort() } as never),
    /The option signal belongs to a single call/,
  )
})

test('an address that leaves the base is refused before anything is sent', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t, { baseUrl: `${origin}/v1` })
  const { port } = new URL(origin)
  for (const target of [
    `//127.0.0.1:${port}/v2`,
    '../v2',
    '/%2e%2e/v2',
    `${origin}/v2`,
    `\\\\127.0.0.1:${port}`,
    '..%2fv2',
  ]) {
    assert.ok((await failureOf(api.get(target))) instanceof OptionError, target)
  }
  assert.equal(seen.length, 0)
})

test('no header can be smuggled in: not by name, value, method or address', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  const wrong = [
    api.get(origin, { headers: { 'x-a': 'b\r\nx-evil: 1' } }),
    api.get(origin, { headers: { 'x-a: b\r\nx-evil': '1' } }),
    api.get(origin, { headers: { 'content-length': '5' } }),
    api.get(origin, { headers: [['transfer-encoding', 'chunked']] }),
    api(origin, { method: 'GET / HTTP/1.1\r\nx-evil: 1' }),
    api.post(origin, { idempotencyKey: 'a\r\nx-evil: 1' }),
  ]
  for (const call of wrong) assert.ok((await failureOf(call)) instanceof OptionError)
  await api.get(`${origin}/a\r\nb?c\r\nd`)
  assert.deepEqual(
    seen.map(request => request.path),
    ['/ab?cd'],
  )
})

test('an idempotency key is the same on each attempt, and true makes a new one for each call', async t => {
  const { origin, seen } = await loopback(t, answering(503))
  const api = clientFor(t)
  await failureOf(api.post(origin, { json: 1, idempotencyKey: 'mine' }))
  await failureOf(api.post(origin, { json: 1, idempotencyKey: true }))
  await failureOf(api.post(origin, { json: 1, idempotencyKey: true }))
  const keys = seen.map(({ headers }) => headers['idempotency-key'])
  assert.equal(keys.length, 9)
  assert.deepEqual(keys.slice(0, 3), ['mine', 'mine', 'mine'])
  assert.equal(new Set(keys.slice(3, 6)).size, 1)
  assert.equal(new Set(keys.slice(6)).size, 1)
  assert.equal(new Set(keys).size, 3)
})

test('the key may be given as a header, and replayable says the same without one', async t => {
  const { origin, seen } = await loopback(t, answering(503))
  const api = clientFor(t, { attempts: 2 })
  await failureOf(api.post(origin, { headers: { 'Idempotency-Key': 'k' } }))
  await failureOf(api.patch(origin, { replayable: true }))
  await failureOf(api.post(origin))
  assert.deepEqual(
    seen.map(request => request.method),
    ['POST', 'POST', 'PATCH', 'PATCH', 'POST'],
  )
})

test('onTrail hears each entry as it happens, and what it throws changes nothing', async t => {
  const { origin } = await loopback(t, (request, response) => {
    response.writeHead(request.number === 1 ? 503 : 200).end()
  })
  const heard: TrailEntry[] = []
  const answer = await clientFor(t).get(origin, { onTrail: entry => heard.push(entry) })
  assert.deepEqual(
    heard.map(entry => entry.what),
    ['send', 'answer', 'wait', 'send', 'answer', 'end'],
  )
  assert.deepEqual(answer.trail, heard)

  const thrown: unknown[] = []
  const listener = (error: unknown): void => void thrown.push(error)
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', listener)
  t.after(() => {
    process.removeListener('uncaughtException', listener)
    for (const other of others) process.on('uncaughtException', other)
  })
  const broken = new Error('the listener is broken')
  const again = await clientFor(t).get(origin, {
    onTrail: () => {
      throw broken
    },
  })
  assert.equal(again.status, 200)
  await new Promise(resolve => setImmediate(resolve))
  assert.ok(thrown.length > 0 && thrown.every(error => error === broken))
})

test('what hangs on the prototype of every object changes nothing', async t => {
  const { origin, seen } = await loopback(t, answering(503))
  const api = clientFor(t)
  // Without `signal`, `dispatcher` and `throwOnError`, over which Node's own streams and undici stumble.
  const polluted: Readonly<Record<string, unknown>> = {
    attempts: 1,
    attemptMs: 1,
    baseUrl: 'http://evil.test/',
    body: 'evil',
    budget: false,
    faultMs: 60_000,
    headers: { 'x-evil': '1' },
    idempotencyKey: 'evil',
    'idempotency-key': 'evil',
    json: { evil: 1 },
    limits: { bodyBytes: 1 },
    method: 'DELETE',
    onTrail: () => assert.fail('nobody listens'),
    replayable: true,
    searchParams: { evil: 1 },
    transport: {},
  }
  const error = await (async () => {
    Object.assign(Object.prototype, polluted)
    try {
      await failureOf(api.get(origin, {}))
      await failureOf(api.extend({}).get(origin, {}))
      return await failureOf(clientFor(t, {}).post(origin))
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
    }
  })()
  assert.equal((error as { code?: string }).code, 'HEED_STATUS')
  assert.deepEqual(
    seen.map(({ method, path, headers, body }) => [
      method,
      path,
      headers['x-evil'],
      headers['idempotency-key'],
      body.length,
    ]),
    ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'POST'].map(method => [method, '/', undefined, undefined, 0]),
  )
})
