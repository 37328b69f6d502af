import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { matchesVaried, parseVary } from './vary.ts'

test('reads the names in lower case, each once', () => {
  assert.deepEqual(parseVary(undefined), [])
  assert.deepEqual(parseVary(''), [])
  assert.deepEqual(parseVary('Accept'), ['accept'])
  assert.deepEqual(parseVary(', Accept ,,accept-Language\t,ACCEPT'), ['accept', 'accept-language'])
  assert.deepEqual(parseVary(['Foo', 'bar, foo']), ['foo', 'bar'])
})

for (const value of ['*', '*, *', ['*', '*'], ', *', ['', '*'], '*, Foo', 'Foo, *', 'a b', 'a;b', '"a"', 'é', 'a,/']) {
  test(`${JSON.stringify(value)} may be anything`, () => assert.equal(parseVary(value), '*'))
}

test('an absent field matches an absent one alone', () => {
  assert.ok(matchesVaried({}, { a: '1' }))
  assert.ok(matchesVaried({ a: null, constructor: null }, {}))
  assert.ok(!matchesVaried({ a: null }, { a: '' }))
  assert.ok(!matchesVaried({ a: '' }, {}))
  assert.ok(!matchesVaried({ a: '1', b: '2' }, { a: '1', b: '3' }))
})

const same: readonly (readonly [name: string, first: string, now: string])[] = [
  ['foo', '1', '1'],
  ['foo', '1, 2', '1,2'],
  ['foo', '1,2', ' 1 ,\t2 '],
  ['foo', '"a,b", c', '"a,b",c'],
  ['foo', '"a\\",b" ,c', '"a\\",b",c'],
  ['accept-language', 'en, de', 'de, en'],
  ['accept-language', 'en, de', 'eN,De'],
  ['accept-language', 'en;q=0.5, de', 'de,en;q=0.5'],
]
for (const [name, first, now] of same) {
  test(`${name}: ${first} is the same as ${now}`, () => {
    assert.ok(matchesVaried({ [name]: first }, { [name]: now }))
    assert.ok(matchesVaried({ [name]: now }, { [name]: first }))
  })
}

const different: readonly (readonly [name: string, first: string, now: string])[] = [
  ['foo', '1', '2'],
  ['foo', '1, 2', '2, 1'],
  ['foo', 'a', 'A'],
  ['foo', '1 2', '12'],
  ['foo', '"a, b"', '"a,b"'],
  ['foo', '"a\\", b"', '"a\\",b"'],
  ['foo', '1\u00a0', '1'],
  ['accept', 'a, b', 'b, a'],
  ['accept-language', 'en', 'en, de'],
  ['accept-language', 'en;q=0.5, de', 'en, de;q=0.5'],
]
for (const [name, first, now] of different) {
  test(`${name}: ${first} is not ${now}`, () => {
    assert.ok(!matchesVaried({ [name]: first }, { [name]: now }))
    assert.ok(!matchesVaried({ [name]: now }, { [name]: first }))
  })
}

test('property: a list compares by its members', () => {
  const member = fc.stringMatching(/^[a-z0-9;=*/.-]{1,6}$/)
  const list = fc.array(member, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(list, list, (first, now) => {
      const matches = matchesVaried({ a: first.join(',') }, { a: now.join('\t, ') })
      assert.equal(matches, first.join(',') === now.join(','))
    }),
  )
})
