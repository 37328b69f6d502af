import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCache } from '../../src/cache.ts'
import { createClient } from '../../src/client.ts'
import { Attempt } from '../../src/drive/attempt.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import type { Script } from '../../src/testing/script.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { answering, clientFor, failureOf, loopback } from '../client/loopback.ts'
import { even } from '../heart.ts'
import { hearChannels } from './hear-channels.ts'

const AT = 'https://a.test/x?key=hidden'

/** A client on a fake clock, whose server follows a script. */
function staged(script: Script, options: Omit<ClientOptions, 'transport' | 'connectMs' | 'dispatcher'> = {}) {
  const clock = fakeClock({ steadyMs: 1000 })
  const transport = scriptedTransport(clock, script)
  return { clock, transport, client: createClient({ dice: even, ...options, clock, transport }) }
}

test('a call on a real socket is told from its begin to its end', async t => {
  const fields = { 'content-type': 'text/plain; charset=utf-8', 'x-other': '1' }
  const { origin } = await loopback(t, answering(200, fields, 'fine'))
  const { all, of } = hearChannels(t)
  await clientFor(t).get(`${origin}/a?b=c`)
  const port = Number(new URL(origin).port)
  const [{ call } = { call: 0 }] = of('heed:call:start')
  const place = { call, method: 'GET', url: `${origin}/a?b=…`, host: '127.0.0.1', port }
  const [attempt, whole] = [of('heed:attempt:end')[0], of('heed:call:end')[0]]
  assert.ok(attempt && whole && attempt.headMs !== null && attempt.headMs <= attempt.tookMs)
  assert.ok(whole.tookMs >= attempt.headMs)
  assert.deepEqual(all, [
    ['heed:call:start', place],
    ['heed:attempt:start', { ...place, send: 1, attempt: 1, hop: 0, budgetUsed: 0 }],
    [
      'heed:attempt:end',
      {
        ...{ call, send: 1, status: 200, fault: null, refused: null, protocol: '1.1' },
        ...{ fields: { 'content-type': 'text/plain' }, headMs: attempt.headMs, tookMs: attempt.tookMs },
      },
    ],
    [
      'heed:call:end',
      {
        ...{ call, outcome: 'delivered', error: false, status: 200, fault: null, stopped: null },
        ...{ sends: 1, attempts: 1, hops: 0, cache: null, tookMs: whole.tookMs },
      },
    ],
  ])
})

test('a wait and the send after it are told in order, with times of the clock', async t => {
  const heard = hearChannels(t)
  const busy = { status: 503, fields: { 'retry-after': '2' }, headMs: 30, bodyMs: 20 }
  const { clock, client } = staged([busy, { status: 200, headMs: 7, bodyMs: 4 }])
  await clock.runUntilSettled(client.get(AT))
  assert.deepEqual(heard.names(), [
    ...['call:start', 'attempt:start', 'origin', 'attempt:end', 'wait', 'attempt:start', 'attempt:end', 'call:end'],
  ])
  const [first, second] = heard.of('heed:attempt:end')
  assert.deepEqual([first?.status, first?.headMs, first?.tookMs, first?.fields], [503, 30, 50, { 'retry-after': '2' }])
  assert.deepEqual([second?.send, second?.status, second?.headMs, second?.tookMs], [2, 200, 7, 11])
  const [wait] = heard.of('heed:wait')
  assert.ok(wait && wait.entry.source === 'retry-after' && wait.entry.waitMs >= 2000)
  assert.deepEqual(
    heard.of('heed:attempt:start').map(({ send, attempt, budgetUsed }) => [send, attempt, budgetUsed]),
    [
      [1, 1, 0],
      [2, 2, 1 / 100.2],
    ],
  )
  const [paused] = heard.of('heed:origin')
  assert.deepEqual([paused?.origin, paused?.what, paused?.forMs], ['https://a.test', 'paused', 2000])
  const [end] = heard.of('heed:call:end')
  assert.deepEqual([end?.sends, end?.attempts, end?.status], [2, 2, 200])
})

test('a hop, a kept answer and renewed credentials are steps', async t => {
  const heard = hearChannels(t, 'heed:step', 'heed:call:end')
  const moved = { status: 302, fields: { location: '/y' } }
  const kept = { status: 200, fields: { 'cache-control': 'max-age=60' } }
  const { clock, client } = staged([moved, { status: 401 }, kept], {
    cache: memoryCache(),
    auth: { token: 'old', refresh: async () => 'new', origins: ['https://a.test'] },
  })
  await clock.runUntilSettled(client.get('https://a.test/x'))
  await clock.runUntilSettled(client.get('https://a.test/y'))
  assert.deepEqual(
    heard.of('heed:step').map(({ entry }) => entry.what),
    ['hop', 'renew', 'cache'],
  )
  const [sent, hit] = heard.of('heed:call:end')
  assert.deepEqual([sent?.sends, sent?.attempts, sent?.hops, sent?.cache], [3, 1, 1, 'miss'])
  assert.deepEqual([hit?.sends, hit?.status, hit?.cache, hit?.outcome], [0, 200, 'hit', 'delivered'])
})

for (const [name, script, options, expected] of [
  ['a final error', [{ status: 404 }], {}, ['failed', true, 404, null, 'final']],
  ['an error that is an answer', [{ status: 404 }], { throwOnError: false }, ['failed', false, 404, null, 'final']],
  [
    'a redirect that is refused',
    [{ status: 302, fields: { location: '/x' } }],
    { redirect: 'error', throwOnError: false },
    ['failed', true, 302, null, 'redirect-refused'],
  ],
  [
    'a deadline',
    [{ status: 200, headMs: 60_000 }],
    { attempts: 1 },
    ['failed', true, null, 'attempt-timeout', 'attempts'],
  ],
] as const satisfies readonly (readonly [string, Script, ClientOptions, unknown])[]) {
  test(`the end tells ${name} apart`, async t => {
    const heard = hearChannels(t, 'heed:call:end', 'heed:attempt:end')
    const { clock, client } = staged(script, options)
    await clock.runUntilSettled(client.get(AT).catch(() => {}))
    const [end] = heard.of('heed:call:end')
    assert.deepEqual([end?.outcome, end?.error, end?.status, end?.fault, end?.stopped], expected)
    const refused = name.includes('redirect') ? 'redirect-refused' : null
    assert.equal(heard.of('heed:attempt:end')[0]?.refused, refused)
  })
}

test('an abort ends the attempt and the call', async t => {
  const heard = hearChannels(t)
  const { clock, client } = staged([{ status: 200, headMs: 5000 }])
  const controller = new AbortController()
  const call = failureOf(client.get(AT, { signal: controller.signal }))
  await clock.advance(10)
  controller.abort()
  await call
  assert.deepEqual(heard.names(), ['call:start', 'attempt:start', 'attempt:end', 'call:end'])
  const [attempt, end] = [heard.of('heed:attempt:end')[0], heard.of('heed:call:end')[0]]
  assert.deepEqual([attempt?.fault, attempt?.status, attempt?.headMs, attempt?.tookMs], ['aborted', null, null, 10])
  assert.deepEqual([end?.fault, end?.tookMs], ['aborted', 10])
})

test('each of two hedged requests is told', async t => {
  const heard = hearChannels(t, 'heed:attempt:start', 'heed:attempt:end', 'heed:call:end')
  const { clock, client } = staged((_request, index) => ({ status: 200, headMs: index === 5 ? 5000 : 1 }), {
    hedge: { afterMs: 50, share: 0.9 },
  })
  for (let calls = 0; calls < 6; calls++) await clock.runUntilSettled(client.get(AT))
  const call = heard.of('heed:call:end').at(-1)
  assert.equal(call?.sends, 2)
  const ends = heard.of('heed:attempt:end').filter(end => end.call === call?.call)
  assert.deepEqual(ends.map(({ send, status, fault }) => [send, status, fault]).sort(), [
    [1, null, 'aborted'],
    [2, 200, null],
  ])
})

test('a body that is handed on ends its attempt at the head', async t => {
  const heard = hearChannels(t, 'heed:attempt:end', 'heed:call:end')
  const { clock, client } = staged([{ status: 200, body: 'drip', headMs: 3, bodyMs: 9000 }])
  await clock.runUntilSettled(client.get(AT, { stream: true }))
  assert.deepEqual([heard.of('heed:attempt:end')[0]?.tookMs, heard.of('heed:call:end')[0]?.tookMs], [3, 3])
})

test('while nobody listens no call is looked at, and the next one is as soon as somebody does', async t => {
  const bare: boolean[] = []
  const { clock, client, transport } = staged(() => ({ status: 200 }))
  const { send } = transport
  transport.send = (request, limits, judge) => {
    bare.push(judge instanceof Attempt)
    return send.call(transport, request, limits, judge)
  }
  await clock.runUntilSettled(client.get(AT))
  const heard = hearChannels(t, 'heed:attempt:end')
  await clock.runUntilSettled(client.get(AT))
  assert.deepEqual(bare, [true, false])
  assert.deepEqual(heard.names(), ['attempt:end'])
})

test('an extended client and one with a transport of its own are heard alike; each call has its own number', async t => {
  const heard = hearChannels(t, 'heed:call:start')
  const { clock, client } = staged(() => ({ status: 200 }))
  const extended = client.extend({ attempts: 1 })
  await clock.runUntilSettled(Promise.all([client.get(AT), extended.get(AT), client.get(AT)]))
  assert.equal(new Set(heard.of('heed:call:start').map(({ call }) => call)).size, 3)
})

test('the address of IPv6 has no brackets, and a port that goes without saying is told', async t => {
  const heard = hearChannels(t, 'heed:call:start')
  const { clock, client } = staged(() => ({ status: 200 }))
  await clock.runUntilSettled(client.get('https://[::1]/x'))
  assert.deepEqual([heard.of('heed:call:start')[0]?.host, heard.of('heed:call:start')[0]?.port], ['::1', 443])
})
