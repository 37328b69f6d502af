import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrokenBody } from '../src/transports/broken-body.ts'
import { heart, told } from './heart.ts'

const OK = { status: 200, body: 'fine' }
const BUSY = { status: 503, body: 'busy' }
const DRIPPING = { ...OK, bodyMs: Number.POSITIVE_INFINITY }

function aborting() {
  const controller = new AbortController()
  const { signal } = controller
  let listeners = 0
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...rest: Parameters<typeof addEventListener>) => {
    listeners++
    addEventListener.apply(signal, rest)
  }
  signal.removeEventListener = (...rest: Parameters<typeof removeEventListener>) => {
    listeners--
    removeEventListener.apply(signal, rest)
  }
  return { signal, reason: new Error('enough'), controller, listeners: () => listeners }
}

const PAUSED = { ...BUSY, fields: { 'retry-after': '20' } }
const MOVED = { status: 307, fields: { location: '/b', 'retry-after': '20' } }

for (const [name, script, afterMs, sends] of [
  ['a send', [{ ...OK, headMs: 5000 }], 100, 1],
  ['a connection', [{ fault: 'refused', sent: false, afterMs: 5000 }], 100, 1],
  ['a body', [{ ...OK, bodyMs: 5000 }], 100, 1],
  ["an error's body", [{ status: 404, bodyMs: 5000 }], 100, 1],
  ['a body that nobody wants', [{ ...PAUSED, bodyMs: 5000 }, OK], 50, 1],
  ['a wait', [PAUSED, OK], 100, 1],
  ['a wait before a redirect', [MOVED, OK], 100, 1],
  ['a second send', [BUSY, { ...OK, headMs: 5000 }], 100, 2],
] as const) {
  test(`an abort in ${name} ends the call at once, with no further request`, async () => {
    const { signal, reason, controller, listeners } = aborting()
    const { start, clock, exchange, transport } = heart(script, { signal })
    const done = start()
    await clock.advance(afterMs)
    assert.equal(listeners(), 1)
    controller.abort(reason)
    await done
    assert.equal(clock.steadyMs() - exchange.startMs, afterMs)
    assert.deepEqual(
      [exchange.fault?.name, exchange.fault?.cause, exchange.failure?.stopped],
      ['aborted', reason, 'final'],
    )
    assert.equal(transport.seen.length, sends)
    assert.deepEqual(told(exchange.trail).slice(-2), ['fault aborted', 'end failed fault'])
    assert.ok(!told(exchange.trail).some(line => line.startsWith('hop')), 'no hop that was not made')
    assert.equal(listeners(), 0)
    assert.equal(clock.timersLeft, 0)
  })
}

test('an abort before the start sends nothing', async () => {
  const { signal, reason, controller, listeners } = aborting()
  controller.abort(reason)
  const { run, transport } = heart([], { signal })
  const { fault, trail } = await run()
  assert.deepEqual([fault?.name, fault?.cause, fault?.sent, transport.seen.length], ['aborted', reason, false, 0])
  assert.deepEqual(told(trail), ['fault aborted', 'end failed fault'])
  assert.equal(listeners(), 0)
})

for (const what of ['answer', 'fault', 'wait', 'hop', 'note'] as const) {
  test(`an abort by a listener that hears of the first ${what} ends the call at once`, async () => {
    const { signal, reason, controller, listeners } = aborting()
    const script = [
      { fault: 'reset', sent: true } as const,
      { ...BUSY, interims: [103], fields: { 'retry-after': '20' } },
      { status: 302, fields: { location: '/b' } },
      OK,
    ]
    let heardAt = 0
    const { run, transport, exchange } = heart(script, {
      signal,
      onTrail: entry => {
        if (entry.what !== what || signal.aborted) return
        heardAt = transport.seen.length
        controller.abort(reason)
      },
    })
    await run()
    assert.equal(exchange.fault?.name, 'aborted')
    assert.equal(transport.seen.length, heardAt)
    assert.equal(listeners(), 0)
  })
}

test('an abort between the end of a body and the next step is not missed', async () => {
  const { signal, reason, controller } = aborting()
  const moved = { status: 302, fields: { location: '/b' } }
  const { run, transport } = heart([moved, OK], { signal })
  const { send } = transport
  transport.send = (...rest) => {
    const flight = send(...rest)
    flight.landed.then(() => controller.abort(reason))
    return flight
  }
  const { fault } = await run()
  assert.deepEqual([transport.seen.length, fault?.name], [1, 'aborted'])
})

test('the listener of a stream that was handed on stays until the stream is over', async () => {
  const { signal, listeners } = aborting()
  const { run, clock } = heart([{ ...OK, bodyMs: 5000 }], { signal, stream: true })
  const { answer } = await run({ leaveTimers: true })
  assert.equal(listeners(), 1)
  assert.equal(await clock.runUntilSettled(new Response(answer?.stream ?? null).text()), 'fine')
  assert.equal(listeners(), 0)
})

test('an abort breaks a stream that was handed on', async () => {
  const { signal, reason, controller, listeners } = aborting()
  const { run, clock } = heart([{ ...OK, bodyMs: 5000 }], { signal, stream: true })
  const { answer } = await run({ leaveTimers: true })
  const read = new Response(answer?.stream ?? null).text()
  const broken = assert.rejects(read, error => error instanceof BrokenBody && error.fault.cause === reason)
  controller.abort(reason)
  await broken
  assert.equal(listeners(), 0)
  assert.equal(clock.timersLeft, 0)
})

test('a stream that is cancelled leaves nothing behind', async () => {
  const { signal, listeners } = aborting()
  const { run, clock } = heart([DRIPPING], { signal, stream: true })
  const { answer } = await run({ leaveTimers: true })
  await answer?.stream?.cancel()
  assert.deepEqual([listeners(), clock.timersLeft], [0, 0])
})
