import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCache } from '../../src/cache.ts'
import { createClient } from '../../src/client.ts'
import { HeedError, OptionError, RedirectError, WireError } from '../../src/errors.ts'
import { createFetch, type FetchInit } from '../../src/fetch/create-fetch.ts'
import type { FetchOptions } from '../../src/fetch/fetch-options.ts'
import { trailOf } from '../../src/fetch/trail-of.ts'
import { presets } from '../../src/presets.ts'
import { fetchTransport } from '../../src/transports/fetch.ts'
import { loopback, type Serve } from '../client/loopback.ts'

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
    assert.ok(error instanceof TypeError && error.cause instanceof WireError)
    assert.equal(error.cause.fault, 'held')
    assert.ok((error.cause.retryAt?.getTime() ?? 0) > Date.now() + 3_000_000)
    return true
  })
})

test('what came on the way is kept where the last try fails', async t => {
  const { origin } = await loopback(t, ({ number }, response) =>
    number === 1 ? response.writeHead(503).end('overloaded') : response.destroy(),
  )
  await assert.rejects(createFetch({ ...soon, attempts: 2 })(origin), error => {
    assert.ok(error instanceof TypeError && error.cause instanceof HeedError)
    assert.deepEqual(
      error.cause.trail.map(({ what }) => what),
      ['send', 'answer', 'wait', 'send', 'fault', 'end'],
    )
    return true
  })
})

test('a redirect that is not followed is a TypeError whose cause says why', async t => {
  const { origin } = await loopback(t, (_, response) => response.writeHead(302, { location: '/a' }).end())
  await assert.rejects(createFetch()(`${origin}/a`), error => {
    assert.ok(error instanceof TypeError && error.cause instanceof RedirectError)
    return error.cause.stopped === 'redirect-loop'
  })
})

test('a redirect to where a fetch must not go is a TypeError whose cause says why, and nothing goes there', async t => {
  const other = await loopback(t, (_, response) => response.end('there'))
  const { origin } = await loopback(t, ({ path }, response) => {
    const to =
      { '/login': other.origin.replace('//', '//a:b@'), '/port': 'http://127.0.0.1:6667/' }[path] ?? other.origin
    response.writeHead(302, { location: to }).end()
  })
  const fetch = createFetch(soon)
  const asked = [fetch(`${origin}/login`), fetch(`${origin}/port`), fetch(origin, { mode: 'same-origin' })]
  for (const each of asked) {
    await assert.rejects(each, error => {
      assert.ok(error instanceof TypeError && error.cause instanceof RedirectError)
      return error.cause.stopped === 'redirect-forbidden'
    })
  }
  assert.equal(other.seen.length, 0)
  assert.equal(await (await fetch(`${origin}/login`, { mode: 'no-cors' })).text(), 'there')
})

test('a referrer stays with its origin when a redirect leads to another', async t => {
  const other = await loopback(t, (_, response) => response.end())
  const { origin, seen } = await loopback(t, (_, response) => response.writeHead(302, { location: other.origin }).end())
  await createFetch()(origin, { referrer: `${origin}/one?two`, referrerPolicy: 'unsafe-url' })
  assert.deepEqual([seen[0]?.headers.referer, other.seen[0]?.headers.referer], [`${origin}/one?two`, undefined])
})

test('cache: no-store is kept by no cache, either', async t => {
  const { origin, seen } = await loopback(t, (_, response) =>
    response.writeHead(200, { 'cache-control': 'max-age=60' }).end(),
  )
  const fetch = createFetch({ cache: memoryCache() })
  for (const cache of ['no-store', 'default', 'default', 'no-store', 'reload'] as const)
    await (await fetch(origin, { cache })).text()
  assert.equal(seen.length, 4)
  assert.deepEqual(
    seen.map(({ headers }) => headers['cache-control']),
    ['no-cache', undefined, 'no-cache', 'no-cache'],
  )
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

test('what belongs to each call, or to no fetch, is refused with the cure', () => {
  const refused = (options: object): string => {
    try {
      createFetch(options as FetchOptions)
    } catch (error) {
      if (error instanceof OptionError) return `${error.option}: ${error.message}`
    }
    return ''
  }
  assert.match(refused({ redirect: 'manual' }), /^redirect: .*each call of fetch says it itself/)
  assert.match(refused({ throwOnError: true }), /^throwOnError: .*never throws for a status/)
  assert.match(refused({ atempts: 2 }), /^atempts: .*Did you mean attempts\?/)
  assert.match(refused({ attemptHeader: 'a b' }), /^attemptHeader: .*the name of a header/)
  assert.match(refused({ attemptHeader: 'content-length' }), /^attemptHeader/)
  assert.equal(refused({ attempts: 2, deadlineMs: 1_000 }), '')
})

test('the client sends attemptHeader, too', async t => {
  const { origin, seen } = await loopback(t, brokenFirst)
  const client = createClient({ ...soon, attemptHeader: 'x-try' })
  await client.get(origin)
  assert.deepEqual(
    seen.map(({ headers }) => headers['x-try']),
    ['1', '2'],
  )
})

test('presets leave sending again to heed', () => {
  const fetch = createFetch()
  assert.deepEqual(presets.stainless(fetch), { fetch, maxRetries: 0 })
  assert.equal(presets.octokit(fetch).request.fetch, fetch)
  assert.deepEqual([presets.ky(fetch).retry, presets.ofetch(fetch).defaults.retry], [0, false])
})

test('with a cache, the second response comes from it, with its body', async t => {
  const { origin, seen } = await loopback(t, (_, response) =>
    response.writeHead(200, { 'cache-control': 'max-age=60', 'x-mine': 'yes' }).end('kept'),
  )
  const fetch = createFetch({ cache: memoryCache() })
  const first = await fetch(origin)
  assert.equal(await first.text(), 'kept')
  const second = await fetch(origin)
  assert.deepEqual([await second.text(), second.headers.get('x-mine'), second.url], ['kept', 'yes', `${origin}/`])
  assert.equal(seen.length, 1)
  assert.ok(trailOf(second)?.some(({ what }) => what === 'cache'))
})

test('with auth, a 401 is renewed once, and the SDK sees the answer after it', async t => {
  const { origin, seen } = await loopback(t, ({ headers }, response) => {
    if (headers.authorization === 'Bearer new') response.end('in')
    else response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('out')
  })
  const auth = { token: 'old', refresh: async () => 'new', origins: [origin] }
  const response = await createFetch({ auth })(origin)
  assert.deepEqual([response.status, await response.text(), seen.length], [200, 'in', 2])
  const refused = await createFetch({ auth: { ...auth, refresh: async () => 'worse' } })(origin)
  assert.deepEqual([refused.status, await refused.text()], [401, 'out'])
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
