import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asking, CAME_MS, dateAt, kept, seconds } from '../../../test/cache/kept.ts'
import type { KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { updated } from './update.ts'

const LATER_MS = CAME_MS + seconds(100)
function update(before: FieldRecord, newer: FieldRecord, keepsTag = false): KeptHead {
  const exchange = asking()
  exchange.tookMs = 250
  const head = updated(exchange, kept(before).head, newer, LATER_MS, keepsTag)
  assert.ok(head !== null)
  return head
}

test('every field is replaced but those of the body as it is kept (RFC 9111 section 3.2)', () => {
  const replaced = ['test-header', 'x-content-foo', 'content-foo', 'content-type', 'content-location', 'content-md5']
  for (const name of [
    ...replaced,
    'content-security-policy',
    'set-cookie',
    'expires',
    'etag',
    'vary',
    'clear-site-data',
  ]) {
    assert.equal(update({ [name]: 'A' }, { [name]: 'B' }).fields[name], 'B', name)
    assert.equal(update({ [name]: 'A' }, {}).fields[name], 'A', name)
  }
  for (const name of ['content-length', 'content-encoding', 'content-range']) {
    assert.equal(update({ [name]: 'A' }, { [name]: 'B' }).fields[name], 'A', name)
    assert.ok(!Object.hasOwn(update({}, { [name]: 'B' }).fields, name), name)
  }
})

test('what is meant for one connection is not taken over (RFC 9111 section 3.1)', () => {
  const { fields } = update(
    {},
    { connection: 'x-hop', 'x-hop': '1', 'keep-alive': '5', 'transfer-encoding': 'chunked' },
  )
  for (const name of ['connection', 'x-hop', 'keep-alive', 'transfer-encoding']) assert.ok(!Object.hasOwn(fields, name))
})

test('age and freshness are those of the newer answer', () => {
  const head = update({ age: '50', 'cache-control': 'max-age=60' }, { date: dateAt(99) })
  assert.deepEqual([head.askedMs, head.answeredMs, head.bornMs], [LATER_MS - 250, LATER_MS, LATER_MS - 1000])
  assert.deepEqual([head.freshMs, Object.hasOwn(head.fields, 'age')], [60_000, false])
  assert.equal(update({}, { age: '9', 'cache-control': 'max-age=60' }).bornMs, LATER_MS - 9250)
  assert.equal(update({ 'cache-control': 'max-age=1' }, { 'cache-control': 'max-age=3600' }).freshMs, 3_600_000)
})

test('without a Date it was made when it came', () => {
  // What the answer took counts as its age (RFC 9111 section 4.2.3).
  const head = update({ 'cache-control': 'max-age=60' }, {})
  assert.deepEqual([head.fields.date, head.bornMs], [dateAt(100), LATER_MS - 250])
})

test('the tag can be told to stay', () => {
  assert.equal(update({ etag: 'W/"a"' }, { etag: '"a"' }, true).fields.etag, 'W/"a"')
})
