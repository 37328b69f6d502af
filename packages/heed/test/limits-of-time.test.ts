import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../src/exchange.ts'
import { heart, told } from './heart.ts'

const OK = { status: 200, body: 'fine' }
const BUSY = { status: 503, body: 'busy' }
const NEVER = Number.POSITIVE_INFINITY
const SILENT = { ...OK, headMs: NEVER }
const DRIPPING = { ...OK, bodyMs: NEVER }

const end = ({ fault, failure, answer }: Exchange) => [
  fault?.name ?? null,
  failure?.stopped ?? null,
  answer?.status ?? null,
]

test('an attempt that brings no head in its time is given up, and the next one made', async () => {
  const { run, transport } = heart([SILENT, OK], { dice: () => 0 })
  const exchange = await run()
  assert.deepEqual(end(exchange), [null, null, 200])
  assert.equal(transport.seen[0]?.aborted, 'attempt-timeout')
  assert.equal((transport.seen[1]?.atMs ?? 0) - (transport.seen[0]?.atMs ?? 0), 10_000)
})

test('an attempt whose body never ends is given up, too', async () => {
  const { run, transport } = heart([DRIPPING, OK])
  const exchange = await run()
  assert.deepEqual(end(exchange), [null, null, 200])
  assert.equal(transport.seen[0]?.aborted, 'attempt-timeout')
  assert.deepEqual(told(exchange.trail).slice(0, 3), [
    'send GET https://a.test/',
    'answer 200',
    'fault attempt-timeout',
  ])
})

test('an attempt of an unsafe request that was given up is not made again', async () => {
  const { run, transport } = heart([SILENT], { method: 'POST' })
  assert.deepEqual(end(await run()), ['attempt-timeout', 'unsafe', null])
  assert.equal(transport.seen.length, 1)
})

test('the deadline ends a send, and nothing is sent after it', async () => {
  const { run, clock, transport } = heart([SILENT, SILENT], { attemptMs: 20_000, dice: () => 0 })
  const exchange = await run()
  assert.deepEqual(end(exchange), ['deadline', 'final', null])
  assert.equal(clock.steadyMs() - exchange.startMs, 30_000)
  assert.deepEqual(
    transport.seen.map(seen => seen.aborted),
    ['attempt-timeout', 'deadline'],
  )
})

test('the deadline ends a body', async () => {
  const { run, clock, transport } = heart([DRIPPING], { attemptMs: 500, deadlineMs: 500 })
  const exchange = await run()
  assert.deepEqual(end(exchange), ['deadline', 'final', null])
  assert.equal(clock.steadyMs() - exchange.startMs, 500)
  assert.equal(transport.seen.length, 1)
})

test("the body of an answer that ends the call has the attempt's time and no more, and hides nothing", async () => {
  const { run, clock } = heart([{ status: 404, body: 'gone', bodyMs: NEVER }])
  const exchange = await run()
  assert.deepEqual(end(exchange), [null, 'final', 404])
  assert.equal(clock.steadyMs() - exchange.startMs, 10_000)
})

test('no wait goes past the deadline, even when the body before it took its time', async () => {
  const dripping = { ...BUSY, bodyMs: NEVER, fields: { 'retry-after': '29' } }
  const { run, clock, transport } = heart([{ ...dripping, headMs: 990 }, SILENT], { dice: () => 0.999 })
  const exchange = await run()
  assert.equal(transport.seen.length, 2)
  assert.ok(clock.steadyMs() - exchange.startMs <= 30_001)
})

test('a call that was held up beyond its deadline sends nothing more and keeps the answer', async () => {
  const { clock, exchange, run, transport } = heart([{ ...BUSY, fields: { 'retry-after': '5' } }], { dice: () => 0 })
  const set = clock.set
  // As when a process sleeps: the timer rings long after its time.
  clock.set = (delayMs, ring) => set(delayMs > 4000 ? 60_000 : delayMs, ring)
  await run()
  assert.deepEqual(end(exchange), ['deadline', 'deadline', 503])
  assert.equal(transport.seen.length, 1)
  assert.deepEqual(told(exchange.trail).slice(-2), ['wait 5000 retry-after', 'end failed deadline'])
})

test('a body that stops coming is sent for again when that is safe', async () => {
  const idle = { ...OK, bodyMs: 200, breaks: 'body-idle' as const }
  assert.deepEqual(end(await heart([idle, OK]).run()), [null, null, 200])
  assert.deepEqual(end(await heart([idle], { method: 'POST' }).run()), ['body-idle', 'unsafe', null])
})

test('too large is final at once', async () => {
  const { run, transport } = heart([OK], { limits: { bodyBytes: 3 } })
  assert.deepEqual(end(await run()), ['too-large', 'final', null])
  assert.equal(transport.seen.length, 1)
})

test('neither attempt nor deadline ends a stream that was handed on', async () => {
  const { run, clock } = heart([{ ...OK, bodyMs: 100_000 }], { stream: true, bodyIdleMs: 200_000 })
  const { answer } = await run({ leaveTimers: true })
  const read = new Response(answer?.stream ?? null).text()
  assert.equal(await clock.runUntilSettled(read), 'fine')
  assert.equal(clock.timersLeft, 0)
})

test('the longest times that an option takes reach no timer that cannot hold them', async () => {
  const longest = 2 ** 31 - 1
  const options = { deadlineMs: longest, attemptMs: longest, maxWaitMs: longest, dice: () => 0.999 }
  const { run } = heart([{ ...BUSY, fields: { 'retry-after': String(Math.floor(longest / 1000)) } }, OK], options)
  assert.deepEqual(end(await run()), [null, null, 200])
  const tooLong = await heart([{ ...BUSY, fields: { 'retry-after': '2147484' } }], options).run()
  assert.equal(tooLong.failure?.stopped, 'max-wait')
})

test('each clock reading is later than the one before: no trail goes back in time', async () => {
  const script = [BUSY, { status: 307, fields: { location: '/b' } }, { ...OK, interims: [103] }]
  const { clock, exchange, run } = heart(script)
  const { steadyMs } = clock
  let readings = 0
  clock.steadyMs = () => steadyMs() + ++readings / 1000
  await run()
  const times = (exchange.trail ?? []).map(entry => entry.atMs)
  assert.equal(times.length, 10)
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  )
})
