import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { StatusError, TimeoutError, WireError } from '../../src/index.ts'
import { type Line, nonce, wire } from '../wire.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

const MiB = 2 ** 20

/** Serves requests in turn over all connections: the nth answers the nth request, the last all that follow. */
function inTurn(
  ...turns: readonly ((line: Line) => unknown)[]
): ((line: Line) => Promise<void>) & { requests: string[] } {
  const requests: string[] = []
  const serve = async (line: Line): Promise<void> => {
    for (let request = await line.next(); request !== null; request = await line.next()) {
      requests.push(request.head)
      await turns[Math.min(requests.length, turns.length) - 1]?.(line)
    }
  }
  return Object.assign(serve, { requests })
}

/** Writes the same piece again and again until the client leaves. */
async function drip(line: Line, piece: string, everyMs: number): Promise<void> {
  while (!line.socket.destroyed) {
    await line.write(piece)
    await new Promise(resolve => setTimeout(resolve, everyMs))
  }
}

const sound = (line: Line): Promise<void> => line.write(nonce('whole'))

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

test('an endless 503 does not block the retry', async t => {
  const serve = inTurn(async line => {
    await line.write('HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n')
    void drip(line, `400\r\n${'x'.repeat(1024)}\r\n`, 5)
  }, sound)
  const { origin, transport } = await wire(t, serve)
  assert.equal(await clientFor(t, { transport }).get(origin).text(), 'whole')
  assert.equal(serve.requests.length, 2)
})

test('a body that drips ends with its attempt, and all attempts with the deadline', async t => {
  const serve = inTurn(async line => {
    await line.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
    void drip(line, 'x', 5)
  })
  const { origin, transport } = await wire(t, serve)
  const api = clientFor(t, { transport })
  const attempt = await failureOf(api.get(origin, { attemptMs: 150, attempts: 2 }))
  assert.ok(attempt instanceof TimeoutError)
  assert.equal(attempt.fault, 'attempt-timeout')
  assert.equal(serve.requests.length, 2)
  const deadline = await failureOf(api.get(origin, { deadlineMs: 150 }))
  assert.ok(deadline instanceof TimeoutError)
  assert.equal(deadline.fault, 'deadline')
  assert.equal(serve.requests.length, 3)
})

test('informational answers without end are a fault, and do not pass for an answer', async t => {
  const { origin, transport } = await wire(t, async line => {
    await line.next()
    await drip(line, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 1)
  })
  const error = await failureOf(clientFor(t, { transport }).get(origin))
  assert.ok(error instanceof WireError)
  assert.equal(error.fault, 'interim-flood')
  assert.equal(error.trail.filter(entry => entry.what === 'note').length, 32)
})

test('a few informational answers are told and the answer is the answer', async t => {
  const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'
  const { origin, transport } = await wire(
    t,
    inTurn(line => line.write(`${early}${early}${nonce('whole')}`)),
  )
  const answer = await clientFor(t, { transport }).get(origin)
  assert.equal(await answer.text(), 'whole')
  assert.deepEqual(
    answer.trail.map(entry => entry.what),
    ['send', 'note', 'note', 'answer', 'end'],
  )
})

test('a decompression bomb is refused in a good answer and cut in an error', async t => {
  const bomb = gzipSync(Buffer.alloc(20 * MiB))
  const { origin } = await loopback(t, (request, response) => {
    response.writeHead(Number(request.path.slice(1)), { 'content-encoding': 'gzip' }).end(bomb)
  })
  const api = clientFor(t)
  const good = await failureOf(api.get(`${origin}/200`))
  assert.ok(good instanceof WireError)
  assert.equal(good.fault, 'too-dense')
  assert.equal(good.who, 'policy')
  const bad = await failureOf(api.get(`${origin}/400`))
  assert.ok(bad instanceof StatusError)
  assert.equal(bad.answer.whole, false)
  assert.ok(bad.text.length <= MiB)
  const streamed = await failureOf(api.get(`${origin}/200`, { stream: true }).bytes())
  assert.equal((streamed as WireError).fault, 'too-dense')
})

test('a body over its limit is refused, and half of it is never given out', async t => {
  const { origin } = await loopback(t, answering(200, {}, 'x'.repeat(1000)))
  const error = await failureOf(clientFor(t, { limits: { bodyBytes: 999 } }).get(origin))
  assert.equal((error as WireError).fault, 'too-large')
  assert.match(String(error), /Raise limits\.bodyBytes, or ask with stream: true/)
})

test('a sequence of retries keeps the body of its last answer', async t => {
  const { origin, seen } = await loopback(t, (request, response) => {
    response.writeHead(503).end(`try ${request.number}`)
  })
  const error = await failureOf(clientFor(t).get(origin))
  assert.ok(error instanceof StatusError)
  assert.equal(error.text, 'try 3')
  assert.equal(seen.length, 3)
})

test('a refused connection is tried again, also for a POST: nothing was sent', async t => {
  const error = await failureOf(clientFor(t).post(`http://127.0.0.1:${await freePort()}/`, { json: 1 }))
  assert.ok(error instanceof WireError)
  assert.equal(error.fault, 'refused')
  assert.equal(error.stopped, 'attempts')
  assert.equal(error.retryable, true)
  assert.equal(error.trail.filter(entry => entry.what === 'fault').length, 3)
})

test('a POST that was sent and reset is not sent again, and the error says so', async t => {
  const serve = inTurn(line => line.socket.resetAndDestroy())
  const { origin, transport } = await wire(t, serve)
  const error = await failureOf(clientFor(t, { transport }).post(origin, { json: 1 }))
  assert.ok(error instanceof WireError)
  assert.equal(error.fault, 'reset')
  assert.equal(error.stopped, 'unsafe')
  assert.equal(error.retryable, false)
  assert.equal(serve.requests.length, 1)
})

test('with an idempotency key, or replayable, it is', async t => {
  for (const options of [{ idempotencyKey: 'k' }, { replayable: true }]) {
    const serve = inTurn(line => line.socket.resetAndDestroy(), sound)
    const { origin, transport } = await wire(t, serve)
    assert.equal(
      await clientFor(t, { transport })
        .post(origin, { json: 1, ...options })
        .text(),
      'whole',
    )
    assert.equal(serve.requests.length, 2)
  }
})

test('421 is sent once more, on a new connection, whatever the method; a second one is the answer', async t => {
  const misdirected = (line: Line): Promise<void> => line.write('HTTP/1.1 421 Misdirected\r\nContent-Length: 0\r\n\r\n')
  const once421 = inTurn(misdirected, sound)
  const good = await wire(t, once421)
  assert.equal(await clientFor(t, { transport: good.transport }).post(good.origin, { json: 1 }).text(), 'whole')
  assert.equal(good.lines.length, 2)
  const always421 = inTurn(misdirected)
  const bad = await wire(t, always421)
  const error = await failureOf(clientFor(t, { transport: bad.transport }).post(bad.origin, { json: 1 }))
  assert.equal((error as StatusError).status, 421)
  assert.equal(always421.requests.length, 2)
})

test('half a body is sent for again where that is safe, and an error where it is not', async t => {
  const half = async (line: Line): Promise<void> => {
    await line.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
    line.socket.destroy()
  }
  const serve = inTurn(half, sound, half)
  const { origin, transport } = await wire(t, serve)
  const api = clientFor(t, { transport })
  assert.equal(await api.get(origin).text(), 'whole')
  const error = await failureOf(api.post(origin))
  assert.equal((error as WireError).fault, 'truncated')
  assert.equal(serve.requests.length, 3)
})

test('try: ok, later, never and unknown', async t => {
  const { origin } = await loopback(t, (request, response) => {
    const [, status, after] = request.path.split('/')
    if (status === 'reset') response.destroy()
    else response.writeHead(Number(status), after === undefined ? {} : { 'retry-after': after }).end()
  })
  const api = clientFor(t)
  const ok = await api.try(`${origin}/200`)
  assert.equal(ok.kind === 'ok' && ok.answer.status, 200)

  const before = Date.now()
  const busy = await api.try(`${origin}/503`)
  assert.ok(busy.kind === 'later' && busy.notBefore.getTime() > before)
  const refused = await api.try(`http://127.0.0.1:${await freePort()}/`, { json: 1 })
  assert.equal(refused.kind, 'later')

  for (const path of ['/404', '/501', '/400']) assert.equal((await api.try(`${origin}${path}`)).kind, 'never', path)
  assert.equal((await api.try('nonsense')).kind, 'never')
  assert.equal((await api.try(origin, { timeout: 5 } as never)).kind, 'never')

  const post = { method: 'POST', json: 1 }
  assert.equal((await api.try(`${origin}/reset`, post)).kind, 'unknown')
  assert.equal((await api.try(`${origin}/500`, post)).kind, 'unknown')
  assert.equal((await api.try(`${origin}/500`, { ...post, idempotencyKey: true })).kind, 'later')

  // Last, since it holds all calls to this origin from here on.
  const later = await api.try(`${origin}/429/3600`)
  assert.ok(later.kind === 'later')
  const inMs = later.notBefore.getTime() - before
  assert.ok(inMs >= 3_599_000 && inMs < 3_700_000, String(inMs))
  assert.equal(later.error.code, 'HEED_STATUS')
})

test('try gives an error where throwOnError: false gives an answer', async t => {
  const { origin } = await loopback(t, answering(404))
  assert.equal((await clientFor(t, { throwOnError: false }).try(origin)).kind, 'never')
})
