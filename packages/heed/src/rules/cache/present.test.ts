import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { as, asking, CAME_MS, dateAt, kept, keptPart, seconds } from '../../../test/cache/kept.ts'
import type { Serve } from '../../action.ts'
import type { Kept } from '../../keeping.ts'
import { serve } from './serve.ts'

const at = (count: number): number => CAME_MS + seconds(count)
const FRESH = { 'cache-control': 'max-age=60' }

const served = (one: Kept, fields: Record<string, string>, method = 'GET'): Serve =>
  as('serve', serve(asking({ method, fields }), [one], false, at(1)))
const sent = (one: Kept, fields: Record<string, string>): unknown =>
  as('send', serve(asking({ fields }), [one], false, at(1))).fields

test('one range of a kept whole is a 206 with its own range and length', () => {
  const whole = kept({ ...FRESH, 'content-length': '10', 'x-a': '1' })
  const action = served(whole, { range: 'bytes=2-5' })
  assert.deepEqual([action.status, action.slice, action.is], [206, [2, 6], 'hit'])
  assert.deepEqual(action.fields, {
    ...whole.head.fields,
    age: '1',
    'content-range': 'bytes 2-5/10',
    'content-length': '4',
  })
  assert.deepEqual(served(whole, { range: 'bytes=7-' }).slice, [7, 10])
  assert.deepEqual(served(whole, { range: 'bytes=-3' }).slice, [7, 10])
  assert.deepEqual(served(whole, { range: 'bytes=0-99' }).fields['content-range'], 'bytes 0-9/10')
})

test('a kept part serves what it covers', () => {
  const part = keptPart(4, 8, 10)
  assert.deepEqual(served(part, { range: 'bytes=6-8' }).slice, [2, 5])
  assert.deepEqual(served(part, { range: 'bytes=4-8' }).slice, [0, 5])
  assert.equal(served(part, { range: 'bytes=6-8' }).fields['content-range'], 'bytes 6-8/10')
  for (const range of ['bytes=6-', 'bytes=-2', 'bytes=0-5', 'bytes=3-8', 'bytes=6-9'])
    assert.equal(sent(part, { range }), null)
  const end = keptPart(4, 9, 10)
  assert.deepEqual(served(end, { range: 'bytes=-5' }).slice, [1, 6])
  assert.deepEqual(served(end, { range: 'bytes=6-' }).slice, [2, 6])
})

test('of a whole of unknown length only closed ranges can be served', () => {
  const part = keptPart(4, 8, null)
  assert.equal(served(part, { range: 'bytes=6-8' }).fields['content-range'], 'bytes 6-8/*')
  for (const range of ['bytes=6-', 'bytes=-2']) assert.equal(sent(part, { range }), null)
})

test('a range that does not exist is left to the server', () => {
  for (const range of ['bytes=10-', 'bytes=-0']) assert.equal(sent(kept(FRESH), { range }), null)
})

test('nothing is cut from a body that was kept decoded, or whose length is not what it says', () => {
  assert.equal(sent(kept({ ...FRESH, 'content-encoding': 'gzip' }), { range: 'bytes=0-4' }), null)
  const short = keptPart(4, 9, 10)
  assert.equal(sent({ ...short, head: { ...short.head, bodyBytes: 5 } }, { range: 'bytes=6-8' }), null)
})

test('Range changes only what would be a 200 (RFC 9110 section 14.2)', () => {
  const missing = kept(FRESH, { status: 404 })
  const action = served(missing, { range: 'bytes=0-4' })
  assert.deepEqual([action.status, action.slice], [404, null])
})

test('for all wholes, parts and ranges, what is served are exactly the bytes asked for', () => {
  const cut = fc.tuple(fc.nat(40), fc.nat(40))
  const shape = fc.constantFrom('closed', 'open', 'suffix')
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), cut, cut, shape, (whole, [a, b], [c, d], form) => {
      const [first = 0, last = 0] = [a % whole.length, b % whole.length].sort((x, y) => x - y)
      const [from = 0, to = 0] = [c, d].sort((x, y) => x - y)
      const range = form === 'closed' ? `bytes=${from}-${to}` : form === 'open' ? `bytes=${from}-` : `bytes=-${from}`
      const action = serve(asking({ fields: { range } }), [keptPart(first, last, whole.length)], false, at(1))
      const start = form === 'suffix' ? Math.max(0, whole.length - from) : from
      const end = form === 'closed' ? Math.min(to, whole.length - 1) : whole.length - 1
      const isKept = start <= end && start >= first && end <= last
      assert.equal(action.do, isKept ? 'serve' : 'send')
      if (action.do !== 'serve') return
      assert.ok(action.slice !== null)
      const body = whole.slice(first, last + 1).subarray(...action.slice)
      assert.deepEqual(body, whole.slice(start, end + 1))
      assert.equal(action.fields['content-range'], `bytes ${start}-${end}/${whole.length}`)
      assert.equal(action.fields['content-length'], String(body.length))
    }),
    { numRuns: 500 },
  )
})

test('a part that holds everything is the whole', () => {
  const all = keptPart(0, 9, 10, { 'content-length': '10' })
  const action = served(all, {})
  assert.deepEqual([action.status, action.slice, action.fields['content-length']], [200, null, '10'])
  assert.ok(!Object.hasOwn(action.fields, 'content-range'))
  assert.deepEqual(served(all, { range: 'bytes=0-9' }).slice, [0, 10])
})

test('a part with its end but without its beginning is no whole', () => {
  assert.equal(sent(keptPart(5, 9, 10), {}), null)
})

test('HEAD gets the kept fields of a GET, and no body', () => {
  const one = kept({ ...FRESH, 'content-length': '10' })
  const action = served(one, {}, 'HEAD')
  assert.deepEqual([action.status, action.slice], [200, [0, 0]])
  assert.deepEqual(action.fields, { ...one.head.fields, age: '1' })
  assert.equal(served(one, { range: 'bytes=0-4' }, 'HEAD').status, 200)
})

test("the caller's own validator that matches is answered with a 304 and its fields", () => {
  const one = kept({ ...FRESH, etag: '"a"', vary: 'Foo', 'content-type': 'text/plain', 'last-modified': dateAt(-9) })
  const action = served(one, { 'if-none-match': '"b", W/"a"' })
  assert.deepEqual([action.status, action.slice, action.is], [304, [0, 0], 'hit'])
  assert.deepEqual(action.fields, { ...FRESH, date: dateAt(0), etag: '"a"', vary: 'Foo', age: '1' })
  assert.equal(served(one, { 'if-none-match': '*' }).status, 304)
  assert.equal(served(one, { 'if-none-match': '"a"', range: 'bytes=0-4' }).status, 304)
  assert.equal(served(one, { 'if-none-match': '"a"' }, 'HEAD').status, 304)
})

test('one that does not match gets the kept answer', () => {
  const one = kept({ ...FRESH, etag: '"a"' })
  for (const tags of ['"b"', 'a', '', '"b", *']) assert.equal(served(one, { 'if-none-match': tags }).status, 200, tags)
  assert.equal(served(kept(FRESH), { 'if-none-match': '"a"' }).status, 200)
})

test('obs-text in a tag matches itself', () => {
  assert.equal(served(kept({ ...FRESH, etag: '"\xfc"' }), { 'if-none-match': '"\xfc"' }).status, 304)
})

test('If-None-Match goes before If-Modified-Since (RFC 9110 section 13.2.2)', () => {
  const one = kept({ ...FRESH, etag: '"a"', 'last-modified': dateAt(-5) })
  assert.equal(served(one, { 'if-none-match': '"a"', 'if-modified-since': dateAt(-9) }).status, 304)
  assert.equal(served(one, { 'if-none-match': '"b"', 'if-modified-since': dateAt(0) }).status, 200)
})

test('If-Modified-Since compares with Last-Modified, else Date, else when it came (RFC 9111 section 4.3.2)', () => {
  const modified = kept({ ...FRESH, 'last-modified': dateAt(-5) })
  const since = (one: Kept, count: number): number => served(one, { 'if-modified-since': dateAt(count) }).status
  assert.deepEqual([since(modified, -6), since(modified, -5), since(modified, -4)], [200, 304, 304])
  const dated = kept({ ...FRESH, date: dateAt(-3) })
  assert.deepEqual([since(dated, -4), since(dated, -3)], [200, 304])
  const { date: _date, ...bare } = dated.head.fields
  const undated = { ...dated, head: { ...dated.head, fields: bare } }
  assert.deepEqual([since(undated, -1), since(undated, 0)], [200, 304])
  assert.equal(since(kept({ ...FRESH, 'last-modified': 'long ago' }), 9), 200)
  const long = 'Thursday, 01-Jan-26 00:00:00 GMT'
  assert.equal(served(modified, { 'if-modified-since': long }).status, 304)
  assert.equal(served(modified, { 'if-modified-since': 'yesterday' }).status, 200)
  assert.equal(served(modified, { 'if-modified-since': dateAt(0) }).fields['last-modified'], dateAt(-5))
})

test('a condition changes nothing but a success (RFC 9110 section 13.2.1)', () => {
  assert.equal(served(kept({ ...FRESH, etag: '"a"' }, { status: 404 }), { 'if-none-match': '"a"' }).status, 404)
})
