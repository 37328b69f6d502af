import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AskedOptions, askedCache, dateIn, keptAs, NOW_MS } from '../../../test/cache/asked-cache.ts'
import type { Keeping } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { keep } from './keep.ts'

type Asked = AskedOptions
const FRESH: FieldRecord = { 'cache-control': 'max-age=60' }
const ETAG: FieldRecord = { etag: '"a"' }

const tried = (status: number, fields: FieldRecord, asked: Asked = {}, hasBody = true): Keeping | string =>
  keep(askedCache(asked), status, 'OK', fields, hasBody, NOW_MS)

function kept(status: number, fields: FieldRecord, asked: Asked = {}, hasBody = true): Keeping {
  const keeping = tried(status, fields, asked, hasBody)
  return typeof keeping === 'string' ? assert.fail(`${status}: ${keeping}`) : keeping
}

function refused(why: RegExp, status: number, fields: FieldRecord, asked: Asked = {}, hasBody = true): void {
  const keeping = tried(status, fields, asked, hasBody)
  if (typeof keeping !== 'string') assert.fail(`${status}: ${keeping.reason}`)
  assert.match(keeping, /^not kept: [a-z]/)
  assert.match(keeping, why)
}

test('an answer is kept with all that is known of it', () => {
  const fields = { 'cache-control': 'max-age=60, stale-if-error=9', age: '5', vary: 'Accept', 'set-cookie': ['a', 'b'] }
  const { head, onto, order, replaces, reason } = kept(200, fields, { fields: { accept: 'x/y' } })
  assert.deepEqual(head, {
    ...{ status: 200, statusText: 'OK', fields, varied: { accept: 'x/y' }, part: null, hasBody: true, bodyBytes: 0 },
    ...{ askedMs: NOW_MS - 10, answeredMs: NOW_MS, bornMs: NOW_MS - 5010, freshMs: 60_000 },
    ...{ staleWhileRevalidateMs: 0, staleIfErrorMs: 9000, noCache: false, mustRevalidate: false, immutable: false },
  })
  assert.deepEqual([onto, order, replaces, reason], [null, [], [], 'kept, fresh for 60 s'])
  assert.deepEqual(JSON.parse(JSON.stringify(head)), head)
})

test('the reason says how it may be used', () => {
  assert.equal(
    kept(200, { 'last-modified': dateIn(-600) }).reason,
    'kept, fresh for 60 s, by a guess from when it last changed',
  )
  assert.equal(
    kept(200, { ...ETAG, 'cache-control': 'no-cache' }).reason,
    'kept, to be validated before each use (no-cache)',
  )
  assert.equal(kept(200, ETAG).reason, 'kept, to be validated: it is not fresh')
})

const codes = [200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 401, 404, 410, 451, 499, 500, 502, 503, 504, 599]
test('any final code is kept while it is fresh, when the server says how long', () => {
  for (const status of codes) assert.equal(kept(status, FRESH).head.freshMs, 60_000)
  for (const status of codes) assert.equal(kept(status, { expires: dateIn(60), date: dateIn(0) }).head.freshMs, 60_000)
})

test('codes that are for this moment, or say nothing by themselves, are not', () => {
  for (const status of [428, 429, 431, 511]) refused(/for this moment only/, status, FRESH)
  for (const status of [100, 103, 304]) refused(/says nothing by itself/, status, FRESH)
  for (const status of [0, 99, 600, 999]) refused(/not a valid one/, status, FRESH)
})

test('without a word of the server only the codes that are so by default', () => {
  for (const status of [201, 202, 302, 307, 400, 403, 499]) refused(/only when the server says so/, status, ETAG)
  for (const status of [200, 203, 404, 410]) assert.equal(kept(status, ETAG).head.freshMs, 0)
  for (const said of ['public', 'private']) kept(403, { ...ETAG, 'cache-control': said })
  refused(/only when the server says so/, 403, { ...ETAG, 'cache-control': 's-maxage=60' })
})

test('a permanent redirect is kept for a day without a word, unless it leads to another origin', () => {
  for (const status of [301, 308]) {
    assert.equal(kept(status, { location: '/there' }).head.freshMs, 86_400_000)
    assert.equal(kept(status, { location: '/there', 'last-modified': dateIn(-600) }).head.freshMs, 60_000)
    refused(/another origin/, status, { location: 'https://elsewhere.test/' })
    refused(/another origin/, status, ETAG)
    kept(status, { location: 'https://elsewhere.test/', 'cache-control': 'max-age=60' })
  }
})

test('an answer that may be gone with the next attempt is kept while it is fresh, not to be validated', () => {
  for (const status of [408, 500, 502, 503, 504, 521, 577]) {
    refused(/only while it is fresh/, status, { ...ETAG, 'cache-control': 'max-age=0' })
    refused(/only while it is fresh/, status, { ...ETAG, 'cache-control': 'max-age=60, no-cache' })
    refused(/only when the server says so/, status, { 'last-modified': dateIn(-600) })
    kept(status, { 'last-modified': dateIn(-600), 'cache-control': 'public' })
  }
})

test('what could never be used is not kept', () => {
  refused(/not fresh, and has no validator/, 200, {})
  refused(/not fresh, and has no validator/, 200, { etag: 'unquoted', 'last-modified': 'never', expires: '0' })
  refused(/has to be validated/, 200, { 'cache-control': 'no-cache, max-age=60' })
  kept(200, { 'last-modified': dateIn(-600), expires: '0' })
  kept(200, { 'cache-control': 'max-age=0, stale-while-revalidate=9' })
  kept(200, { 'cache-control': 'max-age=0, stale-if-error=9' })
  kept(200, { 'cache-control': 'max-age=60', age: '3600' })
})

test('no-store on either side forbids, and so does what cannot be read', () => {
  refused(/server forbids it \(no-store\)/, 200, { 'cache-control': 'max-age=60, No-Store' })
  refused(/request forbids it \(no-store\)/, 200, FRESH, { fields: { 'cache-control': 'no-store' } })
  refused(/request forbids/, 200, FRESH, { fields: { 'cache-control': 'max-age =1' } })
  refused(/cannot be read/, 200, { 'cache-control': ['max-age=60', 'private=""'] })
})

test('must-understand keeps what is understood in spite of no-store (RFC 9111 section 5.2.2.3)', () => {
  const fields = { 'cache-control': 'max-age=60, no-store, must-understand' }
  kept(200, fields)
  refused(/understood/, 599, fields)
  refused(/understood/, 299, { 'cache-control': 'max-age=60, must-understand' })
  refused(/cannot be read/, 200, { 'cache-control': 'no-store, must-understand, max-age =60' })
})

test('only what answers a plain GET', () => {
  for (const method of ['HEAD', 'POST', 'OPTIONS', 'QUERY', 'get'])
    refused(/only answers to GET/, 200, FRESH, { method })
  refused(/has a body/, 200, FRESH, { body: 'x' })
  refused(/passes by the cache/, 200, FRESH, { facts: { whose: null } })
  const without = askedCache()
  without.cache = null
  assert.match(String(keep(without, 200, '', FRESH, true, NOW_MS)), /passes by the cache/)
})

test('an error may come of a range or condition, a success does not', () => {
  for (const name of ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']) {
    for (const status of [404, 412, 416]) refused(/range or condition/, status, FRESH, { fields: { [name]: 'x' } })
    kept(200, FRESH, { fields: { [name]: 'x' } })
  }
})

test('without its body only what can be followed, or has none', () => {
  refused(/body was not read/, 200, FRESH, {}, false)
  refused(/body was not read/, 503, FRESH, {}, false)
  for (const status of [301, 302, 307, 308]) assert.equal(kept(status, FRESH, {}, false).head.hasBody, false)
  assert.equal(kept(204, FRESH, {}, false).head.hasBody, true)
})

test('Vary: what the request had in the fields, but for credentials, which keep answers apart anyway', () => {
  const fields = { accept: 'x', authorization: 'secret', cookie: 'secret', 'x-api-key': 'secret' }
  const vary = 'Accept, Authorization, Cookie, X-Api-Key, constructor, __proto__'
  const { varied } = kept(200, { ...FRESH, vary }, { fields }).head
  assert.deepEqual(Object.entries(varied), [
    ['accept', 'x'],
    ['constructor', null],
    ['__proto__', null],
  ])
  refused(/Vary: \*/, 200, { ...FRESH, vary: 'Accept, *' })
  refused(/Vary: \*/, 200, { ...FRESH, vary: ['Accept', 'a b'] })
  const names = Array.from({ length: 17 }, (_, index) => `a${index}`)
  refused(/more than 16/, 200, { ...FRESH, vary: names })
  kept(200, { ...FRESH, vary: names.slice(1) })
})

test('what is meant for one connection is not kept', () => {
  const gone = [
    'connection',
    'keep-alive',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'a',
    'b',
  ]
  gone.push('proxy-authenticate', 'proxy-authentication-info', 'proxy-authorization')
  const fields = {
    ...Object.fromEntries(gone.map(name => [name, 'x'])),
    connection: ['close, A', 'b'],
    c: '3',
    ...FRESH,
  }
  assert.deepEqual(kept(200, fields).head.fields, { c: '3', ...FRESH })
  refused(/Connection/, 200, { ...FRESH, connection: 'close, Cache-Control' })
  refused(/Connection/, 200, { ...FRESH, connection: 'a b' })
})

test('a field that no-cache names is not kept; one the answer needs makes all of it no-cache', () => {
  const fields = { ...ETAG, a: '1', b: '2', 'set-cookie': 'c' }
  const named = kept(200, { ...fields, 'cache-control': 'no-cache="a, Set-Cookie", max-age=60' }).head
  assert.deepEqual(Object.keys(named.fields), ['etag', 'b', 'cache-control'])
  assert.equal(named.noCache, false)
  const whole = kept(200, { ...fields, 'cache-control': 'no-cache="a, etag", max-age=60' }).head
  assert.deepEqual([whole.noCache, whole.fields.etag], [true, '"a"'])
  assert.deepEqual(kept(200, { a: '1', 'cache-control': 'private="a", max-age=60' }).head.fields.a, '1')
})

test('it replaces what would have been chosen for the request, and the oldest beyond eight variants', () => {
  const variants = Array.from({ length: 9 }, (_, index) => keptAs(index, { varied: { a: String(index) } }))
  const found = [...variants, keptAs('x', { varied: {} })]
  assert.deepEqual(kept(200, { ...FRESH, vary: 'a' }, { fields: { a: '2' }, found }).replaces, [2, 8, 'x'])
  assert.deepEqual(kept(200, { ...FRESH, vary: 'a' }, { fields: { a: 'z' }, found: variants.slice(0, 7) }).replaces, [])
  assert.deepEqual(
    kept(200, { ...FRESH, vary: 'a' }, { fields: { a: 'z' }, found: variants.slice(0, 8) }).replaces,
    [7],
  )
})

test('property: never throws, and says why or why not in words', () => {
  const names = ['cache-control', 'vary', 'connection', 'etag', 'last-modified', 'date', 'age', 'expires', 'pragma']
  const name = fc.oneof(fc.constantFrom(...names, 'content-range', 'content-encoding', '__proto__'), fc.string())
  const words = ['max-age=60', 'no-store', 'no-cache="a"', 'a', '*', '"a"', ',', '=', 'bytes 0-4/10', dateIn(-99), '60']
  const value = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words), { maxLength: 4 }).map(list => list.join('')),
  )
  const fields = fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 3 })), { noNullPrototype: false })
  const request = fc.dictionary(fc.constantFrom('range', 'a', 'vary', 'cache-control'), value)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700 }), fields, request, fc.boolean(), (status, sent, asked, hasBody) => {
      const found = [keptAs(1, { fields: { etag: '"a"' }, bodyBytes: 10 })]
      const keeping = tried(status, sent, { fields: asked, found }, hasBody)
      if (typeof keeping === 'string') return assert.match(keeping, /^not kept: /)
      assert.match(keeping.reason, /^kept, /)
      assert.ok(
        !/no-store/i.test(String(sent['cache-control'] ?? '')) || /"[^"]*no-store/.test(String(sent['cache-control'])),
      )
    }),
    { numRuns: 500 },
  )
})
