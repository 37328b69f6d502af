import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { resolveLocation, sameOrigin } from './location.ts'

type Expected =
  | { readonly url: string }
  | { readonly error: 'scheme' | 'unparsable' | 'several' }
  | { readonly returned: true }

interface Facts {
  readonly sameOrigin: readonly {
    readonly id: string
    readonly a: string
    readonly b: string
    readonly sameOrigin: boolean
  }[]
  readonly locationVectors: readonly {
    readonly id: string
    readonly base: string
    readonly location: string | readonly string[] | null
    readonly expect: Expected
  }[]
  readonly fragmentVectors: readonly {
    readonly id: string
    readonly request: string
    readonly location: string | readonly string[]
    readonly finalUrl: string
  }[]
}

const factsUrl = new URL('../../facts/redirects.json', import.meta.url)
const facts: Facts = JSON.parse(readFileSync(factsUrl, 'utf8'))
const base = new URL('https://example.com/dir/page?x=1')

/** The text as a transport hands it over: one character a byte. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

test('all vectors are there', () => {
  assert.equal(facts.locationVectors.length, 31)
  assert.equal(facts.fragmentVectors.length, 9)
  assert.equal(facts.sameOrigin.length, 24)
})

for (const { id, base: from, location, expect } of facts.locationVectors) {
  test(`${id}: ${JSON.stringify(location)}`, () => {
    const value = typeof location === 'string' ? asBytes(location) : location
    const url = resolveLocation(value, new URL(from))
    if ('url' in expect) assert.equal(url?.href, expect.url)
    // A foreign scheme resolves; whether it may be followed is not for the grammar to say.
    else if ('error' in expect && expect.error === 'scheme') assert.match(String(url?.protocol), /^(?!https?:)[a-z]+:$/)
    else assert.equal(url, null)
  })
}

for (const { id, request, location, finalUrl } of facts.fragmentVectors) {
  test(`${id}: ${request} to ${JSON.stringify(location)}`, () => {
    const hops = typeof location === 'string' ? [location] : location
    const last = hops.reduce((url, hop) => resolveLocation(hop, url) ?? assert.fail(hop), new URL(request))
    assert.equal(last.href, finalUrl)
  })
}

for (const { id, a, b, sameOrigin: expected } of facts.sameOrigin) {
  test(`${id}: ${a} and ${b}`, () => {
    assert.equal(sameOrigin(new URL(a), new URL(b)), expected)
    assert.equal(sameOrigin(new URL(b), new URL(a)), expected)
  })
}

test('opaque origins equal none, not even each other', () => {
  assert.equal(sameOrigin(new URL('data:,a'), new URL('data:,a')), false)
  assert.equal(sameOrigin(new URL('file:///a'), new URL('file:///a')), false)
})

test('a Location without a fragment takes an empty one too', () => {
  assert.equal(resolveLocation('/b', new URL('https://example.com/a#'))?.href, 'https://example.com/b#')
})

test('bytes reach the URL as they were sent, UTF-8 or not, in the path and in the host', () => {
  assert.equal(resolveLocation('/\xfc', base)?.href, 'https://example.com/%FC')
  assert.equal(
    resolveLocation(asBytes('https://bücher.example/€?q=ü#ß'), base)?.href,
    'https://xn--bcher-kva.example/%E2%82%AC?q=%C3%BC#%C3%9F',
  )
})

test('text beyond latin1 was decoded before and is taken as text', () => {
  assert.equal(resolveLocation('/€ü', base)?.href, 'https://example.com/%E2%82%AC%C3%BC')
})

test('a Location of 8 KiB is read, a longer one is not', () => {
  assert.equal(resolveLocation(`/${'a'.repeat(8191)}`, base)?.pathname.length, 8192)
  assert.equal(resolveLocation(`/${'a'.repeat(8192)}`, base), null)
})

test('one line in an array is as good as a string; none is an absent field', () => {
  assert.equal(resolveLocation(['/a'], base)?.href, 'https://example.com/a')
  assert.equal(resolveLocation([], base), null)
  assert.equal(resolveLocation(undefined, base), null)
})

test('every URL resolves to itself and leaves the base as it was', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), text => {
      const from = new URL('https://example.com/a?b')
      const url = new URL(text)
      const resolved = resolveLocation(url.href, from)
      return resolved?.href === url.href && from.href === 'https://example.com/a?b'
    }),
  )
})
