import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { AbortError, OptionError, StatusError, TimeoutError, WireError } from '../../src/index.ts'
import { answering, clientFor, failureOf, loopback, type Serve } from './loopback.ts'

const MiB = 2 ** 20

/** Sends a head and a first piece, and leaves the rest to the test. */
const beginning: Serve = (_request, response) => {
  response.writeHead(200, { 'content-length': 10 }).write('first')
}

test('stream: true hands the body on as it comes', async t => {
  let release = (): void => {}
  const { origin } = await loopback(t, (_request, response) => {
    response.writeHead(200).write('first')
    release = () => response.end('second')
  })
  const answer = await clientFor(t).get(origin, { stream: true })
  const reader = answer.stream.getReader()
  const text = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value)
  assert.equal(await text(), 'first')
  release()
  assert.equal(await text(), 'second')
  assert.equal((await reader.read()).done, true)
})

test('a streamed body can be asked for in every form, once, and the second time says why not', async t => {
  const { origin } = await loopback(t, answering(200, {}, '[1]'))
  const api = clientFor(t)
  assert.deepEqual(await api.get(origin, { stream: true }).json(), [1])
  assert.equal(await api.get(origin, { stream: true }).text(), '[1]')
  const answer = await api.get(origin, { stream: true })
  assert.deepEqual(await answer.bytes(), new TextEncoder().encode('[1]'))
  for (const again of [answer.text(), answer.json(), answer.bytes()]) {
    const error = await failureOf(again)
    assert.ok(error instanceof OptionError)
    assert.equal(error.option, 'stream')
    assert.match(error.message, /can be read only once, and it was: keep what you read, or leave stream out\.$/)
  }
})

test('a streamed body is decoded', async t => {
  const { origin } = await loopback(t, answering(200, { 'content-encoding': 'gzip' }, gzipSync('packed')))
  assert.equal(await clientFor(t).get(origin, { stream: true }).text(), 'packed')
})

test('a streamed body that breaks off breaks with an error that tells what and where', async t => {
  const { origin } = await loopback(t, (_request, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('first', () => setTimeout(() => response.destroy(), 20))
  })
  const api = clientFor(t)
  const answer = await api.get(`${origin}/a?k=v`, { stream: true })
  const error = await failureOf(answer.text())
  assert.ok(error instanceof WireError)
  assert.equal(error.fault, 'truncated')
  assert.equal(error.retryable, true)
  assert.match(error.message, /^GET http:\S+\/a\?k=… failed \(truncated\)\. The answer broke off before its end\./)
  const posted = await failureOf(api.post(origin, { stream: true, json: 1 }).text())
  assert.equal((posted as WireError).retryable, false)
})

test('a reader that leaves drops the connection', async t => {
  let closed: Promise<unknown> | null = null
  const { origin } = await loopback(t, (request, response) => {
    closed = once(response, 'close')
    return beginning(request, response)
  })
  const answer = await clientFor(t).get(origin, { stream: true })
  await answer.stream.cancel()
  await closed
})

test("the caller's signal ends a body under way with its reason", async t => {
  const { origin } = await loopback(t, beginning)
  const controller = new AbortController()
  const answer = await clientFor(t).get(origin, { stream: true, signal: controller.signal })
  const reason = new Error('enough')
  const call = failureOf(answer.text())
  setTimeout(() => controller.abort(reason), 20)
  const error = await call
  assert.ok(error instanceof AbortError)
  assert.equal(error.cause, reason)
})

test('a body that stops coming ends after bodyIdleMs', async t => {
  const { origin } = await loopback(t, beginning)
  const answer = await clientFor(t).get(origin, { stream: true, bodyIdleMs: 50 })
  const error = await failureOf(answer.text())
  assert.ok(error instanceof TimeoutError)
  assert.equal(error.fault, 'body-idle')
})

test('an error is told with its body in memory, also where a stream was asked for', async t => {
  const { origin } = await loopback(t, answering(404, {}, 'nothing here'))
  const error = await failureOf(clientFor(t).get(origin, { stream: true }))
  assert.ok(error instanceof StatusError)
  assert.equal(error.text, 'nothing here')
})

test('a slow reader of 200 MB holds back the server: what waits in between stays under 64 MB', async t => {
  const total = 200 * MiB
  const piece = Buffer.alloc(MiB, 'x')
  let sent = 0
  const { origin } = await loopback(t, async (_request, response) => {
    response.writeHead(200, { 'content-length': total })
    for (; sent < total; sent += piece.length) if (!response.write(piece)) await once(response, 'drain')
    response.end()
  })
  const answer = await clientFor(t).get(origin, { stream: true })
  let read = 0
  let mostWaiting = 0
  for await (const bytes of answer.stream) {
    read += bytes.byteLength
    // Half way the reader rests for long enough that an unchecked server would send all the rest.
    if (read >= total / 2 && read - bytes.byteLength < total / 2) await new Promise(resolve => setTimeout(resolve, 150))
    mostWaiting = Math.max(mostWaiting, sent - read)
  }
  assert.equal(read, total)
  assert.ok(mostWaiting < 64 * MiB, `${Math.round(mostWaiting / MiB)} MiB`)
})
