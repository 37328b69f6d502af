import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { resolveReference } from './url-reference.ts'

const base = new URL('https://example.com/dir/page?x=1#y')

test('text that was sent as UTF-8 bytes gives the same URL as the text itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('/', '?', '#'), (text, part) => {
      const bytes = Buffer.from(part + text, 'utf8').toString('latin1')
      assert.equal(resolveReference(bytes, base)?.href, URL.parse(part + text, base.href)?.href)
    }),
  )
})

test('a byte that is no UTF-8 stays the byte it is', () => {
  assert.equal(resolveReference('/\x80\xff', base)?.href, 'https://example.com/%80%FF')
})

test('a reference of 8 KiB is read, a longer one is not, and neither is one that does not parse', () => {
  assert.notEqual(resolveReference('a'.repeat(8192), base), null)
  assert.equal(resolveReference('a'.repeat(8193), base), null)
  assert.equal(resolveReference('http://[', base), null)
})
