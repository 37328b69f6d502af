import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate } from './template.ts'

// The moment that RFC 9110 section 5.6.7 writes in all three forms, and some milliseconds.
const wallMs = Date.UTC(1994, 10, 6, 8, 49, 37, 654)
const filling = { bases: { a: 'http://127.0.0.1:1/s/r/x', s: 'https://127.0.0.1:2/s/r/x' }, prefix: '/s/r/x', wallMs }
const fill = (text: string): string => fillTemplate(text, filling)

test('bases and the prefix are filled in, as often as they are named', () => {
  assert.equal(
    fill('{a}/one {s}/two {a}'),
    'http://127.0.0.1:1/s/r/x/one https://127.0.0.1:2/s/r/x/two http://127.0.0.1:1/s/r/x',
  )
  assert.equal(fill('{prefix}/new'), '/s/r/x/new')
})

test('the host of a base alone', () => {
  assert.equal(fill('http://{a.host}/ {b.host} {c.host}'), 'http://127.0.0.1:1/ {b.host} {c.host}')
})

test('a text is repeated, up to 32 MiB in one template', () => {
  assert.equal(fill('{3*X: 1\r\n}end {0*x}{2*\u00e9}'), 'X: 1\r\nX: 1\r\nX: 1\r\nend \u00e9\u00e9')
  assert.equal(fill('{33554432*x}{1*y}').length, 33_554_432 + '{1*y}'.length)
  assert.equal(fill('{33554433*x}'), '{33554433*x}')
  assert.equal(fill('{3*{a}} {*x} {-1*x}'), '{3*http://127.0.0.1:1/s/r/x} {*x} {-1*x}')
})

test('times are written in the three forms of a date and in seconds, counted from the moment', () => {
  assert.equal(fill('{date}'), 'Sun, 06 Nov 1994 08:49:37 GMT')
  assert.equal(fill('{date+2}'), 'Sun, 06 Nov 1994 08:49:39 GMT')
  assert.equal(fill('{date-86400}'), 'Sat, 05 Nov 1994 08:49:37 GMT')
  assert.equal(fill('{rfc850+0}'), 'Sunday, 06-Nov-94 08:49:37 GMT')
  assert.equal(fill('{rfc850+345600}'), 'Thursday, 10-Nov-94 08:49:37 GMT')
  assert.equal(fill('{asctime+0}'), 'Sun Nov  6 08:49:37 1994')
  assert.equal(fill('{asctime+345600}'), 'Thu Nov 10 08:49:37 1994')
  assert.equal(fill('{unix-7}'), '784111770')
})

test('all other braces stay', () => {
  const json = '{"a":{"date":"{}"},"c":"{c} {A} {date2} {date+} {date+1.5} { a }"}'
  assert.equal(fill(json), json)
})

test('an origin that is not open stays', () => {
  assert.equal(fill('{b}/x'), '{b}/x')
})
