import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asking, CAME_MS, dateAt, kept, keptPart, seconds } from '../../../test/cache/kept.ts'
import type { Kept } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { headed } from './headed.ts'

const LATER_MS = CAME_MS + seconds(100)
const SAID = { 'cache-control': 'max-age=60', etag: '"a"', 'last-modified': dateAt(-9), 'content-length': '10' }

function told(found: readonly Kept[], fields: FieldRecord, status = 200): readonly Kept[] | null {
  return headed(asking({ method: 'HEAD', facts: { found } }), status, fields, LATER_MS)
}

test('a HEAD about the same body brings kept heads up to date (RFC 9111 section 4.3.5)', () => {
  const one = kept({ ...SAID, 'x-a': '1', 'x-b': '1' })
  const [fresher] = told([one], { ...SAID, 'cache-control': 'max-age=1000', 'x-a': '2' }) ?? []
  assert.ok(fresher !== undefined)
  assert.equal(fresher.id, one.id)
  assert.deepEqual([fresher.head.fields['x-a'], fresher.head.fields['x-b']], ['2', '1'])
  assert.deepEqual([fresher.head.freshMs, fresher.head.answeredMs], [1_000_000, LATER_MS])
})

test('only what the HEAD says is compared', () => {
  assert.equal(told([kept(SAID)], { 'cache-control': 'max-age=1000' })?.length, 1)
  assert.equal(told([kept({})], { 'content-length': '10' })?.length, 1)
  assert.equal(told([kept({ 'content-encoding': 'gzip' })], { 'content-length': '7' })?.length, 1)
})

test('one that differs makes what is kept untrue', () => {
  const differing = [{ etag: '"b"' }, { etag: 'W/"a"' }, { 'last-modified': dateAt(-8) }, { 'content-length': '11' }]
  for (const fields of differing) assert.equal(told([kept(SAID)], { ...SAID, ...fields }), null)
  assert.equal(told([kept({})], { etag: '"b"' }), null)
  assert.equal(told([kept({}, { status: 404 })], {}), null)
})

test('a kept part is compared by the length of the whole', () => {
  assert.equal(told([keptPart(0, 4, 10)], { 'content-length': '10' })?.length, 1)
  assert.equal(told([keptPart(0, 4, null)], { 'content-length': '10' })?.length, 1)
  assert.equal(told([keptPart(0, 4, 10)], { 'content-length': '5' }), null)
})

test('other variants, other methods and other statuses say nothing', () => {
  const other = kept({ ...SAID, vary: 'foo' }, { varied: { foo: '1' } })
  assert.deepEqual(told([other], { etag: '"b"' }), [])
  for (const status of [204, 304, 404, 410, 503]) assert.deepEqual(told([kept(SAID)], { etag: '"b"' }, status), [])
  assert.deepEqual(headed(asking({ facts: { found: [kept(SAID)] } }), 200, { etag: '"b"' }, LATER_MS), [])
})

test('a HEAD that says no-store freshens nothing', () => {
  assert.deepEqual(told([kept(SAID)], { ...SAID, 'cache-control': 'no-store' }), [])
})
