import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateIn, keptAs, NOW_MS } from '../../../test/cache/asked-cache.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import type { Row } from '../../status/row.ts'
import { ageMs, type Freshness, freshness, isFresh } from './freshness.ts'

const rowOf = (status: number): Row => lookup(status) ?? assert.fail(`${status} has no row`)
const of = (fields: FieldRecord, status = 200, tookMs = 0): Freshness =>
  freshness(rowOf(status), fields, NOW_MS - tookMs, NOW_MS)
const HOUR = 3600
const most = 2 ** 31

const lifetimes: readonly (readonly [why: string, fields: FieldRecord, seconds: number])[] = [
  ['nothing is said', {}, 0],
  ['max-age', { 'cache-control': 'max-age=60' }, 60],
  ['a huge max-age', { 'cache-control': 'max-age=99999999999' }, most],
  ['max-age before Expires', { 'cache-control': 'max-age=60', expires: dateIn(-7200), date: dateIn(0) }, 60],
  ['max-age before an unreadable Expires', { 'cache-control': 'max-age=60', expires: '0' }, 60],
  ['max-age=0 before Expires', { 'cache-control': 'max-age=0', expires: dateIn(HOUR) }, 0],
  ['an unreadable max-age before Expires', { 'cache-control': 'max-age=1.5', expires: dateIn(HOUR) }, 0],
  ['s-maxage is for shared caches', { 'cache-control': 's-maxage=3600, max-age=1' }, 1],
  ['s-maxage alone', { 'cache-control': 's-maxage=3600' }, 0],
  ['Expires less Date', { expires: dateIn(100), date: dateIn(40) }, 60],
  ['Expires before Date', { expires: dateIn(300), date: dateIn(400) }, 0],
  ['Expires at Date', { expires: dateIn(0), date: dateIn(0) }, 0],
  ['Expires without Date', { expires: dateIn(60) }, 60],
  ['Expires with an unreadable Date', { expires: dateIn(60), date: 'foo' }, 60],
  ['an unreadable Expires', { expires: '0', 'last-modified': dateIn(-HOUR) }, 0],
  ['two Expires', { expires: [dateIn(60), dateIn(60)] }, 0],
  ['a tenth since the last change', { 'last-modified': dateIn(-600), date: dateIn(0) }, 60],
  ['a tenth, without Date', { 'last-modified': dateIn(-600) }, 60],
  ['a tenth, but a day at most', { 'last-modified': dateIn(-365 * 24 * HOUR), date: dateIn(0) }, 24 * HOUR],
  ['a change in the future', { 'last-modified': dateIn(10), date: dateIn(0) }, 0],
  ['an unreadable change', { 'last-modified': 'yesterday' }, 0],
]
for (const [why, fields, seconds] of lifetimes) {
  test(`fresh for ${seconds} s: ${why}`, () => assert.equal(of(fields).freshMs, seconds * 1000))
}

test('guesses only for the codes that may be kept unasked, or with public (RFC 9111 section 4.2.2)', () => {
  const changed = { 'last-modified': dateIn(-600), date: dateIn(0) }
  for (const status of [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501]) {
    assert.equal(of(changed, status).freshMs, 60_000, `${status}`)
  }
  for (const status of [201, 202, 299, 302, 303, 307, 400, 403, 500, 502, 503, 504, 599]) {
    assert.equal(of(changed, status).freshMs, 0, `${status}`)
    assert.equal(of({ ...changed, 'cache-control': 'public' }, status).freshMs, 60_000, `${status}, public`)
  }
})

const ages: readonly (readonly [why: string, fields: FieldRecord, tookMs: number, expectedMs: number])[] = [
  ['nothing is said', {}, 0, 0],
  ['the way here takes time', {}, 700, 700],
  ['Date is now', { date: dateIn(0) }, 0, 0],
  ['Date is past', { date: dateIn(-7200) }, 0, 7_200_000],
  ['Date is past: the way is in it', { date: dateIn(-10) }, 700, 10_000],
  ['Date is to come', { date: dateIn(60) }, 700, 700],
  ['Date is no date', { date: 'foo' }, 700, 700],
  ['two Dates', { date: [dateIn(-60), dateIn(-60)] }, 0, 0],
  ['Age', { age: '30' }, 700, 30_700],
  ['Age is more than Date says', { age: '30', date: dateIn(-20) }, 700, 30_700],
  ['Age is less than Date says', { age: '30', date: dateIn(-40) }, 700, 40_000],
  ['Age is no number', { age: '-30' }, 700, 700],
  ['Age is huge', { age: '9'.repeat(30) }, 0, most * 1000],
]
for (const [why, fields, tookMs, expectedMs] of ages) {
  test(`arrives ${expectedMs} ms old: ${why}`, () => {
    assert.equal(NOW_MS - of(fields, 200, tookMs).bornMs, expectedMs)
  })
}

test('directives', () => {
  const { freshMs: _f, bornMs: _b, ...plain } = of({ 'cache-control': 'stale-while-revalidate=5, stale-if-error=6' })
  const none = { noCache: false, mustRevalidate: false, immutable: false }
  assert.deepEqual(plain, { staleWhileRevalidateMs: 5000, staleIfErrorMs: 6000, ...none })
  assert.equal(of({ 'cache-control': 'immutable' }).immutable, true)
  assert.equal(of({ 'cache-control': 'proxy-revalidate' }).mustRevalidate, false)
})

test('what must not be stale is not (RFC 9111 section 4.2.4)', () => {
  for (const forbids of ['no-cache', 'must-revalidate']) {
    const { staleWhileRevalidateMs, staleIfErrorMs } = of({
      'cache-control': `stale-while-revalidate=5, stale-if-error=6, ${forbids}`,
    })
    assert.deepEqual([staleWhileRevalidateMs, staleIfErrorMs], [0, 0], forbids)
  }
  assert.equal(of({ 'cache-control': 'must-revalidate' }).mustRevalidate, true)
})

test('no-cache, and what counts as it', () => {
  assert.equal(of({ 'cache-control': 'no-cache, max-age=60' }).noCache, true)
  assert.equal(of({ 'cache-control': 'no-cache="set-cookie"' }).noCache, false)
  assert.equal(of({ 'cache-control': 'no-cache="x, ETag"' }).noCache, true, 'a field it cannot do without')
  assert.equal(of({ pragma: 'no-cache' }).noCache, true)
  assert.equal(of({ pragma: 'x, No-Cache' }).noCache, true)
  assert.equal(of({ pragma: 'unrecognised-extension' }).noCache, false)
  assert.equal(of({ pragma: 'no-cache', 'cache-control': 'max-age=60' }).noCache, false)
})

const { head } = keptAs(1, { answeredMs: NOW_MS, bornMs: NOW_MS - 10_000, freshMs: 60_000 })

test('is fresh while its age is less than its lifetime', () => {
  assert.equal(ageMs(head, NOW_MS), 10_000)
  assert.equal(ageMs(head, NOW_MS + 49_999), 59_999)
  assert.equal(isFresh(head, NOW_MS), true)
  assert.equal(isFresh(head, NOW_MS + 49_999), true)
  assert.equal(isFresh(head, NOW_MS + 50_000), false)
  assert.equal(isFresh({ ...head, freshMs: 10_000 }, NOW_MS), false)
})

test('a clock that went back makes nothing younger, and everything stale', () => {
  assert.equal(ageMs(head, NOW_MS - 1), 10_000)
  assert.equal(ageMs(head, 0), 10_000)
  assert.equal(isFresh(head, NOW_MS - 1), false)
  assert.equal(isFresh(head, 0), false)
})

test('property: whatever a server sends, the times are whole numbers, and no answer is born after it came', () => {
  const piece = fc.constantFrom(
    'max-age=',
    'no-cache',
    '=',
    ',',
    '"',
    '-',
    '9',
    '999999999999',
    'Thu',
    dateIn(-9),
    dateIn(9),
  )
  const value = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 5 }).map(pieces => pieces.join('')),
  )
  const line = fc.oneof(value, fc.array(value, { maxLength: 3 }))
  const names = ['age', 'date', 'expires', 'last-modified', 'cache-control', 'pragma'] as const
  const record = fc.dictionary(fc.constantFrom(...names), line)
  fc.assert(
    fc.property(record, fc.integer({ min: 100, max: 599 }), fc.nat(100_000), (fields, status, tookMs) => {
      const { bornMs, freshMs, staleIfErrorMs, staleWhileRevalidateMs } = of(fields, status, tookMs)
      for (const ms of [bornMs, freshMs, staleIfErrorMs, staleWhileRevalidateMs]) assert.ok(Number.isSafeInteger(ms))
      assert.ok(bornMs <= NOW_MS - tookMs || bornMs <= NOW_MS)
      assert.ok(NOW_MS - bornMs >= tookMs && freshMs >= 0 && staleIfErrorMs >= 0 && staleWhileRevalidateMs >= 0)
    }),
  )
})
