import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatHttpDate, parseHttpDate } from './http-date.ts'

const nowMs = Date.parse('2026-11-22T12:00:00Z')
const firstMs = Date.parse('0000-01-01T00:00:00Z')
const lastMs = Date.parse('9999-12-31T23:59:59Z')
const wholeSeconds = fc.integer({ min: firstMs / 1000, max: lastMs / 1000 }).map(seconds => seconds * 1000)

const shortDays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const timeOf = (date: Date): string => date.toISOString().slice(-13, -5)

function asctime(ms: number): string {
  const date = new Date(ms)
  const day = String(date.getUTCDate()).padStart(2, ' ')
  const year = String(date.getUTCFullYear()).padStart(4, '0')
  return `${shortDays[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day} ${timeOf(date)} ${year}`
}

function rfc850(ms: number): string {
  const date = new Date(ms)
  const day = String(date.getUTCDate()).padStart(2, '0')
  const year = String(date.getUTCFullYear() % 100).padStart(2, '0')
  return `${longDays[date.getUTCDay()]}, ${day}-${months[date.getUTCMonth()]}-${year} ${timeOf(date)} GMT`
}

test('the three forms of one moment are read alike', () => {
  const ms = Date.parse('1994-11-06T08:49:37Z')
  assert.equal(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', nowMs), ms)
  assert.equal(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', nowMs), ms)
  assert.equal(parseHttpDate('Sun Nov  6 08:49:37 1994', nowMs), ms)
})

test('what is written is read back, for every second of the years 0000 to 9999', () => {
  fc.assert(fc.property(wholeSeconds, ms => parseHttpDate(formatHttpDate(ms), nowMs) === ms))
  assert.equal(parseHttpDate(formatHttpDate(firstMs), nowMs), firstMs)
  assert.equal(parseHttpDate(formatHttpDate(lastMs), nowMs), lastMs)
})

test('every moment is read back from the asctime form', () => {
  fc.assert(fc.property(wholeSeconds, ms => parseHttpDate(asctime(ms), nowMs) === ms))
})

test('every moment from 49 years ago to 50 years ahead is read back from the form with two digits for the year', () => {
  const span = fc.integer({ min: Date.parse('1977-01-01') / 1000, max: Date.parse('2076-11-22T12:00:00Z') / 1000 })
  fc.assert(fc.property(span, seconds => parseHttpDate(rfc850(seconds * 1000), nowMs) === seconds * 1000))
})

test('a year with two digits is never more than 50 years ahead, whatever the clock says', () => {
  fc.assert(
    fc.property(wholeSeconds, wholeSeconds, (ms, clockMs) => {
      const read = parseHttpDate(rfc850(ms), clockMs)
      const limit = new Date(clockMs)
      limit.setUTCFullYear(limit.getUTCFullYear() + 50)
      return read === null || (read <= limit.getTime() && (read - ms) % 1000 === 0)
    }),
  )
})

test('parts of a second are cut off when writing', () => {
  assert.equal(formatHttpDate(Date.parse('1994-11-06T08:49:37.999Z')), 'Sun, 06 Nov 1994 08:49:37 GMT')
})

test('a time that the form cannot write is refused', () => {
  for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, firstMs - 1, lastMs + 1000, Number.MAX_SAFE_INTEGER]) {
    assert.throws(() => formatHttpDate(ms), RangeError)
  }
})

test('a clock that shows no number makes dates with two digits for the year unreadable, and no others', () => {
  assert.equal(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', Number.NaN), null)
  assert.equal(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', Number.NaN), 784111777000)
})
