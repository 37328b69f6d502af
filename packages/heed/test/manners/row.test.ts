import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../src/client.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import type { Script } from '../../src/testing/script.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even } from '../heart.ts'

const URL_A = 'https://a.test/x'
const OK = { status: 200, headMs: 100 }

function stage(script: Script, options: ClientOptions) {
  const clock: FakeClock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const given = { dice: even, attempts: 1, concurrency: { first: 1, most: 1 }, ...options, clock, transport }
  return { clock, transport, client: createClient(given as ClientOptions) }
}

const atOnce = (calls: number, make: () => Promise<unknown>) => Promise.all(Array.from({ length: calls }, make))

test('a call whose turn comes and that cannot go passes its turn on', async () => {
  const paused = { status: 429, fields: { 'retry-after': '3' }, headMs: 100 }
  const { clock, client } = stage((_, index) => (index === 0 ? paused : OK), {})
  const startMs = clock.steadyMs()
  const first = client.try(URL_A)
  const hasty = client.try(URL_A, { maxWaitMs: 1_000 })
  const patient = client.try(URL_A, { deadlineMs: 20_000 })
  const ends = await clock.runUntilSettled(Promise.all([first, hasty, patient]))
  assert.deepEqual(
    ends.map(({ kind }) => kind),
    ['later', 'later', 'ok'],
  )
  assert.ok(clock.steadyMs() - startMs < 10_000)
})

test('when a breaker opens, all who wait in the row are told at once', async () => {
  const { clock, client, transport } = stage(() => ({ status: 500, headMs: 100 }), { breaker: { least: 2 } })
  const startMs = clock.steadyMs()
  const ends = await clock.runUntilSettled(atOnce(10, () => client.try(URL_A)))
  assert.equal(ends.length, 10)
  assert.equal(transport.seen.length, 2)
  assert.ok(clock.steadyMs() - startMs < 1_000, `${clock.steadyMs() - startMs} ms`)
})

test('the limit grows while everybody waits in the row', async () => {
  const { clock, client } = stage(() => OK, { concurrency: { first: 2, most: 8 }, deadlineMs: 60_000 })
  const startMs = clock.steadyMs()
  await clock.runUntilSettled(atOnce(200, () => client.try(URL_A)))
  // Two at a time would take 10 s.
  assert.ok(clock.steadyMs() - startMs < 6_000, `${clock.steadyMs() - startMs} ms`)
  assert.equal(client.origins()[0]?.atOnce, 8)
  assert.equal(client.origins()[0]?.underWay, 0)
})

test('aborts in the row teach nothing of what the origin bears', async () => {
  const { clock, client } = stage(() => ({ ...OK, headMs: 1_000 }), { concurrency: { first: 2, most: 8 } })
  const controller = new AbortController()
  const calls = atOnce(2, () => client.try(URL_A))
  const given = atOnce(40, () => client.try(URL_A, { signal: controller.signal }))
  await clock.advance(500)
  controller.abort()
  await clock.runUntilSettled(given)
  assert.equal(client.origins()[0]?.atOnce, 2)
  await clock.runUntilSettled(calls)
})

test('a probe that was answered and waits says nothing more of the origin when it is aborted', async () => {
  const asked = { status: 503, fields: { 'retry-after': '3' }, headMs: 1 }
  const script: Script = (_, index) => (index < 3 ? { status: 500 } : index === 3 ? asked : { ...OK, headMs: 4_000 })
  const { clock, client, transport } = stage(script, {
    attempts: 3,
    concurrency: false,
    breaker: { least: 3, openMs: 500 },
    budget: false,
  })
  for (let n = 0; n < 3; n++) await clock.runUntilSettled(client.try(URL_A, { attempts: 1 }))
  await clock.advance(600)
  const controller = new AbortController()
  const probe = client.try(URL_A, { signal: controller.signal, maxWaitMs: 60_000 })
  await clock.advance(3_005)
  const next = client.try(URL_A)
  await clock.advance(5)
  assert.equal(client.origins()[0]?.breaker.state, 'probing')
  controller.abort()
  await clock.runUntilSettled(probe)
  const third = client.try(URL_A)
  await clock.advance(5)
  assert.equal(transport.seen.length, 5, 'one probe at a time')
  await clock.runUntilSettled(Promise.all([next, third]))
})

test('after a pause a declared quota still holds', async () => {
  const paused = { status: 429, fields: { 'retry-after': '10' } }
  const { clock, client, transport } = stage((_, index) => (index === 0 ? paused : OK), {
    concurrency: false,
    quota: { limit: 10, windowMs: 1_000 },
    deadlineMs: 60_000,
  })
  await clock.runUntilSettled(atOnce(60, () => client.try(URL_A)))
  const times = transport.seen.map(({ atMs }) => atMs)
  for (const [at, fromMs] of times.entries()) assert.ok((times[at + 10] ?? Number.POSITIVE_INFINITY) - fromMs > 950)
})
