import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookup as smallLookup } from '../../src/status/lookup.small.ts'
import { lookup } from '../../src/status/lookup.ts'

test('the small table says of every code what the table says, but for the words', () => {
  for (let code = 100; code < 600; code++) {
    const small = smallLookup(code)
    assert.ok(small !== null)
    const { kind, verb, bodiless, follow, retry } = lookup(code) ?? assert.fail()
    assert.deepEqual(
      [small.code, small.kind, small.verb, small.bodiless, small.follow, small.retry],
      [code, kind, verb, bodiless, follow, retry],
    )
  }
})

test('what is no status code has no row there either', () => {
  for (const code of [99, 600, 0, -1, 200.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(smallLookup(code), null)
})
