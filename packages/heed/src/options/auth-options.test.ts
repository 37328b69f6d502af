import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { OptionError } from '../errors/errors.ts'
import { credentialFrom } from '../shared/credential.ts'
import { AUTH_CHECKS, authOf, basic, bearer, PROXY_AUTH_CHECKS, proxyAuthOf } from './auth-options.ts'

const fieldOf = (given: unknown): string => {
  const credential = credentialFrom(given)
  return typeof credential === 'string' ? `refused: ${credential}` : credential.value
}

const isOptionError =
  (option: string, words: RegExp) =>
  (error: unknown): boolean =>
    error instanceof OptionError && error.option === option && words.test(error.message)

describe('basic', () => {
  test('gives user and password as RFC 7617 shows them', () => {
    assert.equal(fieldOf(basic('Aladdin', 'open sesame')), 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
    // Section 2.1: in UTF-8.
    assert.equal(fieldOf(basic('test', '123\u00a3')), 'Basic dGVzdDoxMjPCow==')
    assert.equal(fieldOf(basic('test', 'A\u030a')), fieldOf(basic('test', '\u00c5')))
    assert.equal(fieldOf(basic('', '')), 'Basic Og==')
  })

  test('keeps colons in the password, and refuses one in the user', () => {
    const decoded = Buffer.from(fieldOf(basic('u', 'a:b')).slice(6), 'base64').toString()
    assert.equal(decoded, 'u:a:b')
    assert.throws(() => basic('a:b', 'c'), isOptionError('user', /no colon/))
  })

  test('refuses control characters, without showing them', () => {
    assert.throws(() => basic('u\n', 'p'), isOptionError('user', /control characters/))
    assert.throws(() => basic('u', 's3cret\u0000'), isOptionError('password', /^(?!.*s3cret)/))
    assert.throws(() => basic('u', undefined as never), isOptionError('password', /must be a text/))
  })

  test('any other text comes out as it went in', () => {
    const text = fc.string({ unit: 'grapheme' }).filter(each => !/\p{Cc}/u.test(each))
    const property = fc.property(text, text, (user, password) => {
      fc.pre(!user.includes(':'))
      const decoded = Buffer.from(fieldOf(basic(user, password)).slice(6), 'base64').toString()
      assert.equal(decoded, `${user}:${password}`.normalize('NFC'))
    })
    fc.assert(property)
  })
})

test('bearer gives a token with its end', () => {
  assert.equal(fieldOf(bearer('abc')), 'Bearer abc')
  const expiresAt = new Date(5000)
  const credential = credentialFrom(bearer('abc', { expiresAt }))
  assert.equal(typeof credential === 'object' && credential.expiresMs, 5000)
  assert.throws(() => bearer('abc\n'), isOptionError('bearer', /trim what comes out of a file/))
  assert.throws(() => bearer('Bearer abc'), isOptionError('bearer', /the token alone/))
  assert.throws(() => bearer(undefined as never), isOptionError('bearer', /it was undefined/))
})

describe('the checks', () => {
  const refused: readonly [member: string, wrong: readonly unknown[], must: RegExp][] = [
    ['token', [5, null, true], /^a token as text, or an object with a token, or a function$/],
    ['token', ['', {}], /not empty/],
    ['token', ['a\n', ' a', 'a\u0000b', { token: 'a\r\nb: c' }], /^a token of visible ASCII characters/],
    ['token', ['Bearer a'], /^the token alone/],
    ['refresh', ['a', {}, null], /^a function$/],
    ['earlyMs', [-1, 0.5, '1', 2 ** 31], /^a whole number of milliseconds from 0 to 2147483647$/],
    ['refreshMs', [0, 2 ** 31, null], /^a whole number of milliseconds from 1 to 2147483647$/],
    ['origins', ['https://a.test', [], [5], null], /^an array of one or more plain origins such as/],
    [
      'origins',
      [['https://a.test/v1'], ['https://a.test?x'], ['https://u:p@a.test'], ['a.test'], ['ws://a.test']],
      /no path$/,
    ],
    ['origins', [['https://a.test', 'https://*.b.test/x']], /no path$/],
  ]
  for (const [member, wrong, must] of refused) {
    test(`${member}: ${must.source}`, () => {
      for (const value of wrong) assert.match(AUTH_CHECKS[member]?.(value) ?? 'nothing is wrong', must, String(value))
    })
  }

  test('take what is right', () => {
    const right: Readonly<Record<string, readonly unknown[]>> = {
      token: ['abc', { token: 'abc' }, bearer('abc'), basic('u', 'p'), () => 'abc'],
      refresh: [() => 'abc'],
      earlyMs: [0, 30_000],
      refreshMs: [1, 2 ** 31 - 1],
      origins: [['https://a.test'], ['https://a.test/', 'http://127.0.0.1:8080']],
    }
    for (const [member, values] of Object.entries(right)) {
      for (const value of values) assert.equal(AUTH_CHECKS[member]?.(value), null, member)
    }
    assert.deepEqual(Object.keys(AUTH_CHECKS), Object.keys(right))
  })

  test('a proxy has no origins', () => {
    assert.deepEqual(Object.keys(PROXY_AUTH_CHECKS), ['token', 'refresh', 'earlyMs', 'refreshMs'])
  })
})

describe('who gets the token', () => {
  test('the origin of baseUrl, unless others are named', () => {
    assert.deepEqual(authOf({ token: 'a' }, 'https://base.test').origins, ['https://base.test'])
    assert.deepEqual(authOf({ token: 'a', origins: ['https://a.test'] }, 'https://base.test').origins, [
      'https://a.test',
    ])
  })

  test('origins are written as addresses write them', () => {
    const origins = ['HTTPS://API.Example.com:443/', 'http://b.test:8080', 'https://b\u00fccher.test']
    assert.deepEqual(authOf({ token: 'a', origins }, null).origins, [
      'https://api.example.com',
      'http://b.test:8080',
      'https://xn--bcher-kva.test',
    ])
  })

  test('never everybody: without baseUrl somebody must be named', () => {
    assert.throws(() => authOf({ token: 'a' }, null), isOptionError('auth.origins', /who gets the token.*no baseUrl/))
  })
})

test('what is left out has its default', () => {
  const refresh = () => 'b'
  const defaults = { refresh: null, earlyMs: 30_000, refreshMs: 10_000 }
  assert.deepEqual(authOf({ token: 'a' }, 'https://a.test'), {
    name: 'auth',
    token: 'a',
    origins: ['https://a.test'],
    ...defaults,
  })
  assert.deepEqual(proxyAuthOf({ token: 'a' }), { name: 'proxyAuth', token: 'a', origins: null, ...defaults })
  assert.deepEqual(proxyAuthOf({ token: 'a', refresh, earlyMs: 1, refreshMs: 2 }), {
    name: 'proxyAuth',
    token: 'a',
    origins: null,
    refresh,
    earlyMs: 1,
    refreshMs: 2,
  })
})

test('a token there must be', () => {
  const none = {} as { token: string }
  assert.throws(() => authOf(none, 'https://a.test'), isOptionError('auth.token', /is missing: pass a token/))
  assert.throws(() => proxyAuthOf(none), isOptionError('proxyAuth.token', /is missing: pass a token/))
})
