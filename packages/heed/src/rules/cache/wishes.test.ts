import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asking } from '../../../test/cache/kept.ts'
import { passesBy, wishesOf } from './wishes.ts'

test('GET and HEAD may be answered from the store', () => {
  for (const method of ['GET', 'HEAD']) assert.equal(passesBy(asking({ method })), null)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'QUERY', 'get']) {
    assert.match(passesBy(asking({ method })) ?? '', new RegExp(`^${method} passes by the cache`))
  }
})

test('a request with a body passes by', () => {
  assert.match(passesBy(asking({ body: 'x' })) ?? '', /with a body/)
})

test('no-store passes by, and so does a Cache-Control that cannot be read', () => {
  for (const value of ['no-store', 'max-age=0, NO-STORE', 'max-age =1']) {
    assert.match(passesBy(asking({ fields: { 'cache-control': value } })) ?? '', /no-store/, value)
  }
  for (const value of ['no-cache', 'max-age=0', 'only-if-cached', 'nothing-to-see-here']) {
    assert.equal(passesBy(asking({ fields: { 'cache-control': value } })), null, value)
  }
})

test('conditions that only the server can settle pass by', () => {
  for (const name of ['if-match', 'if-unmodified-since', 'if-range']) {
    assert.match(passesBy(asking({ fields: { [name]: '"a"' } })) ?? '', new RegExp(name))
  }
  for (const name of ['if-none-match', 'if-modified-since'])
    assert.equal(passesBy(asking({ fields: { [name]: 'x' } })), null)
})

test('one range of bytes may be answered, anything else of Range passes by, but for HEAD it means nothing', () => {
  for (const range of ['bytes=0-4', 'bytes=5-', 'bytes=-5']) assert.equal(passesBy(asking({ fields: { range } })), null)
  for (const range of ['bytes=0-4,6-8', 'items=0-4', 'x']) {
    assert.match(passesBy(asking({ fields: { range } })) ?? '', /Range/)
    assert.equal(passesBy(asking({ method: 'HEAD', fields: { range } })), null)
  }
})

test('Pragma counts only where Cache-Control is absent (RFC 9111 section 5.4)', () => {
  assert.equal(wishesOf({ pragma: 'no-cache' }).noCache, true)
  assert.equal(wishesOf({ pragma: 'no-cache', 'cache-control': 'max-age=5' }).noCache, false)
  assert.equal(wishesOf({ pragma: 'foo' }).noCache, false)
  assert.equal(wishesOf({}).noCache, false)
})
