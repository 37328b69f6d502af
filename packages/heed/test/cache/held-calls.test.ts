import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer } from '../../src/answer.ts'
import { memoryCache } from '../../src/cache.ts'
import { type Client, createClient } from '../../src/client.ts'
import { StatusError, WireError } from '../../src/errors/errors.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import type { Reply } from '../../src/testing/script.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even, told } from '../heart.ts'
import { seededDice } from '../seeded-dice.ts'

const KEPT = 'https://a.test/kept'
const OTHER = 'https://a.test/other'
const ALLOWED = 'max-age=1, stale-if-error=600'
const asks = (status: number, seconds: number): Reply => ({ status, fields: { 'retry-after': String(seconds) } })

interface Stage {
  readonly client: Client
  readonly clock: FakeClock
  /** The paths that went out after the answer was kept. */
  sent(): string[]
  run<Value>(promise: PromiseLike<Value>): Promise<Value>
  /** A call to the kept address, after another one has had its answer. */
  call(options?: Parameters<Client>[1]): Promise<Answer>
}

type Options = Omit<ClientOptions, 'transport' | 'connectMs' | 'dispatcher' | 'cache'>

/** An answer is kept and stale; from then on each answer is `reply`. */
async function stage(reply: Reply, options: Options = {}, control = ALLOWED): Promise<Stage> {
  const clock = fakeClock()
  let now: Reply = { status: 200, body: 'as before', fields: { 'cache-control': control } }
  const transport = scriptedTransport(clock, () => now)
  const client = createClient({ dice: even, ...options, cache: memoryCache(), clock, transport })
  const run = <Value>(promise: PromiseLike<Value>): Promise<Value> => clock.runUntilSettled(Promise.resolve(promise))
  await run(client(KEPT))
  await clock.advance(5_000)
  now = reply
  return {
    client,
    clock,
    run,
    sent: () => transport.seen.slice(1).map(({ request }) => request.url.pathname),
    async call(callOptions) {
      await run(client.try(OTHER, { attempts: 1 }))
      return run(client(KEPT, callOptions))
    },
  }
}

test('while a 503 holds its origin, what is kept is used at once and nothing is sent', async () => {
  for (const seconds of [2, 3_000]) {
    const { call, sent, clock } = await stage(asks(503, seconds))
    const startMs = clock.steadyMs()
    const answer = await call()
    assert.deepEqual([answer.status, await answer.text(), answer.cache?.is], [200, 'as before', 'stale'])
    assert.ok(clock.steadyMs() - startMs < 10)
    assert.deepEqual(sent(), ['/other'])
    assert.deepEqual(told(answer.trail), ['cache stale 200', 'end delivered use'])
    const why = 'the server was not asked (held by the pause that 503 from GET https://a.test/other asked for)'
    const reason = `${why}; this is stale for 4 s, and the server allows that (stale-if-error)`
    assert.deepEqual([answer.cache?.reason, answer.trail[0]?.reason], [reason, reason])
  }
})

test('the call that heard the 503 does not wait for it either, and equal calls do not wait for that call', async () => {
  const { client, clock, run, sent } = await stage(asks(503, 9))
  const startMs = clock.steadyMs()
  const answers = await run(Promise.all([client(KEPT), client(KEPT), client(KEPT)]))
  for (const answer of answers) assert.deepEqual([answer.status, answer.cache?.is], [200, 'stale'])
  assert.ok(clock.steadyMs() - startMs < 10)
  assert.deepEqual(sent(), ['/kept'])
  assert.match(answers[0].cache?.reason ?? '', /^the server failed \(503\); this is stale/)
  assert.match(answers[1].cache?.reason ?? '', /^the server was not asked \(held by the pause that 503/)
})

test('a server that fails and asks for no pause is asked as often as attempts allow', async () => {
  const { client, run, sent } = await stage({ status: 503 })
  assert.equal((await run(client(KEPT))).cache?.is, 'stale')
  assert.equal(sent().length, 3)
})

test('so it is while a breaker is open, instead of an error', async () => {
  const { client, run, sent } = await stage({ status: 500 }, { breaker: { least: 2 }, attempts: 1 })
  for (let calls = 0; calls < 3; calls++) await run(client.try(OTHER))
  const before = sent().length
  const answer = await run(client(KEPT))
  assert.equal(answer.cache?.is, 'stale')
  assert.match(answer.cache?.reason ?? '', /^the server was not asked \(too many calls to this origin failed lately/)
  assert.equal(sent().length, before)
  // Of the other address nothing is kept.
  assert.equal((await run(client.try(OTHER))).kind, 'later')
})

test('a pause for a limit is waited out, and what is kept is then asked about or renewed', async () => {
  const { call, clock } = await stage(asks(429, 2))
  const startMs = clock.steadyMs()
  const error = await call({ attempts: 1 }).catch((failed: unknown) => failed)
  assert.ok(error instanceof StatusError && error.status === 429, String(error))
  assert.deepEqual(
    error.trail.map(({ what }) => what),
    ['wait', 'send', 'answer', 'end'],
  )
  assert.ok(clock.steadyMs() - startMs >= 2_000)
})

test('where that does not fit, a call that has heard nothing gets what is kept, and one with a 429 that', async () => {
  const { call, client, run, sent } = await stage(asks(429, 300))
  const answer = await call()
  assert.deepEqual([answer.status, answer.cache?.is], [200, 'stale'])
  assert.match(answer.cache?.reason ?? '', /^the server was not asked \(held by the pause that 429 from GET/)
  assert.deepEqual(sent(), ['/other'])
  const alone = await stage(asks(429, 300))
  const error = await alone.run(alone.client(KEPT).catch((failed: unknown) => failed))
  assert.ok(error instanceof StatusError && error.status === 429)
  const held = await run(client(OTHER).catch((failed: unknown) => failed))
  assert.ok(held instanceof WireError && held.fault === 'held')
})

test('what forbids a stale answer holds here too', async () => {
  for (const control of ['max-age=1', `${ALLOWED}, must-revalidate`, 'max-age=1, stale-if-error=3']) {
    const { call } = await stage(asks(503, 300), {}, control)
    const error = await call().catch((failed: unknown) => failed)
    assert.ok(error instanceof WireError && error.stopped === 'paused', control)
  }
  for (const headers of [{ 'cache-control': 'no-cache' }, { 'cache-control': 'stale-if-error=0' }]) {
    const { call } = await stage(asks(503, 300))
    await assert.rejects(call({ headers }), WireError)
  }
  const { call } = await stage(asks(503, 300), {}, 'max-age=1')
  const answer = await call({ headers: { 'cache-control': 'stale-if-error=60' } })
  assert.match(answer.cache?.reason ?? '', /and the caller allows that \(stale-if-error\)$/)
})

test('a call that throttling refuses here counts as wanted, though what is kept stands in for it', async () => {
  const sends: number[] = []
  for (const url of [KEPT, OTHER]) {
    const options: Options = { throttle: true, breaker: false, attempts: 1, dice: seededDice(7) }
    const { client, run, sent } = await stage({ status: 500 }, options)
    for (let calls = 0; calls < 300; calls++) {
      const outcome = await run(client.try(url))
      assert.equal(outcome.kind, url === KEPT ? 'ok' : 'later')
    }
    sends.push(sent().length)
  }
  assert.equal(sends[0], sends[1])
  assert.ok((sends[0] ?? 0) < 30)
})
