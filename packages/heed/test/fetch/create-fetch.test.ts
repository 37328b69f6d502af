import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HeedError, type WireError } from '../../src/errors/errors.ts'
import { createFetch, type FetchInit } from '../../src/fetch/create-fetch.ts'
import type { FetchOptions } from '../../src/fetch/fetch-options.ts'
import { trailOf } from '../../src/fetch/trail-of.ts'
import { fetchTransport } from '../../src/transports/fetch.ts'
import { loopback, type Serve } from '../client/loopback.ts'

/** What both editions say of a failure. */
function causeOf(error: unknown): Pick<WireError, 'code' | 'fault' | 'retryAt' | 'stopped' | 'trail'> {
  assert.ok(error instanceof TypeError && HeedError.is(error.cause))
  return error.cause as WireError
}

const soon = { backoff: { faultMs: 1, throttleMs: 1 } }
const brokenFirst: Serve = ({ number }, response) => response.writeHead(number === 1 ? 503 : 200).end(`${number}`)

test('what is broken is asked again, and the trail says how it went', async t => {
  const { origin, seen } = await loopback(t, brokenFirst)
  const response = await createFetch(soon)(`${origin}/a`)
  assert.equal(await response.text(), '2')
  assert.equal(seen.length, 2)
  const steps = trailOf(response)?.map(({ what }) => what)
  assert.deepEqual(steps, ['send', 'answer', 'wait', 'send', 'answer', 'end'])
  assert.equal(trailOf(new Response('mine')), null)
})

test('a call that goes well has a trail, too', async t => {
  const { origin } = await loopback(t, (_, response) => response.end('well'))
  const steps = trailOf(await createFetch()(origin))?.map(({ what }) => what)
  assert.deepEqual(steps, ['send', 'answer', 'end'])
})

test('no status is an error, and the whole of its body comes, however long', async t => {
  const { origin, seen } = await loopback(t, (_, response) => response.writeHead(404).end('x'.repeat(3_000_000)))
  const response = await createFetch(soon)(origin)
  assert.deepEqual([response.status, (await response.text()).length, seen.length], [404, 3_000_000, 1])
})

test('a wait that is too long is not begun: the answer that asks for it comes at once', async t => {
  const { origin } = await loopback(t, (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end('later'))
  const fetch = createFetch()
  const response = await fetch(origin)
  assert.deepEqual([response.status, await response.text()], [429, 'later'])
  // The next call is held before anything is sent, and has no answer.
  await assert.rejects(fetch(origin), error => {
    const { code, fault, retryAt } = causeOf(error)
    assert.deepEqual([code, fault], ['HEED_WIRE', 'held'])
    assert.ok((retryAt?.getTime() ?? 0) > Date.now() + 3_000_000)
    return true
  })
})

test('what came on the way is kept where the last try fails', async t => {
  const { origin } = await loopback(t, ({ number }, response) =>
    number === 1 ? response.writeHead(503).end('overloaded') : response.destroy(),
  )
  await assert.rejects(createFetch({ ...soon, attempts: 2 })(origin), error => {
    assert.deepEqual(
      causeOf(error).trail.map(({ what }) => what),
      ['send', 'answer', 'wait', 'send', 'fault', 'end'],
    )
    return true
  })
})

test('a redirect that is not followed is a TypeError whose cause says why', async t => {
  const { origin } = await loopback(t, (_, response) => response.writeHead(302, { location: '/a' }).end())
  await assert.rejects(createFetch()(`${origin}/a`), error => {
    const { code, stopped } = causeOf(error)
    assert.deepEqual([code, stopped], ['HEED_REDIRECT', 'redirect-loop'])
    return true
  })
})

const put = (init: FetchInit): FetchInit => ({ method: 'PUT', ...init })

test('a body goes again, unless it is a stream of the caller, or a long one in a Request', async t => {
  const form = new FormData()
  form.set('a', 'b')
  const long = 'x'.repeat(2_000_000)
  const fetch = createFetch(soon)
  const sends = async (make: (url: string) => Promise<Response>): Promise<readonly (string | number)[]> => {
    const { origin, seen } = await loopback(t, brokenFirst)
    const { status } = await make(origin)
    return [status, ...seen.map(({ body }) => body.length)]
  }
  assert.deepEqual(await sends(url => fetch(url, put({ body: 'text' }))), [200, 4, 4])
  assert.deepEqual(await sends(url => fetch(url, put({ body: new Blob([long]) }))), [200, 2_000_000, 2_000_000])
  assert.deepEqual(await sends(url => fetch(url, put({ body: long }))), [200, 2_000_000, 2_000_000])
  assert.deepEqual(await sends(url => fetch(new Request(url, { method: 'PUT', body: 'text' }))), [200, 4, 4])
  assert.deepEqual(await sends(url => fetch(new Request(url, { method: 'PUT', body: long }))), [503, 2_000_000])
  const body = ReadableStream.from([Buffer.from('piece')])
  assert.deepEqual(await sends(url => fetch(url, put({ body, duplex: 'half' }))), [503, 5])
  const [status, first, second] = await sends(url => fetch(url, put({ body: form })))
  assert.ok(status === 200 && first === second && Number(first) > 50)
})

test('a Request whose body never ends is left when its signal fires', async t => {
  const { origin, seen } = await loopback(t, (_, response) => response.end())
  const controller = new AbortController()
  const body = new ReadableStream({ start: stream => stream.enqueue(Buffer.from('begun')) })
  const request = new Request(origin, { method: 'PUT', body, duplex: 'half', signal: controller.signal } as RequestInit)
  const asked = createFetch()(request)
  controller.abort(new RangeError('mine'))
  await assert.rejects(asked, RangeError)
  assert.equal(seen.length, 0)
})

test('fields of the connection are left out, as the standard has it', async t => {
  const { origin, seen } = await loopback(t, (_, response) => response.end())
  const headers = { connection: 'close', 'content-length': '9', 'transfer-encoding': 'chunked', 'x-mine': 'yes' }
  await createFetch()(origin, { method: 'POST', body: 'text', headers })
  const { connection, 'content-length': length, 'x-mine': mine } = seen[0]?.headers ?? {}
  assert.deepEqual([connection, length, mine], ['keep-alive', '4', 'yes'])
})

test('attemptHeader counts the sends of a call, and a heed that sees it sends once', async t => {
  const { origin, seen } = await loopback(t, ({ number }, response) => response.writeHead(503).end(`${number}`))
  const options: FetchOptions = { ...soon, attemptHeader: 'Heed-Attempt' }
  assert.equal((await createFetch(options)(origin)).status, 503)
  const attempts = () => seen.map(({ headers }) => headers['heed-attempt'])
  assert.deepEqual(attempts(), ['1', '2', '3'])
  assert.equal((await createFetch(options)(origin, { headers: { 'heed-attempt': '1' } })).status, 503)
  assert.equal(seen.length, 4)
})

test('a heed that another heed asks sends once, and leaves redirects to the other', async t => {
  const { origin, seen } = await loopback(t, ({ path }, response) =>
    response.writeHead(path === '/to' ? 302 : 503, { location: '/a' }).end(),
  )
  const nested = { [Symbol.for('heed.nested')]: true } as FetchInit
  const fetch = createFetch(soon)
  assert.equal((await fetch(origin, nested)).status, 503)
  assert.equal((await fetch(`${origin}/to`, nested)).status, 302)
  assert.equal(seen.length, 2)
})

test('an abort ends a wait, with the reason of the signal', async t => {
  const { origin, seen } = await loopback(t, (_, response) => response.writeHead(503, { 'retry-after': '30' }).end())
  const controller = new AbortController()
  const asked = createFetch()(origin, { signal: controller.signal })
  while (seen.length === 0) await new Promise(resolve => setImmediate(resolve))
  setTimeout(() => controller.abort(new RangeError('mine')), 30)
  await assert.rejects(asked, RangeError)
})

test('as the fetch of the whole program it does not ask itself', async t => {
  const { origin, seen } = await loopback(t, brokenFirst)
  const before = globalThis.fetch
  t.after(() => {
    globalThis.fetch = before
  })
  globalThis.fetch = createFetch({ ...soon, transport: fetchTransport() }) as typeof fetch
  globalThis.fetch = createFetch({ ...soon, transport: fetchTransport() }) as typeof fetch
  assert.equal(await (await fetch(origin)).text(), '2')
  assert.equal(seen.length, 2)
  assert.equal(await (await fetch('data:text/plain,of%20data')).text(), 'of data')
})
