import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressOf, baseOf } from './address.ts'
import { OptionError } from './errors/errors.ts'
import type { SearchInput } from './options/options.ts'

const base = baseOf('https://api.test/v1')
const rootBase = baseOf('https://api.test')

const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof OptionError) return error.message
    throw error
  }
  return 'not refused'
}

test('a path is taken below the base, with or without a slash at either side', () => {
  const cases: Readonly<Record<string, string>> = {
    '': 'https://api.test/v1/',
    posts: 'https://api.test/v1/posts',
    '/posts': 'https://api.test/v1/posts',
    './posts': 'https://api.test/v1/posts',
    'posts/': 'https://api.test/v1/posts/',
    'a/../posts': 'https://api.test/v1/posts',
    '?page=2': 'https://api.test/v1/?page=2',
    'a:b/c': 'refused',
    'x/a:b': 'https://api.test/v1/x/a:b',
    'a%2Fb': 'https://api.test/v1/a%2Fb',
    '..a': 'https://api.test/v1/..a',
    'a..': 'https://api.test/v1/a..',
    '...': 'https://api.test/v1/...',
    'h\u00e9': 'https://api.test/v1/h%C3%A9',
    'https://api.test/v1/posts': 'https://api.test/v1/posts',
    'HTTPS://API.TEST:443/v1/posts': 'https://api.test/v1/posts',
  }
  for (const [target, wanted] of Object.entries(cases)) {
    if (wanted === 'refused')
      assert.match(
        refusal(() => addressOf(target, base, [])),
        /^The address leaves/,
      )
    else assert.equal(addressOf(target, base, []).href, wanted, target)
  }
  assert.equal(addressOf(new URL('https://api.test/v1/x'), base, []).href, 'https://api.test/v1/x')
})

const escapes = [
  '//evil.test',
  '//evil.test/v1/x',
  '///evil.test/v1/',
  '\\\\evil.test/v1/',
  '/\\evil.test/v1/',
  '\\/evil.test',
  '/v2',
  'https://evil.test/v1/x',
  'http://api.test/v1/x',
  'https://api.test:8443/v1/x',
  'https://api.test.evil.test/v1/x',
  'https://api.test@evil.test/v1/x',
  'https:evil.test/v1/',
  'https:/\\evil.test/v1/',
  ' https://evil.test/v1/',
  '\u0000https://evil.test/v1/',
  'ht\ntps://evil.test/v1/',
  'https\t://evil.test/v1/',
  '/\t/evil.test/v1/',
  '/\n/\nevil.test',
  '..',
  '../',
  '../v2',
  '/../v2',
  'a/../../v2',
  '.\t./v2',
  '%2e%2e/v2',
  '%2E%2e/v2',
  '.%2e/v2',
  '..%2fv2',
  '..%2Fv2',
  '%2e%2e%2fv2',
  '..%5cv2',
  'a%2f..%2f..%2fv2',
  'a/..%2f..%2f',
  '..\\v2',
  'a\\..\\..\\v2',
  'javascript:alert(1)',
  'data:,x',
  'file:///etc/passwd',
  'ftp://api.test/v1/x',
  'https://user:pass@api.test/v1/x',
  '\uff0f\uff0fevil.test/../../v2',
]

for (const target of escapes) {
  test(`the base cannot be left by ${JSON.stringify(target)}`, () => {
    let went: URL | null = null
    try {
      went = addressOf(target, base, [])
    } catch (error) {
      assert.ok(error instanceof OptionError)
    }
    // Some of these are harmless paths below the base once they are read; none may be anything else.
    if (went !== null) assert.match(went.href, /^https:\/\/api\.test\/v1\/(?!.*(?:\.\.|%2e%2e)(?:\/|\\|%2f|%5c|$))/i)
  })
}

test('property: whatever the target, the address stays below the base', () => {
  const pieces = [
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '%5c',
    '//',
    '@',
    ':',
    '?',
    '#',
    'evil.test',
    'https:',
    'v1',
    '\t',
    '\n',
  ]
  const target = fc.oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...pieces, '\u3002', '\uff0e', '\uff0f'), fc.string({ maxLength: 3 })))
      .map(parts => parts.join('')),
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(target, fc.constantFrom(base, rootBase), (text, from) => {
      let went: URL
      try {
        went = addressOf(text, from, [])
      } catch (error) {
        assert.ok(error instanceof OptionError)
        return
      }
      assert.equal(went.origin, 'https://api.test')
      assert.ok(went.pathname.startsWith(from.pathname))
      assert.equal(went.username + went.password, '')
    }),
    { numRuns: 2000 },
  )
})

test('without a base the address must be whole, http or https, and without user info', () => {
  const messages = [
    '/posts',
    'localhost',
    'a.test/x?key=secret#secret',
    'k:secret@a.test',
    'mailto:a@b',
    'https://u:secret@a.test/',
  ].map(target => refusal(() => addressOf(target, null, [])))
  assert.deepEqual(messages, [
    'The address ("/posts") is not a whole URL: write it with its scheme, as in https://example.com/path, or set baseUrl.',
    'The address ("localhost") is not a whole URL: write it with its scheme, as in https://example.com/path, or set baseUrl.',
    'The address ("a.test/x") is not a whole URL: write it with its scheme, as in https://example.com/path, or set baseUrl.',
    'The address must begin with http:// or https://; it begins with k:',
    'The address must begin with http:// or https://; it begins with mailto:',
    'The address must not hold user name and password: send them as the header authorization.',
  ])
  for (const odd of [undefined, null, 5, {}])
    assert.match(
      refusal(() => addressOf(odd as never, null, [])),
      /is not a whole URL/,
    )
})

test('a base that can be none is refused where it is given', () => {
  const messages = ['/v1', 'ftp://a.test/', 'https://u:secret@a.test/', 'https://a.test/?x=1', 'https://a.test/#x'].map(
    given => refusal(() => baseOf(given)),
  )
  assert.deepEqual(messages, [
    'The option baseUrl ("/v1") is not a whole URL: write it with its scheme, as in https://example.com/path.',
    'The option baseUrl must begin with http:// or https://; it begins with ftp:',
    'The option baseUrl must not hold user name and password: send them as the header authorization.',
    'The option baseUrl must not hold a query or fragment: pass searchParams instead.',
    'The option baseUrl must not hold a query or fragment: pass searchParams instead.',
  ])
})

test('search parameters are taken in each form, after what the address holds', () => {
  const cases: readonly [SearchInput, string][] = [
    ['a=1&b=2', '?a=1&b=2'],
    ['?a=1', '?a=1'],
    [new URLSearchParams({ a: 'x y' }), '?a=x+y'],
    [{ a: 1, b: true, c: 'x&y', d: undefined, e: null, f: '' }, '?a=1&b=true&c=x%26y&f='],
    [{ a: [1, 'two', null] }, '?a=1&a=two'],
    [new Map([['a', '1']]), '?a=1'],
    [
      [
        ['a', '1'],
        ['a', '2'],
      ],
      '?a=1&a=2',
    ],
    [{}, ''],
    ['', ''],
  ]
  for (const [search, wanted] of cases) assert.equal(addressOf('https://a.test/', null, [search]).search, wanted)
  assert.equal(addressOf('https://a.test/?x=1#f', null, [{ a: 1 }, { b: 2 }]).href, 'https://a.test/?x=1&a=1&b=2#f')
})

test('what the address holds stays as it was written', () => {
  const written = 'https://a.test/?sig=a%2Fb~%20c&flag&plus=+'
  assert.equal(addressOf(written, null, [{ a: 1 }]).href, `${written}&a=1`)
})

test('a search parameter that is no text is refused by name', () => {
  const wrong: readonly [unknown, string][] = [
    [
      { a: { b: 1 } },
      'The option searchParams.a must be a text, number or boolean, or an array of these; it held object.',
    ],
    [
      { a: [['x']] },
      'The option searchParams.a must be a text, number or boolean, or an array of these; it held an array.',
    ],
    [
      { a: Symbol('x') },
      'The option searchParams.a must be a text, number or boolean, or an array of these; it held symbol.',
    ],
    [[['a']], 'The option searchParams must be pairs of name and value; it held an array.'],
    [['ab'], 'The option searchParams must be pairs of name and value; it held string.'],
  ]
  for (const [search, message] of wrong)
    assert.equal(
      refusal(() => addressOf('https://a.test/', null, [search as SearchInput])),
      message,
    )
})

test("the caller's own URL is not changed", () => {
  const url = new URL('https://a.test/')
  addressOf(url, null, [{ a: 1 }])
  assert.equal(url.href, 'https://a.test/')
})
