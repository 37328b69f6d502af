import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count, inMs, listed, ordinal, quoted } from './words.ts'

test('numbers in words', () => {
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal), [
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '102nd',
    '111th',
  ])
  assert.deepEqual(
    [0, 1, 2].map(number => count(number, 'byte')),
    ['no bytes', '1 byte', '2 bytes'],
  )
  assert.equal(inMs(411.6), '412 ms')
})

test('texts and lists in words', () => {
  assert.equal(quoted('a "b"'), '"a \\"b\\""')
  assert.equal(quoted('x'.repeat(200)).length, 85)
  assert.deepEqual([listed([]), listed(['a']), listed(['a', 'b', 'c'])], ['', 'a', 'a, b and c'])
})
