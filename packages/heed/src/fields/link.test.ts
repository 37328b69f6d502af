import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseLink } from './link.ts'

const base = new URL('https://example.com/dir/page?x=1#y')

type Plain = readonly [url: string, rel: readonly string[], params?: Readonly<Record<string, string>>]

function plain(value: Parameters<typeof parseLink>[0]): Plain[] {
  return parseLink(value, base).map(({ url, rel, params }) => {
    const { rel: _, ...others } = Object.fromEntries(params)
    return Object.keys(others).length === 0 ? [url.href, rel] : [url.href, rel, others]
  })
}

const read: readonly [
  title: string,
  value: string | readonly string[] | null | undefined,
  expected: readonly Plain[],
][] = [
  ['absent', null, []],
  ['undefined', undefined, []],
  ['empty', '', []],
  [
    'quoted and unquoted relation',
    '<a>; rel="next", <b>;rel=prev',
    [
      ['https://example.com/dir/a', ['next']],
      ['https://example.com/dir/b', ['prev']],
    ],
  ],
  [
    'several lines',
    ['</a>; rel=next', '</b>; rel=last'],
    [
      ['https://example.com/a', ['next']],
      ['https://example.com/b', ['last']],
    ],
  ],
  [
    'several relations',
    '</a>; rel=" Start  http://Example.net/x "',
    [['https://example.com/a', ['start', 'http://example.net/x']]],
  ],
  ['separators inside the target', '</a;b,c?d="e">; rel=next', [['https://example.com/a;b,c?d=%22e%22', ['next']]]],
  [
    'separators inside a quoted string',
    '</a>; title="x, </b>; rel=y"; rel=next',
    [['https://example.com/a', ['next'], { title: 'x, </b>; rel=y' }]],
  ],
  [
    'a flag, a starred name, upper case',
    "</a>; REL=next; flag; title*=UTF-8'de'n%c3%a4",
    [['https://example.com/a', ['next'], { flag: '', 'title*': "UTF-8'de'n%c3%a4" }]],
  ],
  [
    'an unquoted value that is no token',
    '</a>; rel=http://example.net/x ; type=text/html,</b>;rel=b',
    [
      ['https://example.com/a', ['http://example.net/x'], { type: 'text/html' }],
      ['https://example.com/b', ['b']],
    ],
  ],
  ['spaces and empty parameters', '\t< /a >\t;; rel = next ;,', [['https://example.com/a', ['next']]]],
  ['only the first rel counts', '</a>; rel=next; rel=prev', [['https://example.com/a', ['next']]]],
  [
    'an anchor stays for the reader to judge',
    '</a>; rel=next; anchor="#z"',
    [['https://example.com/a', ['next'], { anchor: '#z' }]],
  ],
  [
    'an empty target is the answer itself, without its fragment',
    '<>; rel=self',
    [['https://example.com/dir/page?x=1', ['self']]],
  ],
  ['bytes', '</\xc3\xbc>; rel=next', [['https://example.com/%C3%BC', ['next']]]],
  ['no relation', '</a>, </b>; rel, </c>; rel="", </d>; rel=next', [['https://example.com/d', ['next']]]],
  ['a target that does not parse', '<http://[>; rel=next, </b>; rel=b', [['https://example.com/b', ['b']]]],
  ['a target that never closes', '</a>; rel=a, </b; rel=b', [['https://example.com/a', ['a']]]],
  ['no target', 'x; rel=a, "</y>; rel=y", </b>; rel=b', [['https://example.com/b', ['b']]]],
  [
    'text behind the parameters',
    '</a>; rel=a; @=x; rel=c, </b>; rel="b" c',
    [
      ['https://example.com/a', ['a']],
      ['https://example.com/b', ['b']],
    ],
  ],
  [
    'a quoted string that never closes',
    '</a>; rel=a; title="b, </c>; rel=c',
    [
      ['https://example.com/a', ['a'], { title: '"b' }],
      ['https://example.com/c', ['c']],
    ],
  ],
]

for (const [title, value, expected] of read) {
  test(title, () => assert.deepEqual(plain(value), expected))
}

test('at most 128 links are read', () => {
  assert.equal(parseLink('<>;rel=a,'.repeat(1000), base).length, 128)
})

test('a target longer than 8 KiB is passed over', () => {
  assert.deepEqual(plain(`</${'a'.repeat(8192)}>;rel=a, </b>;rel=b`), [['https://example.com/b', ['b']]])
})

test('any list of links is read back', () => {
  const relation = fc.stringMatching(/^[a-z][a-z0-9.-]*$/)
  const link = fc.record({
    url: fc.webUrl({ withFragments: true }),
    rel: fc.array(relation, { minLength: 1 }),
    title: fc.string(),
  })
  fc.assert(
    fc.property(fc.array(link), links => {
      const written = links.map(
        ({ url, rel, title }) => `<${url}>; title="${title.replace(/["\\]/g, '\\$&')}"; rel="${rel.join(' ')}"`,
      )
      const expected = links.map(({ url, rel, title }) => [new URL(url).href, rel, { title }])
      assert.deepEqual(plain(written.join(', ')), expected)
    }),
  )
})
