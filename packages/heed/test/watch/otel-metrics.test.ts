import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCache } from '../../src/cache.ts'
import { createClient } from '../../src/client.ts'
import { otel } from '../../src/otel.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even } from '../heart.ts'
import { registerSdk } from './otel-sdk.ts'

const place = { 'server.address': 'a.test', 'server.port': 443 }
const get = { 'http.request.method': 'GET', ...place }

interface Buckets {
  readonly count: number
  readonly sum: number
  readonly buckets: { readonly boundaries: readonly number[] }
}

test('requests, calls, the retry budget and pauses are measured, in seconds of the clock', async t => {
  // Made before the SDK is there, as in a program that sets it up late.
  const watch = otel()
  const sdk = registerSdk(t)
  const clock = fakeClock()
  const kept = { status: 200, fields: { 'cache-control': 'max-age=60' }, headMs: 300, bodyMs: 100 }
  const transport = scriptedTransport(clock, [
    { status: 503, fields: { 'retry-after': '2' }, headMs: 40, bodyMs: 10 },
    kept,
  ])
  const client = createClient({ watch, dice: even, cache: memoryCache(), clock, transport })
  await clock.runUntilSettled(client.get('https://a.test/x'))
  await clock.runUntilSettled(client.get('https://a.test/x'))
  const measures = await sdk.measures()
  const told = measures.map(({ name, unit, attributes, value }) => {
    const { count, sum } = value as Buckets
    return [name, unit, attributes, typeof value === 'number' ? value : [count, Math.round(sum * 1000) / 1000]]
  })
  const waited = told.find(([name]) => name === 'heed.call.duration')?.[3] as number[]
  assert.ok((waited[1] ?? 0) > 2.45 && (waited[1] ?? 0) < 3)
  assert.deepEqual(told, [
    ['http.client.request.duration', 's', { ...get, 'http.response.status_code': 503, 'error.type': '503' }, [1, 0.05]],
    ['http.client.request.duration', 's', { ...get, 'http.response.status_code': 200 }, [1, 0.4]],
    ['heed.call.duration', 's', { ...get, 'heed.outcome': 'delivered', 'http.response.status_code': 200 }, waited],
    ['heed.call.sends', '{request}', get, [2, 2]],
    ['heed.retry.budget.used', '1', place, 1 / 100.2],
    ['heed.origin.pause.duration', 's', place, [1, 2]],
    ['heed.origin.changes', '{change}', { ...place, 'heed.origin.change': 'paused' }, 1],
  ])
  const duration = measures[0]?.value as Buckets
  assert.deepEqual(
    duration.buckets.boundaries,
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  )
})
