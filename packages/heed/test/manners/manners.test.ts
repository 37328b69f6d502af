import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, createClient } from '../../src/client.ts'
import { HeedError, StatusError, WireError } from '../../src/errors/errors.ts'
import type { OriginChange } from '../../src/manners.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import type { Script } from '../../src/testing/script.ts'
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even, told } from '../heart.ts'

interface Stage {
  readonly clock: FakeClock
  readonly transport: ScriptedTransport
  readonly client: Client
  readonly changes: OriginChange[]
  run<Value>(promise: PromiseLike<Value>): Promise<Value>
  /** When each request went out, in milliseconds since the first. */
  sentMs(): number[]
}

function stage(script: Script, options: ClientOptions = {}): Stage {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const changes: OriginChange[] = []
  const client = createClient({
    dice: even,
    onOrigin: change => changes.push(change),
    ...options,
    clock,
    transport,
  } as ClientOptions)
  const startMs = clock.steadyMs()
  return {
    clock,
    transport,
    client,
    changes,
    run: promise => clock.runUntilSettled(Promise.resolve(promise)),
    sentMs: () => transport.seen.map(seen => Math.round(seen.atMs - startMs)),
  }
}

const URL_A = 'https://a.test/x'
const OK = { status: 200, body: 'fine' }
const wait = (seconds: number) => ({ status: 429, fields: { 'retry-after': String(seconds) } })

test('one 429 holds every call to its origin until the time it states, and says so', async () => {
  const { client, run, sentMs, clock, changes } = stage((_, index) => (index === 0 ? wait(5) : OK))
  const first = client(URL_A)
  await clock.advance(10)
  const others = [client('https://a.test/y'), client('https://a.test/z')]
  const elsewhere = await run(client('https://b.test/'))
  assert.equal(elsewhere.status, 200)
  const answers = await run(Promise.all([first, ...others]))
  assert.deepEqual(
    answers.map(answer => answer.status),
    [200, 200, 200],
  )
  const [, ours, ...rest] = sentMs()
  assert.ok((ours ?? 0) < 100, 'the other origin was not held')
  for (const atMs of rest) assert.ok(atMs >= 5_000, `${atMs} ms is early`)
  const held = answers[1]?.trail.find(entry => entry.what === 'wait')
  assert.equal(held?.what === 'wait' && held.source, 'pause')
  assert.match(held?.reason ?? '', /held by the pause that 429 from GET https:\/\/a\.test\/x asked for/)
  assert.deepEqual(
    changes.map(change => [change.key, change.what]),
    [['https://a.test', 'paused']],
  )
})

test('a call that may not wait so long ends at once and says when to come back', async () => {
  const { client, run, transport, clock } = stage([wait(3_000)])
  await assert.rejects(run(client(URL_A)))
  const outcome = await run(client.try('https://a.test/y'))
  assert.equal(outcome.kind, 'later')
  if (outcome.kind !== 'later') return
  assert.ok(outcome.notBefore.getTime() >= clock.wallMs() + 2_990_000)
  assert.ok(outcome.error instanceof WireError && outcome.error.stopped === 'paused')
  assert.ok((outcome.error.retryAt?.getTime() ?? 0) >= clock.wallMs() + 2_990_000)
  assert.match(outcome.error.message, /asked for a pause/)
  assert.equal(transport.seen.length, 1)
})

test('a longer pause rules, whichever came first', async () => {
  for (const order of [
    [5, 1],
    [1, 5],
  ] as const) {
    const { client, run, sentMs, clock } = stage((_, index) => (index < 2 ? wait(order[index] ?? 0) : OK), {
      attempts: 1,
    })
    const failed = [client(URL_A), client(URL_A)].map(call => call.catch((error: unknown) => error))
    await run(Promise.all(failed))
    await clock.advance(10)
    await run(client(URL_A))
    assert.ok((sentMs()[2] ?? 0) >= 5_000)
  }
})

test("GitHub's 403 for a limit is waited out like a 429, and any other 403 is final", async () => {
  const limited = (wallMs: number) => ({
    status: 403,
    fields: {
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(wallMs / 1000) + 10),
      'x-github-request-id': 'A1',
    },
  })
  const { client, run, sentMs } = stage((_, index) => (index === 0 ? limited(Date.UTC(2026, 10, 22, 12)) : OK))
  assert.equal((await run(client(URL_A))).status, 200)
  assert.ok((sentMs()[1] ?? 0) >= 9_000)
  const far = stage(() => limited(Date.UTC(2026, 10, 22, 13)))
  const outcome = await far.run(far.client.try(URL_A))
  assert.equal(outcome.kind, 'later')
  assert.ok(outcome.kind === 'later' && outcome.error instanceof StatusError && outcome.error.status === 403)
  const plain = stage([{ status: 403 }])
  assert.equal((await plain.run(plain.client.try(URL_A))).kind, 'never')
})

test('limitKey says who is held by whom', async () => {
  const limitKey: ClientOptions['limitKey'] = ({ fields }) => fields['x-tenant'] ?? ''
  const { client, run, sentMs, clock } = stage((_, index) => (index === 0 ? wait(5) : OK), { limitKey, attempts: 1 })
  await run(client(URL_A, { headers: { 'x-tenant': 'one' } }).catch(() => null))
  await clock.advance(10)
  await run(client(URL_A, { headers: { 'x-tenant': 'two' } }))
  await run(client('https://b.test/', { headers: { 'x-tenant': 'one' } }))
  const [, two, one] = sentMs()
  assert.ok((two ?? 0) < 100)
  assert.ok((one ?? 0) >= 5_000)
})

test('what is kept may be used while the origin rests', async () => {
  const { memoryCache } = await import('../../src/cache.ts')
  const kept = { ...OK, fields: { 'cache-control': 'max-age=60' } }
  const { client, run, transport } = stage((_, index) => (index === 0 ? kept : wait(30)), {
    cache: memoryCache(),
    attempts: 1,
  })
  await run(client(URL_A))
  await run(client('https://a.test/y').catch(() => null))
  assert.equal((await run(client(URL_A))).cache?.is, 'hit')
  assert.equal(transport.seen.length, 2)
})

test('a breaker opens after many failures, fails fast, and closes after one probe', async () => {
  let broken = true
  const { client, run, transport, clock, changes } = stage(() => (broken ? { status: 500 } : OK), { attempts: 1 })
  for (let n = 0; n < 20; n++) await run(client(URL_A).catch(() => null))
  assert.equal(transport.seen.length, 20)
  const error = await run(client(URL_A).catch((failed: unknown) => failed))
  assert.ok(error instanceof WireError && error.stopped === 'breaker')
  assert.equal(error.retryable, true)
  assert.equal(transport.seen.length, 20)
  broken = false
  await clock.advance(5_100)
  const answers = await run(Promise.allSettled([client(URL_A), client(URL_A), client(URL_A)]))
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected'],
  )
  await run(client(URL_A))
  assert.deepEqual(
    changes.map(({ what }) => what),
    ['opened', 'closed'],
  )
})

test('a breaker whose probe fails stays open twice as long; without one nothing is held', async () => {
  const { client, run, transport, clock } = stage(() => ({ status: 500 }), { attempts: 1 })
  for (let n = 0; n < 20; n++) await run(client(URL_A).catch(() => null))
  await clock.advance(5_100)
  await run(client(URL_A).catch(() => null))
  assert.equal(transport.seen.length, 21)
  await clock.advance(5_100)
  await run(client(URL_A).catch(() => null))
  assert.equal(transport.seen.length, 21)
  await clock.advance(5_000)
  await run(client(URL_A).catch(() => null))
  assert.equal(transport.seen.length, 22)
  const open = stage(() => ({ status: 500 }), { attempts: 1, breaker: false })
  for (let n = 0; n < 40; n++) await open.run(open.client(URL_A).catch(() => null))
  assert.equal(open.transport.seen.length, 40)
})

test('refusals of one request and throttles open no breaker', async () => {
  const { client, run, transport } = stage((_, index) => ({ status: index % 2 === 0 ? 404 : 429 }), { attempts: 1 })
  for (let n = 0; n < 60; n++) await run(client(URL_A).catch(() => null))
  assert.equal(transport.seen.length, 60)
})

test('a quota that runs out and says only its window spaces the calls of that window', async () => {
  const fields = { 'ratelimit-policy': '"day";q=100;w=10', ratelimit: '"day";r=10' }
  const { client, run, sentMs } = stage(() => ({ ...OK, fields }))
  await run(client(URL_A))
  await run(Promise.all([client(URL_A), client(URL_A), client(URL_A)]))
  const [firstMs = 0, secondMs = 0, thirdMs = 0, fourthMs = 0] = sentMs()
  assert.ok(secondMs - firstMs < 100, 'the first of them has its place at once')
  assert.ok(thirdMs - secondMs > 900 && fourthMs - thirdMs > 900, sentMs().join())
})

test('a declared quota is never exceeded in any window, and everybody gets through', async () => {
  const { client, run, sentMs } = stage(() => OK, { quota: { limit: 10, windowMs: 1_000 }, deadlineMs: 60_000 })
  await run(Promise.all(Array.from({ length: 60 }, () => client(URL_A))))
  const times = sentMs()
  assert.equal(times.length, 60)
  for (const [at, fromMs] of times.entries()) {
    const inWindow = times.slice(at).filter(atMs => atMs < fromMs + 1_000).length
    assert.ok(inWindow <= 10, `${inWindow} in one second`)
  }
})

test('a call that would wait longer for its place than it may does not take one', async () => {
  const { client, run, transport } = stage(() => OK, { quota: { limit: 1, windowMs: 10_000 }, deadlineMs: 25_000 })
  const ends = await run(Promise.allSettled(Array.from({ length: 5 }, () => client(URL_A))))
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, transport.seen.length)
  assert.equal(transport.seen.length, 3)
  const failed = ends.flatMap(end => (end.status === 'rejected' ? [end.reason] : []))
  for (const error of failed) assert.ok(HeedError.is(error) && error.retryable)
})

test('throttling refuses here what the origin refuses mostly, and lets some through to find out', async () => {
  const { client, run, transport } = stage(() => ({ status: 429 }), {
    attempts: 1,
    throttle: true,
    dice: seeded(),
  })
  for (let n = 0; n < 400; n++) await run(client(URL_A).catch(() => null))
  assert.ok(transport.seen.length < 60, `${transport.seen.length} went out`)
  assert.ok(transport.seen.length > 3)
})

test('throttling refuses nothing at an origin that takes all, however many go at once', async () => {
  const { client, run, transport } = stage(() => ({ ...OK, headMs: 100 }), { throttle: true, dice: seeded() })
  await run(Promise.all(Array.from({ length: 50 }, () => client(URL_A))))
  assert.equal(transport.seen.length, 50)
})

test('a limit at once is learnt: no more are under way, and nobody is forgotten in the row', async () => {
  let most = 0
  let underWay = 0
  const { client, run, transport } = stage(
    () => {
      underWay++
      most = Math.max(most, underWay)
      return { ...OK, headMs: 100 }
    },
    { concurrency: { first: 4, most: 4 }, deadlineMs: 60_000 },
  )
  const calls = Array.from({ length: 40 }, () =>
    client(URL_A).then(answer => {
      underWay--
      return answer.status
    }),
  )
  const statuses = await run(Promise.all(calls))
  assert.equal(statuses.length, 40)
  assert.equal(transport.seen.length, 40)
  assert.ok(most <= 5, `${most} at once`)
})

test('a call that leaves the row gives its turn to the next', async () => {
  const { client, run, clock } = stage(() => ({ ...OK, headMs: 1_000 }), { concurrency: { first: 1, most: 1 } })
  const controller = new AbortController()
  const first = client(URL_A)
  const second = client(URL_A, { signal: controller.signal }).catch((error: unknown) => error)
  const third = client(URL_A)
  await clock.advance(500)
  controller.abort()
  assert.ok((await run(second)) instanceof Error)
  assert.equal((await run(first)).status, 200)
  assert.equal((await run(third)).status, 200)
})

test('hedge: a slow safe request goes a second time, and the first head wins; others do not', async () => {
  const slow = { ...OK, headMs: 5_000 }
  const { client, run, transport, clock } = stage((_, index) => (index === 30 ? slow : OK), {
    hedge: { afterMs: 50, share: 0.5 },
  })
  for (let n = 0; n < 30; n++) await run(client(URL_A))
  const startMs = clock.steadyMs()
  assert.equal((await run(client(URL_A))).status, 200)
  assert.ok(clock.steadyMs() - startMs < 100)
  assert.equal(transport.seen.length, 32)
  assert.equal(transport.seen[30]?.aborted, 'aborted')
  await run(client.post(URL_A, { body: 'x', deadlineMs: 8_000 }))
  assert.equal(transport.seen.length, 33)
})

test('origins() shows what is known', async () => {
  const { client, run } = stage((_, index) => (index === 0 ? wait(5) : OK), { attempts: 1 })
  await run(client(URL_A).catch(() => null))
  await run(client('https://b.test/'))
  const known = client.origins()
  assert.deepEqual(
    known.map(({ key }) => key),
    ['https://a.test', 'https://b.test'],
  )
  const [a, b] = known
  assert.equal(a?.pause?.cause, '429 from GET https://a.test/x')
  assert.ok(a?.pause !== null && a?.pause !== undefined && a.pause.until instanceof Date)
  assert.deepEqual([b?.pause, b?.breaker.state, b?.underWay], [null, 'closed', 0])
})

test('the trail of a call that went at once knows nothing of all this', async () => {
  const { client, run } = stage([OK])
  assert.deepEqual(told((await run(client(URL_A))).trail), [
    'send GET https://a.test/x',
    'answer 200',
    'end delivered use',
  ])
})

function seeded(): () => number {
  let state = 7
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}
