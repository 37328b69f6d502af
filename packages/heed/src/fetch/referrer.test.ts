import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refererOf } from './referrer.ts'

const said = (referrerPolicy: Request['referrerPolicy'], referrer: string, url: string): string | null =>
  refererOf(new Request(url, { referrer, referrerPolicy }))

test('a referrer of https is not shown where everybody can read it, and on this machine nobody does', () => {
  const from = 'https://ada:word@a.test/one?two#three'
  assert.equal(said('', from, 'https://a.test/x'), 'https://a.test/one?two')
  assert.equal(said('', from, 'https://b.test/'), 'https://a.test/')
  assert.equal(said('', from, 'http://b.test/'), null)
  assert.equal(said('no-referrer-when-downgrade', from, 'http://b.test/'), null)
  for (const host of ['localhost', 'a.localhost', '127.0.0.9:8080', '[::1]'])
    assert.equal(said('strict-origin', from, `http://${host}/`), 'https://a.test/', host)
  assert.equal(said('', 'http://a.test/one', 'http://b.test/'), 'http://a.test/')
})

test('nobody named, nothing is said', () => {
  assert.equal(refererOf(new Request('https://a.test/')), null)
  assert.equal(said('unsafe-url', '', 'https://a.test/'), null)
})
