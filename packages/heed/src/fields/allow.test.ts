import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAllow } from './allow.ts'

test('methods are read in their order, from one line and from several', () => {
  assert.deepEqual(parseAllow('GET, HEAD,PUT'), ['GET', 'HEAD', 'PUT'])
  assert.deepEqual(parseAllow(['GET, HEAD', 'PUT']), ['GET', 'HEAD', 'PUT'])
})

test('an absent and an empty field name no method', () => {
  for (const value of [null, undefined, '', ' ', ',', ' ,\t,', []]) assert.deepEqual(parseAllow(value), [])
})

test('letter case is kept, for methods differ by it; repetition is not', () => {
  assert.deepEqual(parseAllow('GET, get, GET'), ['GET', 'get'])
})

test('what is no method name is passed over', () => {
  assert.deepEqual(parseAllow('GET POST, P@TCH, "PUT", (x), DELETE\t, Ü, X-Y!'), ['DELETE', 'X-Y!'])
})

test('any list of method names is read back', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/))
  const gap = fc.constantFrom(',', ', ', ' ,\t', ',,')
  fc.assert(fc.property(names, gap, (list, comma) => assert.deepEqual(parseAllow(list.join(comma)), list)))
})
