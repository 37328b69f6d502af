import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseOffers } from './offers.ts'

const cases: readonly (readonly [value: string | readonly string[] | null, offers: readonly string[]])[] = [
  [null, []],
  ['', []],
  ['application/json', ['application/json']],
  ['text/turtle, application/ld+json,text/csv', ['text/turtle', 'application/ld+json', 'text/csv']],
  ['text/example;charset=utf-8', ['text/example;charset=utf-8']],
  ['text/example ; charset="utf-8, or so" ;q=0.5 , */*', ['text/example;charset="utf-8, or so"', '*/*']],
  ['gzip;q=1.0, br;Q=0, zstd; q=0.000, identity', ['gzip', 'identity']],
  ['HTTP/2.0, websocket', ['HTTP/2.0', 'websocket']],
  [
    ['a/b', 'c/d, a/b'],
    ['a/b', 'c/d'],
  ],
  [',, a/b ,,', ['a/b']],
  ['a b, /c, d/, <e>, f/g/h, i', ['i']],
  ['a/b;=x;c;d=;e=f', ['a/b;e=f']],
]

for (const [value, offers] of cases) {
  test(`${JSON.stringify(value)} offers ${JSON.stringify(offers)}`, () => assert.deepEqual(parseOffers(value), offers))
}

test('an endless list is cut', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `a/b${index}`).join()
  assert.equal(parseOffers(many).length, 128)
})

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,9}$/)

test('what is written as a list is read as it was meant', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(token, token)), pairs => {
      const types = pairs.map(pair => pair.join('/'))
      assert.deepEqual(parseOffers(types.join(' , ')), [...new Set(types)])
    }),
  )
})
