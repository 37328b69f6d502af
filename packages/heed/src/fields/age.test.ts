import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAge } from './age.ts'

const ages: readonly (readonly [value: string | readonly string[] | undefined, seconds: number | null])[] = [
  [undefined, null],
  [[], null],
  ['', null],
  ['0', 0],
  [' 7200 ', 7200],
  ['007', 7],
  ['7200, 0', 7200],
  ['0,7200', 0],
  [', 7', null],
  [['7200', '0'], 7200],
  [['0', '7200'], 0],
  [['abc', '7200'], null],
  ['2147483647', 2147483647],
  ['2147483648', 2147483648],
  ['2147483649', 2147483648],
  ['9'.repeat(400), 2147483648],
  ['abc', null],
  ['-7200', null],
  ['7200.0', null],
  ['7200;foo=bar', null],
  ['"7200"', null],
]
for (const [value, seconds] of ages) {
  test(`Age: ${JSON.stringify(value)?.slice(0, 40)} is ${seconds}`, () => assert.equal(parseAge(value), seconds))
}
