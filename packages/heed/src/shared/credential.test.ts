import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Credential, credentialFrom } from './credential.ts'

const known = (given: unknown): Credential => {
  const credential = credentialFrom(given)
  if (typeof credential === 'string') throw new Error(credential)
  return credential
}

test('a plain text is a bearer token', () => {
  assert.deepEqual(known('abc'), { token: 'abc', value: 'Bearer abc', expiresMs: Number.POSITIVE_INFINITY })
})

test('an object may name the scheme and the end', () => {
  const expiresAt = new Date(5000)
  assert.deepEqual(known({ token: 'abc', scheme: 'Token', expiresAt }), {
    token: 'abc',
    value: 'Token abc',
    expiresMs: 5000,
  })
  assert.equal(known({ token: 'abc' }).value, 'Bearer abc')
  assert.equal(
    known({ token: 'username="a", realm="b c"', scheme: 'Digest' }).value,
    'Digest username="a", realm="b c"',
  )
})

const refused: readonly [what: string, given: unknown, wanted: RegExp][] = [
  ['nothing', undefined, /^a token as text, or an object with a token$/],
  ['null', null, /^a token as text/],
  ['a number', 5, /^a token as text/],
  ['an empty text', '', /not empty/],
  ['an object without token', { access_token: 'abc' }, /not empty/],
  ['a line end behind the token', 'abc\n', /trim what comes out of a file/],
  ['a field that is slipped in', 'abc\r\nx-admin: 1', /visible ASCII/],
  ['a space in front', ' abc', /without spaces/],
  ['a character that cannot be sent', 'abc\u2026', /visible ASCII/],
  ['a scheme in front', 'Bearer abc', /the token alone/],
  ['a scheme in front, in an object', { token: 'basic abc' }, /the token alone/],
  ['a scheme of two words', { token: 'abc', scheme: 'Bearer x' }, /one word/],
  ['a scheme that is empty', { token: 'abc', scheme: '' }, /one word/],
  ['an end that is a number', { token: 'abc', expiresAt: 5000 }, /a valid Date/],
  ['an end that is no date', { token: 'abc', expiresAt: new Date(Number.NaN) }, /a valid Date/],
]

describe('what is no credential is told in words, and not shown', () => {
  for (const [what, given, wanted] of refused) {
    test(what, () => {
      const words = credentialFrom(given)
      assert.ok(typeof words === 'string')
      assert.match(words, wanted)
      assert.ok(!words.includes('abc'))
    })
  }
})

test('whatever is taken can be sent as one line', () => {
  const any = fc.oneof(fc.string({ unit: 'binary' }), fc.record({ token: fc.string(), scheme: fc.string() }))
  const property = fc.property(any, given => {
    const credential = credentialFrom(given)
    if (typeof credential !== 'string') assert.match(credential.value, /^[\x21-\x7e]+ [\t\x20-\x7e]*[\x21-\x7e]$/)
  })
  fc.assert(property)
})
