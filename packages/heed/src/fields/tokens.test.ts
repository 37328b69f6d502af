import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { endOfElement, fieldLines, onlyLine, readQuoted, readValue, skipListGap, trimSpace } from './tokens.ts'

test('a field is its lines, in their order', () => {
  assert.deepEqual(fieldLines(null), [])
  assert.deepEqual(fieldLines(undefined), [])
  assert.deepEqual(fieldLines(''), [''])
  assert.deepEqual(fieldLines(['a', 'b']), ['a', 'b'])
})

test('only a field that came once has an only line', () => {
  assert.equal(onlyLine('a'), 'a')
  assert.equal(onlyLine(['']), '')
  for (const value of [null, undefined, [], ['a', 'a']]) assert.equal(onlyLine(value), null)
})

test('only spaces and tabs are space', () => {
  assert.equal(trimSpace(' \t a b\t '), 'a b')
  assert.equal(trimSpace(' \t'), '')
  for (const text of ['\u00a0a', 'a\n', '\ra', 'a\v']) assert.equal(trimSpace(text), text)
})

test('any text is read back out of a quoted string, up to its end and no further', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', 'ü') }), fc.string(), (value, behind) => {
      const written = `"${value.replace(/["\\]/g, '\\$&')}"`
      assert.deepEqual(readQuoted(written + behind, 0), { value, end: written.length })
    }),
  )
})

test('a quoted string that does not close is none', () => {
  for (const text of ['"', '"a', '"a\\"', '"\\']) assert.equal(readQuoted(text, 0), null)
})

test('a value ends at a space, at the separator, or with the text; otherwise it is none', () => {
  for (const text of ['ab', 'ab ', 'ab\t', 'ab,']) assert.deepEqual(readValue(text, 0, ','), { value: 'ab', end: 2 })
  assert.deepEqual(readValue('"a",', 0, ','), { value: 'a', end: 3 })
  for (const text of ['', ',', 'ab;', 'a@b', '"a"b', '"a']) assert.equal(readValue(text, 0, ','), null)
})

test('a separator in a quoted string separates nothing', () => {
  assert.equal(endOfElement('a",\\",",b', 0, ','), 7)
  assert.equal(endOfElement('a;b,c', 0, ','), 3)
  assert.equal(endOfElement('a,b;c', 0, ';'), 3)
  assert.equal(endOfElement('a",b', 0, ','), 4)
})

test('empty list elements are a gap', () => {
  assert.equal(skipListGap(' ,\t, a', 0), 5)
  assert.equal(skipListGap(' , ', 0), 3)
})
