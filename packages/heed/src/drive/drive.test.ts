import assert from 'node:assert/strict'
import { test } from 'node:test'
import { even, heart, told } from '../../test/heart.ts'
import { createClient } from '../client.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { scriptedTransport } from '../testing/scripted-transport.ts'
import type { TrailEntry } from '../trail.ts'

const OK = { status: 200, body: 'fine' }
const BUSY = { status: 503, body: 'busy' }
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

test('a call whose answer is the result costs one send and no trail', async () => {
  const { run, transport } = heart([OK])
  const { answer, fault, failure, trail, attempt, tookMs } = await run()
  assert.equal(answer?.status, 200)
  assert.equal(text(answer?.body), 'fine')
  // The head came after 1 ms, the end of the body after 2.
  assert.deepEqual([fault, failure, trail, attempt, tookMs], [null, null, null, 1, 1])
  assert.deepEqual(
    transport.seen.map(seen => seen.disposal),
    ['keep'],
  )
})

test('a retry discards the body, waits and sends the same request again', async () => {
  const { run, transport } = heart([BUSY, OK])
  const { trail, attempt, failure } = await run()
  assert.deepEqual(told(trail), [
    'send GET https://a.test/',
    'answer 503',
    'wait 25 backoff',
    'send GET https://a.test/',
    'answer 200',
    'end delivered use',
  ])
  assert.deepEqual([attempt, failure], [2, null])
  assert.deepEqual(
    transport.seen.map(seen => seen.disposal),
    ['discard', 'keep'],
  )
  assert.equal(transport.seen[0]?.request, transport.seen[1]?.request)
})

test('the answer that ends a call keeps the start of its body, also when that breaks off', async () => {
  const { run, transport } = heart([{ status: 404, body: 'gone', breaks: 'truncated' }])
  const { answer, fault, failure, trail } = await run()
  assert.deepEqual([answer?.status, answer?.whole, fault, failure?.stopped], [404, false, null, 'final'])
  assert.equal(transport.seen[0]?.disposal, 'keep-start')
  assert.deepEqual(told(trail), ['send GET https://a.test/', 'answer 404', 'end failed stop'])
})

test('all attempts used up: the last answer stands', async () => {
  const { run, transport } = heart([BUSY, BUSY, { status: 502, body: 'last' }])
  const { answer, failure, attempt } = await run()
  assert.deepEqual([answer?.status, text(answer?.body), failure?.stopped, attempt], [502, 'last', 'attempts', 3])
  assert.deepEqual(
    transport.seen.map(seen => seen.disposal),
    ['discard', 'discard', 'keep-start'],
  )
})

test('an endless body that nobody wants does not hold a retry back', async () => {
  const { run, transport } = heart([{ ...BUSY, bodyMs: Number.POSITIVE_INFINITY }, OK])
  await run()
  const [first, second] = transport.seen
  assert.equal((second?.atMs ?? 0) - (first?.atMs ?? 0), 1 + 100)
})

test('a wait counts from the answer, not from the end of its body', async () => {
  const { run, transport } = heart([{ ...BUSY, fields: { 'retry-after': '2' }, bodyMs: 90 }, OK], { dice: () => 0 })
  const { trail } = await run()
  const [first, second] = transport.seen
  assert.equal((second?.atMs ?? 0) - (first?.atMs ?? 0), 1 + 2000)
  const wait = trail?.find(entry => entry.what === 'wait')
  assert.equal(wait?.atMs, 1)
})

test('a timer that rings early does not send early', async () => {
  const { run, transport } = heart([{ ...BUSY, fields: { 'retry-after': '2' } }, OK], {
    dice: () => 0,
    time: { earlyMs: 0.9 },
  })
  await run()
  const [first, second] = transport.seen
  assert.ok((second?.atMs ?? 0) - (first?.atMs ?? 0) >= 2000)
})

test('the rest of a call does not see a change of the date', async () => {
  const { start, clock, transport } = heart([{ ...BUSY, fields: { 'retry-after': '5' } }, OK], { dice: () => 0 })
  const done = start()
  await clock.advance(100)
  clock.moveDate(-86_400_000)
  await clock.runUntilSettled(done)
  assert.equal((transport.seen[1]?.atMs ?? 0) - (transport.seen[0]?.atMs ?? 0), 5001)
})

test('421 goes out once more over a connection of its own, and only once', async () => {
  const { run, transport } = heart([{ status: 421 }, { status: 421 }], { method: 'POST' })
  const { failure } = await run()
  assert.deepEqual(
    transport.seen.map(seen => seen.request.newConnection),
    [false, true],
  )
  assert.deepEqual([failure?.rule, failure?.stopped], ['retry', 'final'])
})

test('informational answers are told and change nothing', async () => {
  const { run } = heart([{ ...OK, interims: [102, 103] }])
  const { trail, failure } = await run()
  assert.equal(failure, null)
  assert.deepEqual(told(trail), ['send GET https://a.test/', 'note 102', 'note 103', 'answer 200', 'end delivered use'])
})

test('32 informational answers are borne, one more is a flood', async () => {
  const borne = await heart([{ ...OK, interims: Array(32).fill(103) }]).run()
  assert.equal(borne.answer?.status, 200)
  const flooded = await heart([{ ...OK, interims: Array(33).fill(103) }]).run()
  assert.deepEqual([flooded.fault?.name, flooded.failure?.stopped], ['interim-flood', 'final'])
  const each = await heart([
    { ...BUSY, interims: Array(20).fill(103) },
    { ...OK, interims: Array(20).fill(103) },
  ]).run()
  assert.equal(each.answer?.status, 200, 'each exchange has its own count')
})

test('a stream is handed on as it comes; waits and redirects are not', async () => {
  const moved = { status: 302, fields: { location: '/b' } }
  const { run, transport } = heart([BUSY, moved, { ...OK, bodyMs: 500 }], { stream: true })
  const { answer } = await run({ leaveTimers: true })
  assert.ok(answer?.stream instanceof ReadableStream)
  assert.deepEqual(
    transport.seen.map(seen => seen.disposal),
    ['discard', 'discard', 'stream'],
  )
})

test('the trail is told as it happens, in order, and is the same as the one that is kept', async () => {
  const live: TrailEntry[] = []
  const { run } = heart([BUSY, { status: 302, fields: { location: '/b' } }, OK], { onTrail: entry => live.push(entry) })
  const { trail } = await run()
  assert.deepEqual(live, trail)
  assert.deepEqual(
    live.map(entry => entry.what),
    ['send', 'answer', 'wait', 'send', 'answer', 'hop', 'send', 'answer', 'end'],
  )
})

test('a quiet call with a listener has its whole trail, too', async () => {
  const live: TrailEntry[] = []
  await heart([OK], { onTrail: entry => live.push(entry) }).run()
  assert.deepEqual(told(live), ['send GET https://a.test/', 'answer 200', 'end delivered use'])
})

test('a body that breaks leaves the same trail with and without a listener', async () => {
  const script = [{ ...OK, breaks: 'truncated' as const }]
  const silent = await heart(script, { attempts: 1 }).run()
  const live: TrailEntry[] = []
  await heart(script, { attempts: 1, onTrail: entry => live.push(entry) }).run()
  assert.deepEqual(told(silent.trail), told(live))
  assert.deepEqual(told(live), ['send GET https://a.test/', 'answer 200', 'fault truncated', 'end failed fault'])
})

test('a redirect after a retry is called a redirect, and a retry after a redirect a retry', async () => {
  const { run } = heart([BUSY, { status: 302, fields: { location: '/b' } }, BUSY, OK])
  const { trail } = await run()
  const sends = trail?.flatMap(entry => (entry.what === 'send' ? [[entry.reason, entry.attempt, entry.hop]] : []))
  assert.deepEqual(sends, [
    ['the call begins', 1, 0],
    ['attempt 2', 2, 0],
    ['redirect 1', 2, 1],
    ['attempt 3', 3, 1],
  ])
})

test('a factory makes the body anew for each send, and once for each', async () => {
  let opened = 0
  const source = () => {
    opened++
    return new Uint8Array([opened])
  }
  const { run, transport } = heart([BUSY, BUSY, OK], { method: 'PUT', body: new Uint8Array(), source })
  await run()
  assert.equal(opened, 3)
  assert.deepEqual(
    transport.seen.map(seen => seen.request.body),
    [new Uint8Array([1]), new Uint8Array([2]), new Uint8Array([3])],
  )
})

test('a factory that throws ends the call before anything is sent', async () => {
  const cause = new Error('no such file')
  const source = () => {
    throw cause
  }
  const { run, transport } = heart([], { method: 'PUT', body: new Uint8Array(), source })
  const { fault, failure, trail } = await run()
  assert.deepEqual([fault?.name, fault?.sent, fault?.cause, failure?.stopped], ['request-body', false, cause, 'final'])
  assert.equal(transport.seen.length, 0)
  assert.deepEqual(told(trail), ['fault request-body', 'end failed fault'])
})

test('a listener that throws changes nothing of the call', async () => {
  const thrown: unknown[] = []
  const before = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', error => thrown.push(error))
  try {
    const { run, transport } = heart([BUSY, OK], {
      onTrail: entry => {
        throw new Error(entry.what)
      },
    })
    const { answer } = await run()
    assert.deepEqual([answer?.status, transport.seen.length], [200, 2])
    assert.equal(thrown.length, 6, 'each is told where uncaught errors go')
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of before) process.on('uncaughtException', listener)
  }
})

test('calls that fail together share one budget, and one timer', async () => {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, () => ({ ...BUSY, bodyMs: 50 }))
  const client = createClient({ clock, dice: even, transport, breaker: false, budget: { ratio: 0.1, perSecond: 1 } })
  const calls = Array.from({ length: 50 }, () => client.try('https://a.test/'))
  const outcomes = await clock.runUntilSettled(Promise.all(calls))
  assert.equal(transport.seen.length, 50 + 10 + 5)
  assert.ok(outcomes.every(outcome => outcome.kind === 'later'))
  assert.equal(clock.timersLeft, 0)
})
