import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClient } from '../../src/client.ts'
import { HeedError, StatusError, WireError } from '../../src/errors/errors.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import type { Line, Script } from '../../src/testing/script.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import type { Trail } from '../../src/trail.ts'
import { even, told } from '../heart.ts'
import { seededDice } from '../seeded-dice.ts'

const URL_A = 'https://a.test/x'
const OK = { status: 200 }
const spent = (seconds: number, status = 429) => ({ status, fields: { ratelimit: `"day";r=0;t=${seconds}` } })

function stage(script: Script, options: ClientOptions = {}) {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const client = createClient({ dice: even, ...options, clock, transport } as ClientOptions)
  return { clock, transport, client, startMs: clock.steadyMs(), startWallMs: clock.wallMs() }
}

/** Waits behind one another: nothing happened in between, so one would have done. */
const slept = (trail: Trail): string[] =>
  trail.flatMap((entry, at) => {
    const before = trail[at - 1]
    return entry.what === 'wait' && entry.source === 'pause' && before?.what === 'wait' ? [before.reason] : []
  })

test('a refusal that carries figures alone is waited out in one wait, like one with Retry-After', async () => {
  const vendor = { status: 429, fields: { 'retry-after-ms': '5000' } }
  for (const line of [spent(5), vendor]) {
    const { clock, client, transport } = stage([line, OK])
    const { trail } = await clock.runUntilSettled(client(URL_A))
    // The middle of the tenth that a pause of 5 s is released over.
    assert.deepEqual(told(trail).slice(1, 4), ['answer 429', 'wait 5250 pause', 'send GET https://a.test/x'])
    assert.equal(trail[2]?.rule, 'retry')
    assert.equal(
      trail[2]?.reason,
      '429 Too Many Requests: held by the pause that 429 from GET https://a.test/x asked for',
    )
    assert.ok((transport.seen[1]?.atMs ?? 0) - (transport.seen[0]?.atMs ?? 0) >= 5_000)
  }
})

test('one that gives no figures either is waited out once, too', async () => {
  const { clock, client } = stage([{ status: 429 }, OK])
  const { trail } = await clock.runUntilSettled(client(URL_A))
  assert.deepEqual(told(trail).slice(1, 3), ['answer 429', 'wait 1050 pause'])
})

test('where the stated time does not fit, the answer comes at once, with that time', async () => {
  for (const [options, stopped] of [
    [{ deadlineMs: 4_000 }, 'deadline'],
    [{ maxWaitMs: 4_000 }, 'max-wait'],
    [{ attempts: 1 }, 'attempts'],
  ] as const) {
    const { clock, client, startMs, startWallMs } = stage([spent(5)], options)
    const outcome = await clock.runUntilSettled(client.try(URL_A))
    assert.ok(outcome.kind === 'later' && outcome.error instanceof StatusError)
    assert.deepEqual([outcome.error.status, outcome.error.stopped], [429, stopped])
    assert.ok(clock.steadyMs() - startMs <= 5, `${clock.steadyMs() - startMs} ms`)
    // Heard when the head came, after one millisecond.
    for (const time of [outcome.notBefore, outcome.error.retryAt]) {
      assert.ok(Math.abs((time?.getTime() ?? 0) - startWallMs - 5_001) <= 1)
    }
    const reason = outcome.error.trail.at(-1)?.reason ?? ''
    if (stopped !== 'attempts')
      assert.match(reason, /: held by the pause that 429 from GET https:\/\/a\.test\/x asked for$/)
  }
})

test('a refused POST that is not repeated says when it is worth another try', async () => {
  const { clock, client } = stage([spent(5)])
  const error = await clock.runUntilSettled(client.post(URL_A, { body: 'x' }).catch((failed: unknown) => failed))
  assert.ok(error instanceof StatusError && error.stopped === 'unsafe' && error.retryAt !== null)
})

test('a pause that others heard of is not slept twice for, whether an answer or a fault came before it', async () => {
  const lines: readonly Line[] = [
    { status: 503, headMs: 100 },
    { fault: 'reset', sent: true, afterMs: 100 },
  ]
  for (const line of lines) {
    const { clock, client, transport, startMs } = stage((_, index) => [line, { ...spent(5), headMs: 50 }][index] ?? OK)
    const [first] = await clock.runUntilSettled(Promise.all([client(URL_A), client('https://a.test/y')]))
    const waits = first.trail.filter(({ what }) => what === 'wait')
    assert.deepEqual([waits.length, waits[0]?.rule], [1, 'status' in line ? 'retry' : 'fault'])
    assert.match(waits[0]?.reason ?? '', /: held by the pause that 429 from GET https:\/\/a\.test\/y asked for$/)
    assert.ok((transport.seen[2]?.atMs ?? 0) - startMs >= 5_050)
    const short = stage((_, index) => [line, { ...spent(5), headMs: 50 }][index] ?? OK, { deadlineMs: 2_000 })
    const ends = [short.client(URL_A), short.client('https://a.test/y')].map(call =>
      call.catch((error: unknown) => error),
    )
    const [error] = await short.clock.runUntilSettled(Promise.all(ends))
    assert.ok(error instanceof ('status' in line ? StatusError : WireError))
    assert.ok(error.stopped === 'deadline' && error.retryAt !== null && error.retryable)
    assert.ok(short.clock.steadyMs() - short.startMs <= 110)
  }
})

test('a pause of another answer that ends before the own wait changes nothing', async () => {
  const own = { status: 503, fields: { 'retry-after': '8' }, headMs: 100 }
  const { clock, client } = stage((_, index) => [own, { ...spent(5), headMs: 50 }][index] ?? OK)
  const [first] = await clock.runUntilSettled(Promise.all([client(URL_A), client('https://a.test/y')]))
  assert.equal(told(first.trail)[2], 'wait 10000 retry-after')
})

test('a call alone never meets a pause right after a wait of its own', async () => {
  const anyLine = fc.record({
    is: fc.constantFrom('well', 'spent', 'spent', 'stated', 'silent', 'broken', 'fault'),
    status: fc.constantFrom(429, 503, 500),
    seconds: fc.integer({ min: 0, max: 6 }),
  })
  const property = fc.asyncProperty(
    fc.array(anyLine, { minLength: 1, maxLength: 8 }),
    fc.nat(),
    async (lines, seed) => {
      const script: Script = (_, index) => {
        const { is, status, seconds } = lines[index % lines.length] as (typeof lines)[number]
        if (is === 'spent') return spent(seconds, status)
        if (is === 'stated') return { status, fields: { 'retry-after': String(seconds) } }
        if (is === 'fault') return { fault: 'reset', sent: true }
        return { status: is === 'well' ? 200 : is === 'silent' ? 429 : 500 }
      }
      const { clock, client } = stage(script, { dice: seededDice(seed), breaker: false, attempts: 4 })
      for (let calls = 0; calls < 4; calls++) {
        const end = await clock.runUntilSettled(client(URL_A).catch((error: unknown) => error))
        const trail = end instanceof Error ? (HeedError.is(end) ? end.trail : null) : (end as { trail: Trail }).trail
        assert.deepEqual(slept(trail ?? []), [])
      }
    },
  )
  await fc.assert(property, { numRuns: 300 })
})
