import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { Agent } from 'undici'
import { otel, sentByHeed } from '../../src/otel.ts'
import { clientFor, loopback } from '../client/loopback.ts'
import { registerSdk } from './otel-sdk.ts'

/** OpenTelemetry's own instrumentation of undici beside a server that refuses every other request. */
async function instrumented(t: TestContext, config: ConstructorParameters<typeof UndiciInstrumentation>[0] = {}) {
  const sdk = registerSdk(t)
  const instrumentation = new UndiciInstrumentation(config)
  instrumentation.setTracerProvider(sdk.tracers)
  instrumentation.setMeterProvider(sdk.meters)
  t.after(() => instrumentation.disable())
  const server = await loopback(t, ({ number }, response) => response.writeHead(number % 2 === 1 ? 503 : 200).end())
  return { sdk, ...server }
}

const DURATION = 'http.client.request.duration'

test('beside the instrumentation of undici each request has one span, and goes out with the trace of ours', async t => {
  const { sdk, origin, seen } = await instrumented(t)
  await clientFor(t, { watch: otel() }).get(origin)
  const spans = sdk.clients()
  assert.deepEqual(
    spans.map(({ attributes }) => attributes['http.request.resend_count']),
    [undefined, 1],
  )
  assert.deepEqual(
    seen.map(({ headers }) => headers.traceparent),
    spans.map(({ trace, id }) => `00-${trace}-${id}-01`),
  )
})

test('so it is with a dispatcher of the caller', async t => {
  const { sdk, origin } = await instrumented(t)
  const dispatcher = new Agent()
  t.after(() => dispatcher.close())
  await clientFor(t, { watch: otel(), dispatcher }).get(origin)
  assert.equal(sdk.clients().length, 2)
})

test('without a watch, and beside other users of undici, the instrumentation makes its spans', async t => {
  const { sdk, origin } = await instrumented(t, { ignoreRequestHook: sentByHeed })
  await clientFor(t).get(origin)
  assert.equal(sdk.clients().length, 2)
  assert.ok((await sdk.measures()).some(({ name, scope }) => name === DURATION && scope !== 'heed'))
})

test('the instrumentation measures requests that it makes no span for, unless sentByHeed tells it', async t => {
  for (const [config, scopes] of [
    [{}, ['@opentelemetry/instrumentation-undici', 'heed']],
    [{ ignoreRequestHook: sentByHeed }, ['heed']],
  ] as const) {
    await t.test(scopes.join(' and '), async t => {
      const { sdk, origin } = await instrumented(t, config)
      await clientFor(t, { watch: otel() }).get(origin)
      assert.equal(sdk.clients().length, 2)
      const durations = (await sdk.measures()).filter(({ name }) => name === DURATION)
      assert.deepEqual([...new Set(durations.map(({ scope }) => scope))].sort(), scopes)
    })
  }
})
