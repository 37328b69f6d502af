import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as oracle from 'structured-headers'
import { type Item, parseDictionary, parseList } from './structured.ts'

// The library has no type for integers, and reads inner lists and dates; none of that is among these parts.
const parts = [
  ...['a', 'A', '*b', '"c d"', '"e\\""', '1', '-20', '3.5', ':aGk=:', '?1', ';', '; ', '=', ',', ', ', ' ', '\t'],
  '\u00e4',
]
const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map(found => found.join(''))

const plain = (value: Item): unknown => {
  if (value.type === 'integer' || value.type === 'decimal') return Number(value.text)
  if (value.type === 'boolean') return value.text === '1'
  return value.type === 'bytes' ? 'bytes' : value.text
}
const asked = (value: oracle.BareItem | oracle.Item[]): unknown => {
  if (value instanceof ArrayBuffer) return 'bytes'
  return value instanceof oracle.Token ? value.toString() : value
}
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

test('lists and dictionaries read as another reader of RFC 9651 reads them', () => {
  fc.assert(
    fc.property(text, value => {
      const list = attempt(() => oracle.parseList(value))
      assert.deepEqual(parseList(value)?.map(plain) ?? null, list?.map(([each]) => asked(each)) ?? null)
      const names = parseList(value)?.map(item => [...item.parameters.keys()]) ?? null
      assert.deepEqual(names, list?.map(([, parameters]) => [...parameters.keys()]) ?? null)
      const keyed = attempt(() => oracle.parseDictionary(value))
      const own = parseDictionary(value)
      assert.deepEqual(own && [...own.keys()], keyed && [...keyed.keys()])
      assert.deepEqual(own && [...own.values()].map(plain), keyed && [...keyed.values()].map(([each]) => asked(each)))
    }),
    { numRuns: 3000 },
  )
})
