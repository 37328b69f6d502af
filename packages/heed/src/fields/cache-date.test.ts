import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCacheDate } from './cache-date.ts'

const nowMs = Date.UTC(2026, 10, 22)
const expectedMs = Date.UTC(2050, 7, 18, 2, 1, 18)

const good = [
  'Thu, 18 Aug 2050 02:01:18 GMT',
  ' Thu, 18 Aug 2050 02:01:18 GMT\t',
  'THU, 18 Aug 2050 02:01:18 GMT',
  'Thu, 18 AUG 2050 02:01:18 GMT',
  'thu, 18 aug 2050 02:01:18 gMT',
  'Thursday, 18-Aug-50 02:01:18 GMT',
  'THURSDAY, 18-AUG-50 02:01:18 gmt',
  'Thu Aug 18 02:01:18 2050',
  'tHU aUG 18 02:01:18 2050',
  'Mon, 18 Aug 2050 02:01:18 GMT',
  'Monday, 18-Aug-50 02:01:18 GMT',
  'Mon Aug 18 02:01:18 2050',
]
for (const text of good) {
  test(`reads ${text}`, () => assert.equal(parseCacheDate(text, nowMs), expectedMs))
}

const bad = [
  '',
  '0',
  '-1',
  'never',
  'Thu, 18 Aug 2050 02:01:18 UTC',
  'Thu, 18 Aug 2050 02:01:18 AEST',
  'Thu, 18 Aug 2050 02:01:18 +0000',
  'Thu, 18 Aug 50 02:01:18 GMT',
  'Thu 18 Aug 2050 02:01:18 GMT',
  'Thu, 18  Aug  2050 02:01:18 GMT',
  'Thu, 18-Aug-2050 02:01:18 GMT',
  'Thu, 18 Aug 2050 02.01.18 GMT',
  'Thu, 18 Aug 2050 2:01:18 GMT',
  'Thursday, 18 Aug 2050 02:01:18 GMT',
  'Thu, 18-Aug-50 02:01:18 GMT',
  'Day, 18 Aug 2050 02:01:18 GMT',
  ', 18 Aug 2050 02:01:18 GMT',
  'Thu, 31 Feb 2050 02:01:18 GMT',
  `${' '.repeat(40)}Thu, 18 Aug 2050 02:01:18 GMT`,
]
for (const text of bad) {
  test(`does not read ${JSON.stringify(text)}`, () => assert.equal(parseCacheDate(text, nowMs), null))
}

test('a date that is absent or came twice is none', () => {
  assert.equal(parseCacheDate(undefined, nowMs), null)
  assert.equal(parseCacheDate([good[0] ?? '', good[0] ?? ''], nowMs), null)
})
