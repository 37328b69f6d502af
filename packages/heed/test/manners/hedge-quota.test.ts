import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClient } from '../../src/client.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import type { WireRequest } from '../../src/ports.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import type { Line, Script } from '../../src/testing/script.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even } from '../heart.ts'

const URL_A = 'https://a.test/x'
const OK = { status: 200 }
const SLOW = { ...OK, headMs: 2_000 }
const HEDGE = { afterMs: 50, share: 0.99 }
/** Timers ring on whole milliseconds. */
const LATE_MS = 1

const stage = (script: Script, options: Omit<ClientOptions, 'transport' | 'connectMs' | 'dispatcher'>) => {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  return { clock, transport, client: createClient({ dice: even, hedge: HEDGE, ...options, clock, transport }) }
}

/** Each path has a limit of its own, and calls to another one have earned the hedge. */
async function warm(
  own: readonly Line[] | ((request: WireRequest, index: number) => Line),
  options: Parameters<typeof stage>[1],
) {
  let ours = 0
  const script: Script = request => {
    if (request.url.pathname === '/warm') return OK
    return typeof own === 'function' ? own(request, ours++) : (own[ours++] ?? OK)
  }
  const { clock, client, transport } = stage(script, { limitKey: ({ url }) => url.pathname, ...options })
  for (let calls = 0; calls < 5; calls++) await clock.runUntilSettled(client('https://a.test/warm'))
  await clock.advance(60)
  const startMs = clock.steadyMs()
  const sentMs = (): number[] =>
    transport.seen.flatMap(({ atMs, request }) =>
      request.url.pathname === '/warm' ? [] : [Math.round(atMs - startMs)],
    )
  return { sentMs, get: () => clock.runUntilSettled(client(URL_A)) }
}

test('quota and hedge together: never more than the limit in any window', async () => {
  const anyCase = fc.record({
    limit: fc.integer({ min: 1, max: 12 }),
    burst: fc.double({ min: 0, max: 1, noNaN: true }),
    windowMs: fc.constantFrom(200, 1_000, 5_000),
    afterMs: fc.constantFrom(5, 40, 300),
    headsMs: fc.array(fc.constantFrom(1, 20, 100, 900), { minLength: 1, maxLength: 12 }),
    startsMs: fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 30, size: 'max' }),
    fails: fc.boolean(),
  })
  const told = { sends: 0, calls: 0 }
  const property = fc.asyncProperty(anyCase, async ({ limit, burst, windowMs, afterMs, headsMs, startsMs, fails }) => {
    const script: Script = (_, index) => {
      const headMs = headsMs[index % headsMs.length] ?? 1
      return { status: fails && index % 5 === 0 ? 503 : 200, headMs }
    }
    const { clock, client, transport } = stage(script, {
      quota: { limit, windowMs, burst: Math.max(1, Math.round(burst * limit)) },
      hedge: { afterMs, share: 0.99 },
      deadlineMs: 60_000,
      breaker: false,
    })
    const calls = startsMs.map(async startMs => {
      await new Promise<void>(resolve => clock.set(startMs, resolve))
      await client(URL_A, { attempts: fails ? 3 : 1 }).catch(() => null)
    })
    await clock.runUntilSettled(Promise.all(calls))
    const times = transport.seen.map(({ atMs }) => atMs)
    for (const [at, fromMs] of times.entries()) {
      const apartMs = (times[at + limit] ?? Number.POSITIVE_INFINITY) - fromMs
      assert.ok(apartMs > windowMs - LATE_MS, `${limit + 1} within ${apartMs} ms of ${windowMs}`)
    }
    if (!fails) {
      told.sends += times.length
      told.calls += startsMs.length
    }
  })
  await fc.assert(property, { numRuns: 400 })
  assert.ok(told.sends > told.calls + 30, `${told.sends} sends of ${told.calls} calls: few were hedged`)
})

test('a hedge goes where a place is free, takes it, and the next call waits for its own', async () => {
  const { get, sentMs } = await warm([SLOW], { quota: { limit: 2, windowMs: 1_000, burst: 2 }, deadlineMs: 60_000 })
  await get()
  await get()
  assert.deepEqual(sentMs().slice(0, 2), [0, 50])
  assert.ok((sentMs()[2] ?? 0) >= 1_000)
})

test('without a free place there is no hedge', async () => {
  const { get, sentMs } = await warm([SLOW], { quota: { limit: 1, windowMs: 300 } })
  await get()
  assert.deepEqual(sentMs(), [0])
})

test('the place is one of the limit key that the call goes by, whatever it was signed with', async () => {
  const keys = new Set<string>()
  const { get, sentMs } = await warm([SLOW], {
    baseUrl: 'https://a.test',
    auth: { token: 'secret' },
    quota: { limit: 1, windowMs: 300 },
    limitKey: ({ url, fields }) => {
      const key = `${url.pathname} ${fields.authorization ?? 'nobody'}`
      keys.add(key)
      return key
    },
  })
  await get()
  assert.deepEqual([sentMs(), [...keys]], [[0], ['/warm nobody', '/x nobody']])
})

test('nor one while the quota that the server tells of is spread out', async () => {
  const policy = { 'ratelimit-policy': '"day";q=100;w=60' }
  const told = [
    { ...policy, ratelimit: '"day";r=3;t=5' },
    // A window, and no reset.
    { ...policy, ratelimit: '"day";r=3' },
  ]
  for (const [fields, sends] of [...told.map(each => [each, 2] as const), [{}, 3] as const]) {
    const { get, sentMs } = await warm([{ ...OK, fields }, SLOW], { deadlineMs: 60_000 })
    await get()
    await get()
    assert.equal(sentMs().length, sends)
  }
})
