import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { shownUrl } from './shown-url.ts'

test('user info, fragment and the values of a query are hidden', () => {
  const cases: Readonly<Record<string, string>> = {
    'https://u:secret@a.test/x#secret': 'https://a.test/x',
    'https://a.test:8443/x?a=secret&b=secret=secret&c=': 'https://a.test:8443/x?a=…&b=…&c=…',
    'https://a.test/?secret': 'https://a.test/?…',
    'https://a.test/?': 'https://a.test/',
    'https://a.test/?a%0D%0Ab=secret': 'https://a.test/?a%0D%0Ab=…',
    'https://a.test/h\u00e9\u0007x': 'https://a.test/h%C3%A9%07x',
  }
  for (const [url, shown] of Object.entries(cases)) assert.equal(shownUrl(new URL(url)), shown)
})

test('property: what is shown is one line of printable characters, and holds no value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
      const url = new URL('https://a.test/')
      url.searchParams.append(name, `q7Zx${value}`)
      assert.match(shownUrl(url), /^[\x21-\x7e\u2026]+$/)
      assert.ok(!shownUrl(url).includes('q7Zx'))
    }),
  )
})
