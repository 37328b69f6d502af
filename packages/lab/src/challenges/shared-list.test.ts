import assert from 'node:assert/strict'
import { test } from 'node:test'
import { content, type EntryParts, entries } from '../../test/evidence.ts'
import { sharedList } from './shared-list.ts'

const put = (ifMatch: string | null, text = 'mine'): EntryParts => ({
  method: 'PUT',
  target: '/list',
  fields: ifMatch === null ? [] : [['If-Match', ifMatch]],
  body: content(text),
})

function answer(parts: EntryParts, ...before: EntryParts[]) {
  const { method = 'GET', target = '/list', fields = [] } = parts
  return sharedList({ origin: 'a', method, path: target, fields }, entries(...before))
}

function read(...before: EntryParts[]): [unknown, string] {
  const got = answer({}, ...before)
  const base64 = got?.body !== undefined && 'base64' in got.body ? got.body.base64 : ''
  return [got?.fields?.etag, Buffer.from(base64, 'base64').toString()]
}

test('until the first PUT it is as it was; then somebody else was faster', () => {
  assert.deepEqual(read(), ['"v1"', 'tea, milk'])
  assert.deepEqual(read({}, {}), ['"v1"', 'tea, milk'])
  assert.equal(answer(put('"v1"'), {})?.status, 412)
  assert.deepEqual(read({}, put('"v1"')), ['"v2"', 'tea, milk, eggs'])
})

test('a PUT that names what is there is taken, and read again', () => {
  const first = put('"v1"')
  const written = answer(put('"x", "v2"'), first)
  assert.deepEqual([written?.status, written?.fields], [204, { etag: '"v3"' }])
  assert.deepEqual(read(first, put('"v2"', '{a} mine')), ['"v3"', '{a} mine'])
  assert.equal(answer(put('"v2"'), first, put('"v2"'))?.status, 412)
})

test('a PUT without a condition overwrites; a weak tag never matches', () => {
  for (const ifMatch of [null, '*']) {
    assert.equal(answer(put(ifMatch))?.status, 204)
    assert.deepEqual(read(put(ifMatch)), ['"v3"', 'mine'])
  }
  assert.equal(answer(put('W/"v2"'), put('"v1"'))?.status, 412)
})

test('anything else is not for it', () => {
  assert.equal(answer({ target: '/lists' }), null)
  assert.equal(answer({ method: 'DELETE' }), null)
})
