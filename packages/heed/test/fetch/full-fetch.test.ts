import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCache } from '../../src/cache.ts'
import { createClient } from '../../src/client.ts'
import { OptionError, RedirectError } from '../../src/errors/errors.ts'
import { createFetch } from '../../src/fetch/create-fetch.ts'
import type { FetchOptions } from '../../src/fetch/fetch-options.ts'
import { trailOf } from '../../src/fetch/trail-of.ts'
import { presets } from '../../src/presets.ts'
import { loopback } from '../client/loopback.ts'

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
  const { origin, seen } = await loopback(t, ({ number }, response) =>
    response.writeHead(number === 1 ? 503 : 200).end(),
  )
  const client = createClient({ backoff: { faultMs: 1 }, attemptHeader: 'x-try' })
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

test('a redirect to where a fetch must not go is a TypeError whose cause says why, and nothing goes there', async t => {
  const other = await loopback(t, (_, response) => response.end('there'))
  const { origin } = await loopback(t, ({ path }, response) => {
    const to =
      { '/login': other.origin.replace('//', '//a:b@'), '/port': 'http://127.0.0.1:6667/' }[path] ?? other.origin
    response.writeHead(302, { location: to }).end()
  })
  const fetch = createFetch()
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
