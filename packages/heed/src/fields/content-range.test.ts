import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseContentRange, writeContentRange } from './content-range.ts'

test('the three forms are read', () => {
  assert.deepEqual(parseContentRange('bytes 0-4/10'), { firstByte: 0, lastByte: 4, wholeBytes: 10 })
  assert.deepEqual(parseContentRange('bytes 0-4/*'), { firstByte: 0, lastByte: 4, wholeBytes: null })
  assert.deepEqual(parseContentRange('bytes */10'), { firstByte: null, lastByte: null, wholeBytes: 10 })
  assert.deepEqual(parseContentRange([' Bytes 9-9/10 ']), { firstByte: 9, lastByte: 9, wholeBytes: 10 })
})

test('what is not to the letter, or contradicts itself, is null', () => {
  const bad = [
    '',
    'bytes',
    'bytes ',
    'bytes 0-4',
    'bytes 0-4/',
    'bytes=0-4/10',
    'items 0-4/10',
    'bytes  0-4/10',
    'bytes */*',
  ]
  const worse = [
    'bytes 4-0/10',
    'bytes 0-10/10',
    'bytes -4/10',
    'bytes 0-/10',
    'bytes 0 - 4/10',
    'bytes 0-4/10 x',
    'bytes */',
  ]
  const huge = ['bytes 0-99999999999999999999/*', 'bytes 0-4/99999999999999999999', 'bytes +0-4/10', 'bytes 0-4/**']
  for (const value of [...bad, ...worse, ...huge]) assert.equal(parseContentRange(value), null, value)
  for (const value of [null, undefined, [], ['bytes 0-4/10', 'bytes 0-4/10']])
    assert.equal(parseContentRange(value), null)
})

test('any range that is written is read back', () => {
  const byte = fc.nat({ max: 2 ** 31 - 1 })
  fc.assert(
    fc.property(byte, byte, fc.option(byte), (a, b, behind) => {
      const lastByte = Math.max(a, b)
      const range = { firstByte: Math.min(a, b), lastByte, wholeBytes: behind === null ? null : lastByte + 1 + behind }
      assert.deepEqual(parseContentRange(writeContentRange(range)), range)
    }),
  )
})
