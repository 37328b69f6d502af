import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFieldNames } from './field-names.ts'

test('reads names in lower case, in their order, over all lines', () => {
  assert.deepEqual(parseFieldNames(undefined), [])
  assert.deepEqual(parseFieldNames(' ,, '), [])
  assert.deepEqual(parseFieldNames(['Close, ,B\t', 'a ,close']), ['close', 'b', 'a', 'close'])
})

for (const value of ['a b', 'a;b', '"a"', 'a, é', 'a,(b)', 'a\u00a0']) {
  test(`cannot read ${value}`, () => assert.equal(parseFieldNames(value), null))
}

test('reads 128 names and no more', () => {
  assert.equal(parseFieldNames('a,'.repeat(128))?.length, 128)
  assert.equal(parseFieldNames(['a,'.repeat(128), 'b']), null)
})
