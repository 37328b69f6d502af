import assert from 'node:assert/strict'
import { test } from 'node:test'
import { as, asking, CAME_MS, dateAt, kept, keptPart, seconds } from '../../../test/cache/kept.ts'
import type { Send } from '../../action.ts'
import type { Kept } from '../../keeping.ts'
import { serve } from './serve.ts'

const TAG = { etag: '"a"' }
const asked = (found: readonly Kept[], options: Parameters<typeof asking>[0] = {}, count = 1): Send =>
  as('send', serve(asking(options), found, false, CAME_MS + seconds(count)))

test('where the whole is wanted, the rest of a fresh part is asked for, on condition that it has not changed', () => {
  const part = keptPart(0, 4, 10, TAG)
  assert.deepEqual(asked([part]), {
    do: 'send',
    fields: { range: 'bytes=5-', 'if-range': '"a"' },
    asked: [part],
    completing: true,
  })
})

test('of several parts the latest counts', () => {
  const old = keptPart(0, 7, 10, { ...TAG, date: dateAt(-9) })
  const young = keptPart(0, 4, 10, { etag: '"b"', date: dateAt(-3) })
  assert.deepEqual(asked([old, young]).asked, [young])
})

test('otherwise it is sent for as it is', () => {
  const part = keptPart(0, 4, 10, TAG)
  const plain: readonly (readonly [string, Send])[] = [
    ['no tag', asked([keptPart(0, 4, 10)])],
    ['a weak tag', asked([keptPart(0, 4, 10, { etag: 'W/"a"' })])],
    ['a later part', asked([keptPart(1, 4, 10, TAG)])],
    ['an unknown length', asked([keptPart(0, 4, null, TAG)])],
    ['a stale part', asked([part], {}, 61)],
    ['to be validated', asked([keptPart(0, 4, 10, { ...TAG, 'cache-control': 'max-age=60, no-cache' })])],
    ['a whole', asked([kept({ ...TAG, 'cache-control': 'max-age=60' })], { facts: { plain: true } }, 61)],
    ['a streaming caller', asked([part], { stream: true })],
    ['a forced reload', asked([part], { fields: { 'cache-control': 'no-cache' } })],
    ['HEAD', asked([part], { method: 'HEAD' })],
    ['another range', asked([part], { fields: { range: 'bytes=5-' } })],
    ['asked plainly', asked([part], { facts: { plain: true } })],
    ["the caller's condition", asked([part], { fields: { 'if-none-match': '"x"' } })],
    ['another variant', asked([{ ...part, head: { ...part.head, varied: { foo: '1' } } }])],
    ['a length that is not so', asked([{ ...part, head: { ...part.head, bodyBytes: 4 } }])],
  ]
  for (const [name, send] of plain) assert.deepEqual([send.fields, send.completing], [null, false], name)
})

test('a part that lacks nothing is asked about like any whole', () => {
  const all = keptPart(0, 9, 10, TAG)
  assert.deepEqual(asked([all], { fields: { 'cache-control': 'max-age=0' } }).fields, { 'if-none-match': '"a"' })
})

test('what has just been completed is used, however soon it is stale', () => {
  const part = keptPart(0, 4, 10, TAG)
  const whole = kept({ ...TAG, 'cache-control': 'max-age=0' })
  const facts = { completing: true, plain: true, asked: [part] }
  const action = as('serve', serve(asking({ facts }), [whole], false, CAME_MS + 5))
  assert.deepEqual([action.is, action.reason], ['validated', 'the server has just sent the rest of it'])
  const other = kept({ etag: '"b"', 'cache-control': 'max-age=0' })
  assert.equal(serve(asking({ facts }), [other], false, CAME_MS + 5).do, 'send')
  assert.equal(serve(asking({ facts: { ...facts, plain: false } }), [whole], false, CAME_MS + 5).do, 'send')
})
