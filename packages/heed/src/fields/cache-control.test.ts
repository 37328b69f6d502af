import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CacheControl, parseCacheControl } from './cache-control.ts'

const NOTHING = parseCacheControl(undefined)
const most = 2 ** 31

const readings: readonly (readonly [value: string | readonly string[], expected: Partial<CacheControl>])[] = [
  ['', {}],
  [[], {}],
  [' , ,', {}],
  ['no-store', { noStore: true }],
  ['No-StOrE', { noStore: true }],
  ['max-age=60', { maxAgeSeconds: 60 }],
  ['MaX-aGe=60', { maxAgeSeconds: 60 }],
  ['max-age="60"', { maxAgeSeconds: 60 }],
  ['max-age="6\\0"', { maxAgeSeconds: 60 }],
  ['max-age=0060', { maxAgeSeconds: 60 }],
  ['max-age=2147483647', { maxAgeSeconds: most - 1 }],
  ['max-age=2147483648', { maxAgeSeconds: most }],
  ['max-age=2147483649', { maxAgeSeconds: most }],
  [`max-age=${'9'.repeat(400)}`, { maxAgeSeconds: most }],
  [',, max-age=1 ,\t, public,', { maxAgeSeconds: 1, isPublic: true }],
  [['public', 'max-age=1, immutable'], { isPublic: true, maxAgeSeconds: 1, immutable: true }],
  ['extension="max-age=3600", max-age=1', { maxAgeSeconds: 1 }],
  ['max-age=1, extension="a\\", max-age=3600"', { maxAgeSeconds: 1 }],
  ['s-maxage=9, proxy-revalidate, no-transform, foo, bar=1, baz="q"', {}],
  ['stale-while-revalidate=5, stale-if-error=6', { staleWhileRevalidateSeconds: 5, staleIfErrorSeconds: 6 }],
  ['must-revalidate, must-understand', { mustRevalidate: true, mustUnderstand: true }],
  ['private', { isPrivate: true }],
  ['private="a"', { isPrivate: true }],
  ['no-cache', { noCache: true }],
  ['no-cache="Set-Cookie , B", no-cache=c', { noCacheFields: ['set-cookie', 'b', 'c'] }],
  ['no-cache="a", no-cache', { noCache: true, noCacheFields: ['a'] }],
  ['only-if-cached, min-fresh=3, max-stale', { onlyIfCached: true, minFreshSeconds: 3, maxStaleSeconds: Infinity }],
  ['max-stale=4', { maxStaleSeconds: 4 }],
]

for (const [value, expected] of readings) {
  test(`reads ${JSON.stringify(value).slice(0, 80)}`, () => {
    assert.deepEqual({ ...parseCacheControl(value) }, { ...NOTHING, ...expected })
  })
}

for (const wrong of ['-60', '60.0', '60.5', '6e1', 'a60', '60a', "'60'", '0x3c', '""', '" 60"', '"60 "', '+60']) {
  test(`a number of seconds written ${wrong} is 0`, () => {
    assert.equal(parseCacheControl(`max-age=${wrong}`).maxAgeSeconds, 0)
    assert.equal(parseCacheControl(`stale-if-error=${wrong}`).staleIfErrorSeconds, 0)
    assert.equal(parseCacheControl(`max-stale=${wrong}`).maxStaleSeconds, 0)
    assert.equal(parseCacheControl(`min-fresh=${wrong}`).minFreshSeconds, most, 'nothing is fresh enough')
  })
}

test('seconds without a number are 0', () => assert.equal(parseCacheControl('max-age').maxAgeSeconds, 0))

test('what comes twice counts once when it is the same, and is 0 when it is not (RFC 9111 section 4.2.1)', () => {
  assert.equal(parseCacheControl('max-age=9, max-age=9').maxAgeSeconds, 9)
  assert.equal(parseCacheControl('max-age=1800, max-age=1').maxAgeSeconds, 0)
  assert.equal(parseCacheControl(['max-age=1', 'max-age=1800']).maxAgeSeconds, 0)
  assert.equal(parseCacheControl('max-age=1, max-age=2, max-age=2').maxAgeSeconds, 0)
  assert.equal(parseCacheControl('max-stale, max-stale=5').maxStaleSeconds, 0)
  assert.equal(parseCacheControl('min-fresh=1, min-fresh=5, min-fresh=2').minFreshSeconds, 5)
})

test('a restriction with an argument restricts, a permission with one permits nothing', () => {
  const { noStore, mustRevalidate } = parseCacheControl('no-store=x, must-revalidate="y"')
  assert.deepEqual([noStore, mustRevalidate], [true, true])
  const asked = parseCacheControl('public=1, immutable=1, must-understand=1, only-if-cached=1')
  assert.deepEqual({ ...asked }, { ...NOTHING })
})

const unreadable = [
  'max-age =60',
  'max-age= 60',
  'max-age = 60',
  'max-age\t=60',
  'max-age=',
  'max-age=,public',
  'max-age="60',
  'max-age="60"x',
  'max-age=60 public',
  'max-age=60; public',
  'public max-age=60',
  '=60',
  '"no-store"',
  'no-store, (x)',
  'no-store\u00a0',
  'private=""',
  'private=" , "',
  'private="a b"',
  'no-cache=""',
  'no-cache="a;b"',
  'no-cache= "a"',
  'x=é',
  'max-age=1,,public,@',
]
for (const value of unreadable) {
  test(`cannot read ${value}: nothing is kept`, () => {
    for (const lines of [value, ['max-age=60', value], [value, 'max-age=60']]) {
      const { readable, noStore, noCache, maxAgeSeconds } = parseCacheControl(lines)
      assert.deepEqual({ readable, noStore, noCache, maxAgeSeconds }, UNREADABLE)
    }
  })
}
const UNREADABLE = { readable: false, noStore: true, noCache: true, maxAgeSeconds: null }

test('more than 128 directives, or names in one, are not read', () => {
  const many = (count: number, unit: string): string => new Array(count).fill(unit).join(',')
  assert.equal(parseCacheControl(many(128, 'a')).readable, true)
  assert.equal(parseCacheControl([many(128, 'a'), 'b']).readable, false)
  assert.equal(parseCacheControl(`no-cache="${many(128, 'a')}"`).noCacheFields.length, 128)
  assert.equal(parseCacheControl(`no-cache="${many(129, 'a')}"`).readable, false)
})

test('readings share nothing that one could change for another', () => {
  assert.notEqual(parseCacheControl('no-cache=a').noCacheFields, parseCacheControl('no-cache=a').noCacheFields)
  assert.deepEqual(parseCacheControl('').noCacheFields, [])
  assert.deepEqual(NOTHING.noCacheFields, [])
})

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/)
const quoted = fc.string({ maxLength: 12 }).map(text => `"${text.replace(/["\\]/g, '\\$&')}"`)
const known = fc.constantFrom('max-age', 'no-store', 'public', 'immutable', 'must-revalidate', 'stale-if-error')

test('property: whatever follows the grammar is readable, and no-store in it is found', () => {
  const directive = fc.oneof(
    fc
      .tuple(fc.oneof(known, token), fc.option(fc.oneof(token, quoted), { nil: null }))
      .map(([name, argument]) => (argument === null ? name : `${name}=${argument}`)),
    fc.constant('no-store'),
  )
  const gap = fc.constantFrom(',', ', ', ' ,', ',, ', '\t,\t')
  fc.assert(
    fc.property(fc.array(directive, { minLength: 1, maxLength: 8 }), gap, (directives, between) => {
      // These two have a grammar of their own for what follows `=`.
      fc.pre(!directives.some(each => /^(no-cache|private)=/i.test(each)))
      const { readable, noStore } = parseCacheControl(directives.join(between))
      assert.equal(readable, true)
      assert.equal(
        noStore,
        directives.some(each => /^no-store(=|$)/i.test(each)),
      )
      assert.deepEqual({ ...parseCacheControl(directives) }, { ...parseCacheControl(directives.join(between)) })
    }),
  )
})

test('property: a no-store between commas is found or nothing is read, whatever stands around it', () => {
  const noise = fc.array(fc.constantFrom('a', '=', ' ', ',', '\\', 'max-age=1', 'é', ';'), { maxLength: 8 })
  fc.assert(
    fc.property(noise, noise, (before, behind) => {
      assert.equal(parseCacheControl(`${before.join('')},no-store,${behind.join('')}`).noStore, true)
    }),
  )
})
