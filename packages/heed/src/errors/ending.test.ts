import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type HeartOptions, heart } from '../../test/heart.ts'
import type { Exchange } from '../exchange.ts'
import type { FaultName } from '../ports.ts'
import type { Line, Script } from '../testing/script.ts'
import { answerOf, errorOf, type Outcome, outcomeOf } from './ending.ts'
import { AbortError, RedirectError, StatusError, TimeoutError, WireError } from './errors.ts'

const OK = { status: 200 }
const KEYED = { fields: { 'idempotency-key': 'k' } }

function endOf(exchange: Exchange): Outcome | null {
  return exchange.failure === null ? null : outcomeOf(exchange, exchange.failure)
}

/** How a call ends to which every send brings the same. */
async function outcome(line: Line, options: HeartOptions = {}): Promise<string> {
  const end = endOf(await heart(() => line, options).run())
  return end?.kind ?? 'ok'
}

test('the outcome of a status: what the code says, and whether once more does no harm', async () => {
  const table: readonly [number, string, string, string][] = [
    // status, GET, POST, POST with a key
    [200, 'ok', 'ok', 'ok'],
    [204, 'ok', 'ok', 'ok'],
    [299, 'ok', 'ok', 'ok'],
    [300, 'never', 'never', 'never'],
    [400, 'never', 'never', 'never'],
    [401, 'never', 'never', 'never'],
    [404, 'never', 'never', 'never'],
    [408, 'later', 'unknown', 'later'],
    [409, 'never', 'never', 'never'],
    [413, 'never', 'never', 'never'],
    [425, 'later', 'later', 'later'],
    [429, 'later', 'unknown', 'later'],
    [499, 'never', 'never', 'never'],
    [500, 'later', 'unknown', 'later'],
    [501, 'never', 'never', 'never'],
    [502, 'later', 'unknown', 'later'],
    [503, 'later', 'unknown', 'later'],
    [504, 'later', 'unknown', 'later'],
    [505, 'never', 'never', 'never'],
    [511, 'never', 'never', 'never'],
    [529, 'later', 'unknown', 'later'],
    [587, 'later', 'unknown', 'later'],
  ]
  for (const [status, get, post, keyed] of table) {
    assert.equal(await outcome({ status }), get, `GET ${status}`)
    assert.equal(await outcome({ status }, { method: 'POST' }), post, `POST ${status}`)
    assert.equal(await outcome({ status }, { method: 'POST', ...KEYED }), keyed, `keyed POST ${status}`)
  }
})

test('a limit that a vendor tells of with a code of another meaning may pass', async () => {
  const limited = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'retry-after': '5' }
  const once = { vendor: 'GitHub', attempts: 1 }
  assert.equal(await outcome({ status: 403, fields: limited }, once), 'later')
  assert.equal(await outcome({ status: 403 }, once), 'never')
})

test('the outcome of a fault: whether it passes, and whether anything can have been processed', async () => {
  const table: readonly [FaultName, boolean, string, string][] = [
    // fault, sent, GET, POST
    ['refused', false, 'later', 'later'],
    ['unreachable', false, 'later', 'later'],
    ['connect-timeout', false, 'later', 'later'],
    ['unknown-host', false, 'never', 'never'],
    ['tls', false, 'never', 'never'],
    ['reset', false, 'later', 'later'],
    ['reset', true, 'later', 'unknown'],
    ['truncated', true, 'later', 'unknown'],
    ['unprocessed', true, 'later', 'later'],
    ['attempt-timeout', true, 'later', 'unknown'],
    ['attempt-timeout', false, 'later', 'later'],
    ['deadline', true, 'later', 'unknown'],
    ['deadline', false, 'later', 'later'],
    ['body-idle', true, 'later', 'unknown'],
    ['malformed', true, 'never', 'unknown'],
    ['invalid-status', true, 'later', 'unknown'],
    ['too-large', true, 'never', 'unknown'],
    ['bad-coding', true, 'never', 'unknown'],
    ['request-body', true, 'never', 'unknown'],
    ['request-body', false, 'never', 'never'],
    ['unsendable', false, 'never', 'never'],
    ['closed', false, 'never', 'never'],
  ]
  for (const [fault, sent, get, post] of table) {
    const name = `${fault}, ${sent ? 'sent' : 'not sent'}`
    assert.equal(await outcome({ fault, sent }), get, name)
    assert.equal(await outcome({ fault, sent }, { method: 'POST' }), post, `POST ${name}`)
    assert.equal(await outcome({ fault, sent }, { method: 'POST', replayable: true }), get, `replayable ${name}`)
  }
})

const asks = (status: number, seconds: number, more = {}): Line => ({
  status,
  fields: { 'retry-after': String(seconds), ...more },
})

async function later(script: Script, options: HeartOptions = {}) {
  const { run, clock } = heart(script, options)
  const exchange = await run()
  const end = endOf(exchange)
  assert.equal(end?.kind, 'later')
  return { afterMs: (end?.kind === 'later' ? end.notBefore.getTime() : 0) - clock.wallMs(), exchange, end }
}

test('later: not before the time the server stated, else before what heed would have waited at most', async () => {
  assert.equal((await later([asks(503, 3600)])).afterMs, 3_600_000)
  assert.equal((await later([asks(429, 3600)])).afterMs, 3_600_000)
  assert.equal((await later([asks(413, 3600)])).afterMs, 3_600_000)
  assert.equal((await later([{ status: 503 }], { attempts: 1 })).afterMs, 2000)
  assert.equal((await later(() => ({ status: 503 }))).afterMs, 8000)
  assert.equal((await later(() => ({ status: 503 }), { attempts: 20, deadlineMs: 600_000 })).afterMs, 20_000)
})

test('a stated time beyond all dates is the last date there is', async () => {
  const { end } = await later([{ status: 503, fields: { 'retry-after': '9'.repeat(30) } }])
  assert.equal(end?.kind === 'later' && end.notBefore.getTime(), 8.64e15)
})

test('a redirect that asks for a pause which does not fit is for later, not for never', async () => {
  const { afterMs, end } = await later([asks(302, 3600, { location: '/b' })])
  assert.equal(afterMs, 3_600_000)
  assert.ok(end?.kind === 'later' && end.error.retryable)
})

test('a redirect that is refused never works', async () => {
  const loop: Line = { status: 302, fields: { location: '' } }
  assert.equal(await outcome(loop), 'never')
  assert.equal(await outcome(loop, { redirect: 'error' }), 'never')
})

test('a body that can be read once: another call with another stream may work', async () => {
  const body = { async *[Symbol.asyncIterator]() {} }
  assert.equal(await outcome({ status: 503 }, { method: 'PUT', body, source: 'one-shot' }), 'later')
})

test('the caller who aborts may come back, unless the request may have been processed', async () => {
  for (const [method, kind] of [
    ['GET', 'later'],
    ['POST', 'unknown'],
  ] as const) {
    const controller = new AbortController()
    const { start, clock, exchange } = heart([{ ...OK, headMs: 5000 }], { method, signal: controller.signal })
    const done = start()
    await clock.advance(10)
    controller.abort()
    await done
    assert.equal(endOf(exchange)?.kind, kind)
  }
})

async function error(script: Script, options: HeartOptions = {}) {
  const exchange = await heart(script, options).run()
  assert.ok(exchange.failure !== null)
  return errorOf(exchange, exchange.failure)
}

test('each end has its class of error', async () => {
  assert.ok((await error([{ status: 404 }])) instanceof StatusError)
  assert.ok((await error([{ status: 302, fields: { location: 'ftp://a.test' } }])) instanceof RedirectError)
  const reset = await error([{ fault: 'reset', sent: true }], { attempts: 1 })
  assert.ok(reset instanceof WireError && !(reset instanceof TimeoutError))
  for (const fault of ['connect-timeout', 'attempt-timeout', 'deadline', 'body-idle'] as const) {
    assert.ok((await error([{ fault, sent: true }], { attempts: 1 })) instanceof TimeoutError, fault)
  }
  const cause = new Error('enough')
  const aborted = await error([{ fault: 'aborted', sent: true, cause }])
  assert.ok(aborted instanceof AbortError && aborted.cause === cause)
})

test('an error tells when, why and what came before it', async () => {
  const { run, clock } = heart([asks(503, 3600)])
  const exchange = await run()
  assert.ok(exchange.failure !== null)
  const status = errorOf(exchange, exchange.failure)
  assert.ok(status instanceof StatusError)
  assert.deepEqual([status.status, status.stopped, status.retryable], [503, 'max-wait', true])
  assert.equal(status.retryAt?.getTime(), clock.wallMs() + 3_600_000)
  assert.equal(status.trail.at(-1)?.what, 'end')
  const wire = await error([{ status: 503 }, { fault: 'reset', sent: true }], { attempts: 2 })
  assert.ok(wire instanceof WireError)
  assert.deepEqual([wire.status, wire.lastAnswer?.status, wire.fault], [503, 503, 'reset'])
})

test('what another address said before a redirect is no earlier answer of this one', async () => {
  const script: Script = [
    { status: 302, fields: { location: 'https://b.test/x' } },
    { fault: 'reset', sent: true },
  ]
  const wire = await error(script, { attempts: 1 })
  assert.ok(wire instanceof WireError)
  assert.deepEqual([wire.lastAnswer, wire.status], [null, null])
})

test('the answer has the address it came from and how it got there', async () => {
  const exchange = await heart([{ status: 302, fields: { location: 'https://b.test/x' } }, OK]).run()
  assert.ok(exchange.answer !== null)
  const answer = answerOf(exchange, exchange.answer)
  assert.deepEqual([answer.url, answer.redirected, answer.status], ['https://b.test/x', true, 200])
  assert.equal(answer.trail.length, 6)
})

test('a quiet call has a trail for whoever asks', async () => {
  const exchange = await heart([OK]).run()
  assert.ok(exchange.answer !== null)
  const { trail } = answerOf(exchange, exchange.answer)
  assert.deepEqual(
    trail.map(entry => entry.what),
    ['send', 'answer', 'end'],
  )
})

test('a stream that breaks does so with an error of heed', async () => {
  const { run, clock } = heart([{ ...OK, bodyMs: 50, breaks: 'truncated' }], { stream: true })
  const exchange = await run({ leaveTimers: true })
  assert.ok(exchange.answer !== null)
  const read = answerOf(exchange, exchange.answer).text()
  await assert.rejects(
    clock.runUntilSettled(read),
    broken => broken instanceof WireError && broken.fault === 'truncated',
  )
})
