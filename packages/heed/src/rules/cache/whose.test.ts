import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isCredential, whose } from './whose.ts'

const credentials = [
  ...['authorization', 'proxy-authorization', 'cookie', 'cookie2', 'api-key', 'x-api-key', 'apikey', 'x-auth-token'],
  ...['x-amz-security-token', 'private-token', 'x-csrf-token', 'x-client-secret', 'x-session-id', 'session', 'jwt'],
  ...['x-password', 'x-credential', 'signature', 'client-cert', 'x-user-id', 'x-remote-user', 'openai-organization'],
  ...['x-tenant', 'stripe-account', 'ocp-apim-subscription-key', 'x-forwarded-user'],
]
for (const name of credentials) test(`${name} says whose a request is`, () => assert.ok(isCredential(name)))

const others = [
  ...['accept', 'accept-encoding', 'accept-language', 'user-agent', 'sec-fetch-user', 'referer', 'origin', 'range'],
  ...['idempotency-key', 'x-idempotency-key', 'if-none-match', 'cache-control', 'traceparent', 'x-request-id', 'host'],
]
for (const name of others) test(`${name} does not`, () => assert.ok(!isCredential(name)))

test('one text of all credentials, the same in any order; none is empty', () => {
  assert.equal(whose({}), '')
  assert.equal(whose({ accept: 'a', 'user-agent': 'heed' }), '')
  assert.equal(whose({ cookie: 'a=b', accept: 'x' }), whose({ accept: 'y', cookie: 'a=b' }))
  assert.equal(whose({ cookie: 'a', authorization: 'b' }), whose({ authorization: 'b', cookie: 'a' }))
  assert.notEqual(whose({ cookie: '' }), '')
  assert.notEqual(whose({ cookie: 'a' }), whose({ authorization: 'a' }))
  for (const forged of ['a\ncookie: b', 'a,cookie:b', 'a"],["cookie","b', 'a; cookie=b']) {
    assert.notEqual(whose({ authorization: forged }), whose({ authorization: 'a', cookie: 'b' }))
  }
})

test('property: two requests have one identity exactly when they have the same credentials', () => {
  const name = fc.constantFrom('authorization', 'cookie', 'x-api-key', 'accept')
  const value = fc.oneof(fc.string(), fc.constantFrom('a', 'a","cookie":"b', 'a\ncookie: b', '"],["cookie","b', '\\'))
  const request = fc.dictionary(name, value)
  const said = (fields: Record<string, string>): [string, string][] =>
    Object.entries(fields)
      .filter(([each]) => each !== 'accept')
      .sort(([a], [b]) => (a < b ? -1 : 1))
  fc.assert(
    fc.property(request, request, (one, other) => {
      let same = true
      try {
        assert.deepEqual(said(one), said(other))
      } catch {
        same = false
      }
      assert.equal(whose(one) === whose(other), same)
    }),
  )
})
