import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'
import { namesTag } from './data.ts'

const { send } = await openLab()

test('If-None-Match is compared weakly, in a list, and with *', () => {
  const etag = '"data-v1"'
  for (const value of ['"data-v1"', 'W/"data-v1"', '"a", "data-v1"', '"a,b",W/"data-v1" , "c"', '*', ' * ']) {
    assert.equal(namesTag(value, etag), true, value)
  }
  for (const value of [
    '',
    '"data-v2"',
    'data-v1',
    '"DATA-V1"',
    '"*"',
    '"a data-v1"',
    'W/"other", "data-v10"',
    '"data-v1',
  ]) {
    assert.equal(namesTag(value, etag), false, value)
  }
  assert.equal(namesTag('"a"', 'W/"a"'), true)
})

test('data comes with an ETag, and a 304 repeats its fields without content', async () => {
  const full = await send('/data')
  assert.equal(full.status, 200)
  const etag = full.headers.get('etag') ?? ''
  const unchanged = await send('/data', { headers: { 'if-none-match': `"other", W/${etag}` } })
  assert.equal(unchanged.status, 304)
  assert.equal(await unchanged.text(), '')
  for (const name of ['etag', 'cache-control']) assert.equal(unchanged.headers.get(name), full.headers.get(name))
  assert.equal((await send('/data', { headers: { 'if-none-match': '"other"' } })).status, 200)
  assert.equal((await send('/data', { method: 'HEAD', headers: { 'if-none-match': etag } })).status, 304)
})
