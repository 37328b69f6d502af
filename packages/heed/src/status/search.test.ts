import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import facts from '../../facts/status-codes.json' with { type: 'json' }
import { search } from './search.ts'
import { rows } from './table.ts'

const codesFor = (query: string): number[] => search(query).map(one => one.code)

describe('the best answer comes first', () => {
  const wanted: [string, number][] = [
    ['not found', 404],
    ['NOT  FOUND!', 404],
    ['found not', 404],
    ['payload too large', 413],
    ['teapot', 418],
    ["I'm a teapot", 418],
    ['im a teapot', 418],
    ['unprocessable entity', 422],
    ['rate limit', 429],
    ['too many', 429],
    ['timeout', 408],
    ['gateway time-out', 504],
    ['moved', 301],
    ['csrf', 419],
    ['linkedin', 999],
    ['404', 404],
    ['unauth', 401],
  ]
  for (const [query, code] of wanted) {
    test(query, () => assert.equal(codesFor(query)[0], code, codesFor(query).join(' ')))
  }
})

test('every phrase finds its code first, or another code of the same phrase', () => {
  for (const one of rows) {
    const first = search(one.phrase)[0]
    assert.ok(first)
    assert.ok(
      first.code === one.code || rows.some(row => row.code === first.code && share(row.phrase, one.phrase)),
      one.phrase,
    )
  }
  function share(phrase: string, other: string): boolean {
    return phrase.toLowerCase() === other.toLowerCase()
  }
})

test('every other phrase in use finds its code', () => {
  for (const one of facts.codes) {
    for (const phrase of one.alternativePhrases) assert.ok(codesFor(phrase).includes(one.code), phrase)
  }
})

test('a vendor is found with all its codes, in order', () => {
  assert.deepEqual(
    codesFor('cloudflare').filter(code => code >= 520 && code < 528),
    [520, 521, 522, 523, 524, 525, 526, 527],
  )
  assert.ok(codesFor('shopify').includes(783))
})

test('a registered code comes before a vendor code of the same worth', () => {
  const found = codesFor('request header fields too large')
  assert.deepEqual(found.slice(0, 2), [431, 430])
  const wanting = codesFor('wants')
  assert.ok(wanting.includes(449) && wanting.indexOf(510) < wanting.indexOf(449), wanting.join(' '))
})

test('every word has to be found', () => {
  assert.deepEqual(codesFor('not found in any book'), [])
  assert.deepEqual(codesFor('xyzzy'), [])
})

test('no word finds nothing', () => {
  for (const query of ['', ' ', '!?', '\n']) assert.deepEqual(search(query), [])
})

test('any text is searched without harm, and nothing is found twice', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('e', 'the', 'a', '1')), query => {
      const found = codesFor(query)
      return new Set(found).size === found.length
    }),
  )
})
