import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isJson, parseMediaType } from './media-type.ts'

const read: readonly [string, string, string | null][] = [
  ['text/html', 'text/html', null],
  [' Text/HTML ;Charset=UTF-8', 'text/html', 'utf-8'],
  ['text/html;charset="utf-8"', 'text/html', 'utf-8'],
  ['text/html; charset="u\\tf-8"', 'text/html', 'utf-8'],
  ['text/html; a="; charset=no"; charset=yes', 'text/html', 'yes'],
  ['text/html; charset=one; charset=two', 'text/html', 'one'],
  ['text/html; charset; charset=; charset = x; x@y; charset=last', 'text/html', 'last'],
  ['text/html; charset="open', 'text/html', null],
  ['text/html; charset=a@b; charset="c"d; charset=e,f', 'text/html', null],
  ['text/html;', 'text/html', null],
  ['text/html;;;charset=x', 'text/html', 'x'],
  ['application/vnd.api+json; profile="a,b"', 'application/vnd.api+json', null],
]

for (const [value, essence, charset] of read) {
  test(`${value} is ${essence}, charset ${charset}`, () => {
    assert.deepEqual(parseMediaType(value), { essence, charset })
  })
}

test('what is no media type gives null', () => {
  for (const value of [
    null,
    undefined,
    '',
    'text',
    'text/',
    '/html',
    'text /html',
    'text/ html',
    'a/b c',
    'a/b, c/d',
    'a/b/c',
  ]) {
    assert.equal(parseMediaType(value), null, String(value))
  }
})

test('JSON is application/json and every type that ends in +json', () => {
  for (const value of [
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/problem+json',
    'image/x+JSON',
  ]) {
    assert.equal(isJson(value), true, value)
  }
  for (const value of [
    null,
    undefined,
    '',
    'text/plain',
    'application/jsonp',
    'application/json-seq',
    'application/x-json',
    'json',
  ]) {
    assert.equal(isJson(value), false, String(value))
  }
})

test('any charset is read back out of a quoted string', () => {
  fc.assert(
    fc.property(fc.string(), charset => {
      const quoted = charset.replace(/["\\]/g, character => `\\${character}`)
      assert.equal(parseMediaType(`text/plain; charset="${quoted}"`)?.charset, charset.toLowerCase())
    }),
  )
})
