import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import {
  AbortError,
  HeedError,
  JsonError,
  OptionError,
  RedirectError,
  SchemaError,
  StatusError,
  TimeoutError,
  WireError,
} from '../../src/index.ts'
import { always, wire } from '../wire.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

const PROBLEM = { 'content-type': 'application/problem+json' }

async function statusError(call: PromiseLike<unknown>): Promise<StatusError> {
  const error = await failureOf(call)
  assert.ok(error instanceof StatusError, String(error))
  return error
}

test('one tree: every error is a HeedError, and each class is where the tree shows it', async t => {
  const { origin } = await loopback(t, answering(404))
  const api = clientFor(t)
  const missing = await failureOf(api.get(origin))
  assert.ok(missing instanceof StatusError && missing instanceof HeedError && missing instanceof Error)
  assert.ok(!(missing instanceof RedirectError) && !(missing instanceof WireError))
  assert.ok(RedirectError.prototype instanceof StatusError)
  for (const its of [TimeoutError, AbortError]) assert.ok(its.prototype instanceof WireError)
  for (const its of [OptionError, StatusError, WireError, JsonError, SchemaError])
    assert.ok(its.prototype instanceof HeedError)
})

test('HeedError.is knows the errors of another copy of heed', async () => {
  const address = '../../src/errors/heed-error.ts?copy'
  const copy: typeof import('../../src/errors/heed-error.ts') = await import(address)
  class Foreign extends copy.HeedError {
    readonly code = 'HEED_OPTION'
    readonly who = 'caller'
    readonly retryable = false
    readonly trail = []
  }
  const foreign = new Foreign('from the other copy')
  assert.equal(foreign instanceof HeedError, false)
  assert.equal(HeedError.is(foreign), true)
  for (const other of [new Error('x'), null, undefined, 'HEED_STATUS', { code: 'HEED_STATUS' }]) {
    assert.equal(HeedError.is(other), false)
  }
})

test('a status error says what happened, what it means and what to do', async t => {
  const { origin } = await loopback(t, (request, response) => {
    const [, status, after] = request.path.split('?')[0]?.split('/') ?? []
    response.writeHead(Number(status), after === undefined ? {} : { 'retry-after': after }).end()
  })
  const api = clientFor(t)
  const message = async (call: PromiseLike<unknown>): Promise<string> =>
    (await statusError(call)).message.replaceAll(origin, '')
  assert.match(await message(api.get(`${origin}/404?k=v`)), /^GET \/404\?k=… answered 404 Not Found\. \S.*\. \S.*\.$/)
  assert.match(
    await message(api.get(`${origin}/500`)),
    / heed stopped because all attempts are used up\. Raise attempts, or try later\.$/,
  )
  assert.match(
    await message(api.post(`${origin}/500`)),
    / heed stopped because the request may have been processed, and nobody said that sending it twice is safe\. Pass idempotencyKey/,
  )
  assert.match(await message(api.get(`${origin}/599`)), /^GET \/599 answered 599 /)
  assert.match(
    await message(api.get(`${origin}/429/120`)),
    / heed stopped because the wait is longer than maxWaitMs\. The server asks to wait until \d{4}-\d\d-\d\dT[\d:.]+Z\. Try again at retryAt/,
  )
})

test('a status error carries all of the answer', async t => {
  const { origin } = await loopback(t, answering(402, { 'x-id': '7' }, 'pay first'))
  const error = await statusError(clientFor(t).get(origin))
  assert.equal(error.name, 'StatusError')
  assert.equal(error.code, 'HEED_STATUS')
  assert.equal(error.who, 'caller')
  assert.equal(error.retryable, false)
  assert.equal(error.status, 402)
  assert.equal(error.statusText, 'Payment Required')
  assert.equal(error.headers.get('x-id'), '7')
  assert.equal(error.text, 'pay first')
  assert.equal(await error.answer.text(), 'pay first')
  assert.equal(error.problem, null)
  assert.equal(error.retryAt, null)
  assert.equal(error.stopped, 'final')
  assert.equal(error.explanation.code, 402)
  assert.deepEqual(
    error.trail.map(entry => entry.what),
    ['send', 'answer', 'end'],
  )
})

test('retryAt says when, for a 429 whose wait is refused', async t => {
  const { origin, seen } = await loopback(t, answering(429, { 'retry-after': '100' }))
  const before = Date.now()
  const error = await statusError(clientFor(t).get(origin))
  const afterMs = (error.retryAt?.getTime() ?? 0) - before
  assert.ok(afterMs >= 99_000 && afterMs < 110_000, String(afterMs))
  assert.equal(error.who, 'policy')
  assert.equal(error.retryable, true)
  assert.equal(error.stopped, 'max-wait')
  assert.equal(seen.length, 1)
})

test('problem details are read, and their words told', async t => {
  const problem = { type: 'https://a.test/credit', title: 'Out of credit', detail: 'It costs 50.', balance: 30 }
  const { origin } = await loopback(t, answering(403, PROBLEM, JSON.stringify(problem)))
  const error = await statusError(clientFor(t).get(origin))
  assert.equal(error.problem?.type, 'https://a.test/credit')
  assert.equal(error.problem?.extensions.balance, 30)
  assert.match(error.message, / The server says: "It costs 50"\. /)
})

test('hostile problem details harm nobody', async t => {
  const bodies: Readonly<Record<string, string>> = {
    '/lines': JSON.stringify({ detail: 'a\r\nFAKE LOG LINE\u001b[2J\u202e' }),
    '/endless': JSON.stringify({ detail: 'x'.repeat(50_000) }),
    '/types': JSON.stringify({ title: { toString: 'x' }, detail: ['x'], status: 'x' }),
    '/prototype': '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"detail":"x"}',
    '/deep': '['.repeat(100_000),
    '/broken': '{"detail":',
    '/array': '["detail"]',
    '/large': JSON.stringify({ detail: 'x', more: 'x'.repeat(70_000) }),
  }
  const { origin } = await loopback(t, (request, response) => {
    response.writeHead(400, PROBLEM).end(bodies[request.path])
  })
  const api = clientFor(t)
  for (const path of Object.keys(bodies)) {
    const { message } = await statusError(api.get(`${origin}${path}`))
    assert.match(message, /^GET \S+ answered 400 Bad Request\. [\x20-\x7e\u2026]+$/, path)
    assert.ok(message.length < 1_000, path)
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined)
})

test("an error's body is kept up to its limit, and says that it was cut", async t => {
  const { origin } = await loopback(t, answering(400, {}, 'x'.repeat(2 ** 20 + 5)))
  const api = clientFor(t)
  const error = await statusError(api.get(origin))
  assert.equal(error.text.length, 2 ** 20)
  assert.equal(error.answer.whole, false)
  const small = await statusError(api.get(origin, { limits: { errorBytes: 10 } }))
  assert.equal(small.text, 'x'.repeat(10))
})

test("an error's body that breaks off hides nothing of the error", async t => {
  const { origin, transport } = await wire(t, async line => {
    await line.next()
    await line.write('HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\nhalf')
    line.socket.destroy()
  })
  const error = await statusError(clientFor(t, { transport }).get(origin))
  assert.equal(error.status, 400)
  assert.equal(error.answer.whole, false)
  assert.equal(error.text, 'half')
})

test('a wire error says which way it failed, whose move it is, and has its cause', async t => {
  const { origin, transport } = await wire(t, always('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'))
  const error = await failureOf(clientFor(t, { transport }).get(`${origin}/a?k=v`))
  assert.ok(error instanceof WireError)
  assert.equal(error.name, 'WireError')
  assert.equal(error.code, 'HEED_WIRE')
  assert.equal(error.fault, 'malformed')
  assert.equal(error.who, 'server')
  assert.equal(error.lastAnswer, null)
  assert.equal(error.status, null)
  assert.ok(error.cause instanceof Error)
  assert.equal(
    error.message.replace(origin, ''),
    'GET /a?k=… failed (malformed). What came back is not HTTP. Check that host and port speak HTTP, and which scheme.',
  )
})

test('a time-out after a 503 hides neither its status nor its body', async t => {
  const { origin } = await loopback(t, (request, response) => {
    if (request.number === 1) response.writeHead(503, { 'x-id': '7' }).end('down for repair')
  })
  const error = await failureOf(clientFor(t, { attemptMs: 250, attempts: 2 }).get(origin))
  assert.ok(error instanceof TimeoutError)
  assert.equal(error.code, 'HEED_TIMEOUT')
  assert.equal(error.fault, 'attempt-timeout')
  assert.equal(error.status, 503)
  assert.equal(error.lastAnswer?.headers.get('x-id'), '7')
  assert.equal(await error.lastAnswer?.text(), 'down for repair')
  assert.match(
    error.message,
    /Before that the server answered 503 Service Unavailable\. heed stopped because all attempts/,
  )
})

test('an error about one address does not show the redirect that led there as its answer', async t => {
  const { origin } = await loopback(t, (request, response) => {
    if (request.path === '/') response.writeHead(302, { location: '/next' }).end()
    else response.destroy()
  })
  const error = await failureOf(clientFor(t, { attempts: 1 }).get(origin))
  assert.ok(error instanceof WireError)
  assert.equal(error.lastAnswer, null)
  assert.match(error.message, /^GET \S+\/next failed \(reset\)\./)
})

test('a refused redirect says why, and what to do', async t => {
  const { origin } = await loopback(t, (request, response) => {
    const location = request.path === '/loop' ? '/loop' : request.path === '/scheme' ? 'ftp://a.test' : '/loop2?x'
    response.writeHead(302, { location }).end()
  })
  const api = clientFor(t)
  const loop = await failureOf(api.get(`${origin}/loop`))
  assert.ok(loop instanceof RedirectError)
  assert.equal(loop.code, 'HEED_REDIRECT')
  assert.equal(loop.stopped, 'redirect-loop')
  assert.match(
    loop.message,
    / heed stopped because the redirects lead back to a request that was already made\. The server expects/,
  )
  const none = await failureOf(api.get(`${origin}/none`, { redirect: 'error' }))
  assert.equal((none as RedirectError).stopped, 'redirect-refused')
  const scheme = await failureOf(api.get(`${origin}/scheme`))
  assert.equal((scheme as RedirectError).stopped, 'redirect-scheme')
})

test('printed, thrown or turned to JSON, an error tells its name and message', async t => {
  const { origin } = await loopback(t, answering(404))
  const error = await statusError(clientFor(t).get(origin))
  assert.equal(String(error), `StatusError: ${error.message}`)
  assert.ok(error.stack?.startsWith(`StatusError: ${error.message}\n    at `))
  assert.ok(inspect(error).startsWith(`StatusError: ${error.message}\n    at `))
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    name: 'StatusError',
    code: 'HEED_STATUS',
    message: error.message,
    who: 'caller',
    retryable: false,
  })
})
