import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { askedCache } from '../../../test/cache/asked-cache.ts'
import type { FieldRecord } from '../../ports.ts'
import { outdated } from './outdated.ts'

const url = 'https://a.test/dir/x?y#z'
const after = (method: string, status: number, fields: FieldRecord = {}): readonly string[] =>
  outdated(askedCache({ method, url }), status, fields)

test('a change makes its own address untrue, whatever the method', () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'M-SEARCH', 'get', 'PURGE']) {
    for (const status of [200, 201, 204, 303, 299, 399]) {
      assert.deepEqual(after(method, status), ['https://a.test/dir/x?y'], `${method} ${status}`)
    }
  }
})

test('an error changes nothing, nor does a safe method', () => {
  for (const status of [400, 404, 500, 503, 599, 999]) assert.deepEqual(after('POST', status), [])
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']) {
    assert.deepEqual(after(method, 200, { location: '/b' }), [], method)
  }
})

test('Location and Content-Location of the same origin go too, resolved, without fragment, once', () => {
  const fields = { location: '../b#c', 'content-location': 'https://A.test:443/dir/d' }
  assert.deepEqual(after('POST', 201, fields), ['https://a.test/dir/x?y', 'https://a.test/b', 'https://a.test/dir/d'])
  assert.deepEqual(after('POST', 201, { location: '?y', 'content-location': '#q' }), ['https://a.test/dir/x?y'])
  assert.deepEqual(after('POST', 201, { location: '' }), ['https://a.test/dir/x?y'])
})

for (const elsewhere of [
  'http://a.test/b',
  'https://b.test/b',
  'https://a.test:8443/b',
  '//b.test/b',
  'data:,x',
  'http://[',
]) {
  test(`${elsewhere} stays as it is: it is another origin's, or no address`, () => {
    assert.deepEqual(after('POST', 201, { location: elsewhere }), ['https://a.test/dir/x?y'])
    assert.deepEqual(after('PUT', 201, { 'content-location': elsewhere }), ['https://a.test/dir/x?y'])
  })
}

test('property: whatever the fields, only addresses of this origin, without fragments', () => {
  const line = fc.oneof(fc.string(), fc.webUrl({ withFragments: true }), fc.array(fc.string(), { maxLength: 2 }))
  fc.assert(
    fc.property(line, line, (location, contentLocation) => {
      for (const address of after('POST', 201, { location, 'content-location': contentLocation })) {
        assert.ok(address.startsWith('https://a.test/') && !address.includes('#'))
      }
    }),
  )
})
