import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { trace } from '@opentelemetry/api'
import { memoryCache } from '../../src/cache.ts'
import { type Client, createClient } from '../../src/client.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { otel } from '../../src/otel.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import type { Script } from '../../src/testing/script.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { answering, clientFor, failureOf, loopback, type Serve } from '../client/loopback.ts'
import { even } from '../heart.ts'
import { registerSdk, type Sdk, type ShownSpan } from './otel-sdk.ts'

const AT = 'https://a.test/x'

/** A traced client and a server that answers with these, the last one again and again. */
async function traced(t: TestContext, serve: Serve, options: ClientOptions = {}) {
  const sdk = registerSdk(t)
  const server = await loopback(t, serve)
  return { sdk, ...server, client: clientFor(t, { watch: otel(), ...options }) }
}

/** The same on a fake clock. */
function staged(
  t: TestContext,
  script: Script,
  options: Omit<ClientOptions, 'transport' | 'connectMs' | 'dispatcher'> = {},
) {
  const sdk = registerSdk(t)
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const client: Client = createClient({ watch: otel(), dice: even, ...options, clock, transport })
  return { sdk, clock, transport, client }
}

/** What tells one request from another. */
const brief = ({ attributes, status }: ShownSpan): unknown[] => [
  attributes['http.response.status_code'] ?? null,
  attributes['error.type'] ?? null,
  attributes['http.request.resend_count'] ?? null,
  status,
]

function underOneCall(sdk: Sdk): void {
  const [call, ...others] = sdk.calls()
  assert.deepEqual(others, [])
  assert.ok(call)
  for (const { parent, trace } of sdk.clients()) assert.deepEqual([parent, trace], [call.id, call.trace])
}

test('a request is a CLIENT span under the INTERNAL span of its call, and goes out with its trace', async t => {
  const { sdk, origin, seen, client } = await traced(t, answering(200, {}, 'fine'))
  await client.get(`${origin}/a?key=value&flag`)
  const place = { 'server.address': '127.0.0.1', 'server.port': Number(new URL(origin).port) }
  const request = { 'http.request.method': 'GET', ...place, 'url.full': `${origin}/a?key=REDACTED&REDACTED` }
  const [sent, call] = sdk.shownSpans()
  assert.ok(sent && call)
  assert.deepEqual(sent, {
    name: 'GET',
    kind: 'CLIENT',
    status: 'UNSET',
    attributes: { ...request, 'http.response.status_code': 200, 'network.protocol.version': '1.1' },
    events: [],
    id: sent.id,
    trace: call.trace,
    parent: call.id,
  })
  assert.deepEqual(call, {
    name: 'heed GET',
    kind: 'INTERNAL',
    status: 'UNSET',
    attributes: {
      ...request,
      ...{ 'http.response.status_code': 200, 'heed.outcome': 'delivered' },
      ...{ 'heed.sends': 1, 'heed.attempts': 1, 'heed.hops': 0 },
    },
    events: [],
    id: call.id,
    trace: call.trace,
    parent: null,
  })
  assert.equal(seen[0]?.headers.traceparent, `00-${sent.trace}-${sent.id}-01`)
})

test('each attempt has a span; one that is refused is an error, the call that succeeds is none', async t => {
  const { sdk, origin, seen, client } = await traced(t, ({ number }, response) => {
    response.writeHead(number < 3 ? 503 : 200).end()
  })
  await client.get(origin)
  assert.deepEqual(sdk.clients().map(brief), [
    [503, '503', null, 'ERROR'],
    [503, '503', 1, 'ERROR'],
    [200, null, 2, 'UNSET'],
  ])
  underOneCall(sdk)
  assert.deepEqual(
    seen.map(({ headers }) => String(headers.traceparent).split('-')[2]),
    sdk.clients().map(({ id }) => id),
  )
  const [call] = sdk.calls()
  assert.equal(call?.status, 'UNSET')
  assert.match(call?.events[0] ?? '', /^heed\.wait .*"heed\.wait\.ms":\d.*"heed\.wait\.source":"backoff"/)
})

test('a redirect is a second request beside the first, and no error', async t => {
  const { sdk, origin, client } = await traced(t, ({ path }, response) => {
    if (path === '/a') response.writeHead(302, { location: '/b' }).end()
    else response.writeHead(200).end()
  })
  await client.get(`${origin}/a`)
  assert.deepEqual(sdk.clients().map(brief), [
    [302, null, null, 'UNSET'],
    [200, null, 1, 'UNSET'],
  ])
  assert.equal(sdk.clients()[1]?.attributes['url.full'], `${origin}/b`)
  underOneCall(sdk)
})

test('a redirect too many is an error of its request and of the call', async t => {
  const { sdk, origin, client } = await traced(
    t,
    ({ number }, response) => response.writeHead(302, { location: `/${number}` }).end(),
    { maxRedirects: 1 },
  )
  await failureOf(client.get(origin))
  assert.deepEqual(sdk.clients().map(brief), [
    [302, null, null, 'UNSET'],
    [302, 'redirect-limit', 1, 'ERROR'],
  ])
  assert.deepEqual(sdk.calls().map(brief), [[302, 'redirect-limit', null, 'ERROR']])
})

test('a request that is sent again with a new token is a second one, and asking for it belongs to the call', async t => {
  const {
    sdk,
    origin,
    client: plain,
  } = await traced(t, ({ path, headers }, response) => {
    if (path === '/token') response.writeHead(200).end('new')
    else response.writeHead(headers.authorization === 'Bearer new' ? 200 : 401).end()
  })
  const refresh = (): Promise<string> => plain.get(`${origin}/token`).text()
  const client = clientFor(t, { watch: otel(), baseUrl: origin, auth: { token: 'old', refresh } })
  await client.get('/')
  assert.deepEqual(sdk.clients().map(brief), [
    [401, '401', null, 'ERROR'],
    [200, null, null, 'UNSET'],
    [200, null, 1, 'UNSET'],
  ])
  const [inner, outer] = sdk.calls()
  assert.equal(inner?.parent, outer?.id)
  assert.match(outer?.events.join() ?? '', /heed\.renew .*"heed\.renewal":"renewed"/)
})

test('two hedged requests are two spans; the slower one is no error', async t => {
  const { sdk, clock, client } = staged(t, (_request, index) => ({ status: 200, headMs: index === 5 ? 5000 : 1 }), {
    hedge: { afterMs: 50, share: 0.9 },
  })
  for (let calls = 0; calls < 6; calls++) await clock.runUntilSettled(client.get(AT))
  assert.deepEqual(sdk.clients().slice(5).map(brief).sort(), [
    [null, null, null, 'UNSET'],
    [200, null, 1, 'UNSET'],
  ])
  const hedged = sdk.clients().slice(5)
  assert.equal(new Set(hedged.map(({ parent }) => parent)).size, 1)
  assert.equal(sdk.calls().at(-1)?.attributes['heed.sends'], 2)
})

test('what the caller ends is no error', async t => {
  const { sdk, clock, client } = staged(t, [{ status: 200, headMs: 5000 }])
  const controller = new AbortController()
  const call = failureOf(client.get(AT, { signal: controller.signal }))
  await clock.advance(10)
  controller.abort()
  await call
  assert.deepEqual(sdk.shownSpans().map(brief), [
    [null, null, null, 'UNSET'],
    [null, null, null, 'UNSET'],
  ])
  assert.equal(sdk.calls()[0]?.attributes['heed.outcome'], 'failed')
})

for (const [name, script, options, sent, whole] of [
  ['a deadline', [{ status: 200, headMs: 5000 }], { deadlineMs: 100 }, [null, 'deadline', null, 'ERROR'], null],
  [
    'a slow attempt',
    [{ status: 200, headMs: 5000 }],
    { attemptMs: 9, attempts: 1 },
    [null, 'attempt-timeout', null, 'ERROR'],
    null,
  ],
  [
    'a refused connection',
    [{ fault: 'refused', sent: false }],
    { attempts: 1 },
    [null, 'refused', null, 'ERROR'],
    null,
  ],
  [
    'a body that breaks off',
    [{ status: 200, breaks: 'truncated' }],
    { attempts: 1 },
    [200, 'truncated', null, 'ERROR'],
    [null, 'truncated', null, 'ERROR'],
  ],
  ['a final error', [{ status: 404 }], {}, [404, '404', null, 'ERROR'], null],
  [
    'an error that is an answer',
    [{ status: 404 }],
    { throwOnError: false },
    [404, '404', null, 'ERROR'],
    [404, null, null, 'UNSET'],
  ],
] as const satisfies readonly (readonly [string, Script, ClientOptions, unknown, unknown])[]) {
  test(`the error of ${name} has a name`, async t => {
    const { sdk, clock, client } = staged(t, script, options)
    await clock.runUntilSettled(client.get(AT).catch(() => {}))
    assert.deepEqual(sdk.clients().map(brief), [sent])
    assert.deepEqual(sdk.calls().map(brief), [whole ?? sent])
  })
}

test('a kept answer has no CLIENT span, and one that is confirmed has one without error', async t => {
  const { sdk, clock, client } = staged(
    t,
    [
      { status: 200, fields: { 'cache-control': 'max-age=60', etag: '"1"' } },
      { status: 304, fields: { etag: '"1"' } },
    ],
    { cache: memoryCache() },
  )
  for (const restMs of [0, 61_000, 0]) {
    await clock.runUntilSettled(client.get(AT))
    await clock.advance(restMs)
  }
  assert.deepEqual(sdk.clients().map(brief), [
    [200, null, null, 'UNSET'],
    [304, null, null, 'UNSET'],
  ])
  const cached = sdk.calls().map(({ attributes }) => [attributes['heed.cache'], attributes['heed.sends']])
  assert.deepEqual(cached, [
    ['miss', 1],
    ['hit', 0],
    ['validated', 1],
  ])
})

test('spans of a body that is handed on end at the head', async t => {
  const { sdk, origin, client } = await traced(t, async ({ number }, response) => {
    response.writeHead(200).write('first')
    if (number === 1) await once(response, 'close')
  })
  const answer = await client.get(origin, { stream: true })
  assert.equal(sdk.shownSpans().length, 2)
  await answer.stream.cancel()
  assert.equal(sdk.shownSpans().length, 2)
})

test('a method that nobody knows makes no span name of its own', async t => {
  const { sdk, clock, client } = staged(t, [{ status: 200 }])
  await clock.runUntilSettled(client(AT, { method: 'BREW' }))
  const [sent, call] = sdk.shownSpans()
  assert.deepEqual([sent?.name, call?.name], ['HTTP', 'heed HTTP'])
  const { 'http.request.method': method, 'http.request.method_original': original } = sent?.attributes ?? {}
  assert.deepEqual([method, original], ['_OTHER', 'BREW'])
})

test('a tracer may be given, and an option that is none is refused', async t => {
  const { sdk, origin } = await traced(t, answering(200))
  await clientFor(t, { watch: otel({ tracer: trace.getTracer('mine'), meter: sdk.meters.getMeter('mine') }) }).get(
    origin,
  )
  assert.ok((await sdk.measures()).every(({ scope }) => scope === 'mine'))
  assert.throws(() => otel({ tracer: {} as never }), {
    name: 'OptionError',
    message: 'The option tracer must be a Tracer, such as trace.getTracer(name).',
  })
  assert.throws(
    () => otel({ trace: true } as never),
    /There is no option trace\. Known here: tracer, meter, propagate\./,
  )
})
