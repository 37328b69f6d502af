import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseChallenges } from './authenticate.ts'

type Plain = readonly [scheme: string, token68: string | null, params: Readonly<Record<string, string>>]

function plain(value: Parameters<typeof parseChallenges>[0]): Plain[] {
  return parseChallenges(value).map(({ scheme, token68, params }) => [scheme, token68, Object.fromEntries(params)])
}

const read: readonly [
  title: string,
  value: string | readonly string[] | null | undefined,
  expected: readonly Plain[],
][] = [
  ['absent', null, []],
  ['undefined', undefined, []],
  ['no lines', [], []],
  ['empty', '', []],
  ['only commas', ' , ,,\t', []],
  ['one parameter', 'Basic realm="simple"', [['basic', null, { realm: 'simple' }]]],
  [
    'the example of RFC 9110 section 11.6.1',
    'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
    [
      ['basic', null, { realm: 'simple' }],
      ['newauth', null, { realm: 'apps', type: '1', title: 'Login to "apps"' }],
    ],
  ],
  [
    'a comma and a scheme in a quoted string',
    'Digest realm="a, Basic realm=b", nonce=n',
    [['digest', null, { realm: 'a, Basic realm=b', nonce: 'n' }]],
  ],
  [
    'schemes alone',
    'Negotiate, NTLM ,Basic realm=x',
    [
      ['negotiate', null, {}],
      ['ntlm', null, {}],
      ['basic', null, { realm: 'x' }],
    ],
  ],
  [
    'token68 with and without padding',
    'Negotiate YII=, NTLM abc==, Custom a.b-c_d~e+f/g , Basic realm=x',
    [
      ['negotiate', 'YII=', {}],
      ['ntlm', 'abc==', {}],
      ['custom', 'a.b-c_d~e+f/g', {}],
      ['basic', null, { realm: 'x' }],
    ],
  ],
  ['name and equals alone are token68 by the grammar', 'Basic realm=', [['basic', 'realm=', {}]]],
  [
    'spaces around the equals sign',
    'Bearer realm = "x" , scope\t=\t"a b"',
    [['bearer', null, { realm: 'x', scope: 'a b' }]],
  ],
  [
    'empty list elements',
    ',, Basic , ,realm=x,,, charset="UTF-8",',
    [['basic', null, { realm: 'x', charset: 'UTF-8' }]],
  ],
  [
    'no spaces after commas',
    'A b=c,d=e,F g=h',
    [
      ['a', null, { b: 'c', d: 'e' }],
      ['f', null, { g: 'h' }],
    ],
  ],
  ['the first of two equal names counts', 'Basic realm=a, REALM=b', [['basic', null, { realm: 'a' }]]],
  [
    'names that objects are born with',
    'Basic __proto__=a, constructor=b',
    [['basic', null, JSON.parse('{"__proto__":"a","constructor":"b"}')]],
  ],
  [
    'several lines are one list',
    ['Basic realm=a', 'Bearer realm=b, error="invalid_token"', 'scope=c'],
    [
      ['basic', null, { realm: 'a' }],
      ['bearer', null, { realm: 'b', error: 'invalid_token', scope: 'c' }],
    ],
  ],
  ['parameters of nobody', 'realm=x, Basic realm=y', [['basic', null, { realm: 'y' }]]],
  ['a parameter behind token68', 'Negotiate abc, realm=x', [['negotiate', 'abc', {}]]],
  [
    'an unclosed quoted string',
    'Basic realm="a", Bearer realm="b, error=c',
    [
      ['basic', null, { realm: 'a' }],
      ['bearer', null, {}],
    ],
  ],
  [
    'an unclosed quoted string on one of two lines',
    ['Basic realm="a', 'Bearer realm="b"'],
    [
      ['basic', null, {}],
      ['bearer', null, { realm: 'b' }],
    ],
  ],
  ['a forgotten comma', 'Bearer realm="a" error="b, c", scope=d', [['bearer', null, { realm: 'a', scope: 'd' }]]],
  ['a parameter without a value in the middle', 'Digest a=b, nonce=, c=d', [['digest', null, { a: 'b', c: 'd' }]]],
  [
    'a value that is neither token nor quoted string',
    'Digest a=@x, b=c, d=e@f, g="h"i, j=k;l',
    [['digest', null, { b: 'c' }]],
  ],
  [
    'what is malformed takes its parameters along',
    'Basic realm=a, B@d x=y, charset=z, Bearer realm=b',
    [
      ['basic', null, { realm: 'a' }],
      ['bearer', null, { realm: 'b' }],
    ],
  ],
  [
    'data that is neither token68 nor a parameter',
    'Foo bar baz, Basic realm=x',
    [
      ['foo', null, {}],
      ['basic', null, { realm: 'x' }],
    ],
  ],
]

for (const [title, value, expected] of read) {
  test(title, () => assert.deepEqual(plain(value), expected))
}

test('at most 128 challenges are read', () => {
  assert.equal(parseChallenges('a,'.repeat(1000)).length, 128)
  assert.equal(parseChallenges(Array.from({ length: 1000 }, () => 'a')).length, 128)
})

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/).map(text => text.toLowerCase())
const token68 = fc.stringMatching(/^[A-Za-z0-9._~+/-]+={0,3}$/)
const params = fc.dictionary(token, fc.string())
const gap = fc.constantFrom(',', ', ', ' ,\t', ' , ,')
const challenge = fc.oneof(
  fc.record({ scheme: token, token68: fc.constant(null), params }),
  fc.record({ scheme: token, token68, params: fc.constant({}) }),
)

function write({
  scheme,
  token68: data,
  params: pairs,
}: {
  scheme: string
  token68: string | null
  params: object
}): string {
  const quoted = Object.entries(pairs).map(([name, text]) => `${name}="${text.replace(/["\\]/g, '\\$&')}"`)
  return `${scheme} ${data ?? quoted.join(', ')}`
}

test('any list of challenges is read back, however its commas are spaced and its lines are cut', () => {
  fc.assert(
    fc.property(fc.array(challenge), gap, fc.boolean(), (list, comma, inLines) => {
      const written = list.map(write)
      const expected = list.map(one => [one.scheme, one.token68, { ...one.params }])
      assert.deepEqual(plain(inLines ? written : written.join(comma)), expected)
    }),
  )
})
