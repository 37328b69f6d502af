import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { context, propagation, trace } from '@opentelemetry/api'
import { isTracingSuppressed, suppressTracing } from '@opentelemetry/core'
import { memoryCache } from '../../src/cache.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { otel } from '../../src/otel.ts'
import { answering, clientFor, failureOf, loopback, type Serve } from '../client/loopback.ts'
import { registerSdk } from './otel-sdk.ts'

/** A traced client and its server. */
async function traced(t: TestContext, serve: Serve, options: ClientOptions = {}) {
  const sdk = registerSdk(t)
  const server = await loopback(t, serve)
  return { sdk, ...server, client: clientFor(t, { watch: otel(), ...options }) }
}

test('calls at once have each its own parent', async t => {
  const asked = new Set<string>()
  const { sdk, origin, client, seen } = await traced(
    t,
    ({ path }, response) => {
      response.writeHead(asked.has(path) ? 200 : 503).end()
      asked.add(path)
    },
    { budget: false, breaker: false },
  )
  const tracer = sdk.tracers.getTracer('test')
  const ids = await Promise.all(
    Array.from({ length: 20 }, async (_each, at) => {
      const span = tracer.startSpan(`job ${at}`, { kind: 4 })
      await context.with(trace.setSpan(context.active(), span), async () => {
        await client.get(`${origin}/${at}`)
        assert.equal(trace.getActiveSpan(), span, 'the context is what it was')
      })
      span.end()
      return span.spanContext().spanId
    }),
  )
  assert.equal(seen.length, 40)
  for (const [at, id] of ids.entries()) {
    const call = sdk.calls().find(({ parent }) => parent === id)
    assert.equal(call?.attributes['url.full'], `${origin}/${at}`)
    const sent = sdk.clients().filter(({ parent }) => parent === call?.id)
    assert.deepEqual(
      sent.map(({ attributes }) => attributes['url.full']),
      [`${origin}/${at}`, `${origin}/${at}`],
    )
  }
})

test('the trace goes along where propagate says so, in place of what the caller set', async t => {
  const { origin, seen } = await traced(t, answering(200))
  const own = { headers: { Traceparent: 'mine' } }
  await clientFor(t, { watch: otel({ propagate: false }) }).get(`${origin}/1`, own)
  await clientFor(t, { watch: otel({ propagate: ({ url }) => url.endsWith('/3') }) }).get(`${origin}/2`)
  await clientFor(t, { watch: otel({ propagate: ({ url }) => url.endsWith('/3') }) }).get(`${origin}/3`, own)
  const [first, second, third] = seen.map(({ headers }) => headers.traceparent)
  assert.deepEqual([first, second], ['mine', undefined])
  assert.match(String(third), /^00-/)
})

test('a propagator that writes its fields in capitals replaces what the caller set, too', async t => {
  const { origin, seen, client } = await traced(t, answering(200))
  propagation.disable()
  propagation.setGlobalPropagator({
    inject: (_context, carrier, setter) => setter.set(carrier, 'X-Trace', 'ours'),
    extract: context => context,
    fields: () => ['X-Trace'],
  })
  await client.get(origin, { headers: { 'x-trace': 'mine' } })
  assert.equal(seen[0]?.headers['x-trace'], 'ours')
})

test('where tracing is suppressed, as around an exporter, nothing is traced', async t => {
  const { sdk, origin, client, seen } = await traced(t, answering(200))
  await context.with(suppressTracing(context.active()), () => client.get(origin))
  assert.deepEqual([sdk.shownSpans(), await sdk.measures(), seen[0]?.headers.traceparent], [[], [], undefined])
})

test('what a head sets off runs in the context of its call, though another call made the connection', async t => {
  const told: unknown[] = []
  const { sdk, origin, client } = await traced(t, answering(404), {
    onTrail({ what }) {
      if (what !== 'answer') return
      told.push([trace.getActiveSpan()?.spanContext().spanId, isTracingSuppressed(context.active())])
    },
  })
  for (let calls = 0; calls < 3; calls++) await failureOf(client.get(origin))
  assert.deepEqual(
    told,
    sdk.calls().map(({ id }) => [id, false]),
  )
})

test('a pause that comes over a socket is measured', async t => {
  const { sdk, origin, client } = await traced(t, answering(503, { 'retry-after': '9' }), { maxWaitMs: 0 })
  await failureOf(client.get(origin))
  const names = (await sdk.measures()).map(({ name }) => name)
  assert.ok(names.includes('heed.origin.changes') && names.includes('heed.origin.pause.duration'), names.join())
})

test('a stale answer that is brought up to date behind the call is a call of its own, under the first', async t => {
  const { sdk, origin, client, seen } = await traced(
    t,
    ({ number }, response) => {
      response.writeHead(200, { 'cache-control': 'max-age=0, stale-while-revalidate=60', etag: `"${number}"` }).end()
    },
    { cache: memoryCache() },
  )
  await client.get(origin)
  await client.get(origin)
  while (sdk.calls().length < 3) await new Promise(resolve => setImmediate(resolve))
  assert.equal(seen.length, 2)
  const [, stale, behind] = sdk.calls()
  assert.deepEqual([stale?.attributes['heed.cache'], stale?.attributes['heed.sends']], ['stale', 0])
  assert.equal(behind?.parent, stale?.id)
})

test('a streamed body is read in the context of its call, and let go when the call ends early', async t => {
  const { sdk, origin, client, seen } = await traced(t, answering(200))
  const told: unknown[] = []
  async function* body(): AsyncGenerator<string> {
    for (const piece of ['one', 'two']) {
      await new Promise(resolve => setImmediate(resolve))
      told.push([trace.getActiveSpan()?.spanContext().spanId, isTracingSuppressed(context.active())])
      yield piece
    }
  }
  await client.post(origin, { body: body() })
  assert.equal(String(seen[0]?.body), 'onetwo')
  const { id } = sdk.calls()[0] ?? {}
  assert.deepEqual(told, [
    [id, false],
    [id, false],
  ])
  let left = false
  const controller = new AbortController()
  async function* endless(): AsyncGenerator<string> {
    try {
      for (let pieces = 1; ; pieces++) {
        yield 'more'
        if (pieces === 3) controller.abort()
        await new Promise(resolve => setImmediate(resolve))
      }
    } finally {
      left = true
    }
  }
  await failureOf(client.post(origin, { body: endless(), signal: controller.signal }))
  while (!left) await new Promise(resolve => setImmediate(resolve))
})
