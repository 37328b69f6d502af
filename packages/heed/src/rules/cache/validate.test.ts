import assert from 'node:assert/strict'
import { test } from 'node:test'
import { as, asking, CAME_MS, dateAt, kept, keptPart, seconds } from '../../../test/cache/kept.ts'
import type { Send } from '../../action.ts'
import type { Kept } from '../../keeping.ts'
import { serve } from './serve.ts'

const LATER_MS = CAME_MS + seconds(61)
const STALE = { 'cache-control': 'max-age=60' }
const asked = (found: readonly Kept[], options: Parameters<typeof asking>[0] = {}): Send =>
  as('send', serve(asking(options), found, false, LATER_MS))

test('a stale answer is asked about by its tag and by its date, both as they were sent', () => {
  const one = kept({ ...STALE, etag: 'W/"a"', 'last-modified': 'thu, 01 jan 2026 00:00:00 gmt' })
  assert.deepEqual(asked([one]), {
    do: 'send',
    fields: { 'if-none-match': 'W/"a"', 'if-modified-since': 'thu, 01 jan 2026 00:00:00 gmt' },
    asked: [one],
    completing: false,
  })
})

test('no validator, no condition: a Date is none', () => {
  assert.equal(asked([kept(STALE)]).fields, null)
  assert.equal(asked([kept({ ...STALE, etag: 'a' })]).fields, null)
})

test('the tags of other variants are asked about too, the chosen one first', () => {
  const first = kept({ ...STALE, vary: 'foo', etag: '"1"' }, { varied: { foo: '1' } })
  const second = kept({ ...STALE, vary: 'foo', etag: '"2"', 'last-modified': dateAt(-9) }, { varied: { foo: '2' } })
  const third = kept({ ...STALE, vary: 'foo', etag: '"1"' }, { varied: { foo: '3' } })
  const send = asked([first, second, third], { fields: { foo: '2' } })
  assert.deepEqual(send.fields, { 'if-none-match': '"2", "1"', 'if-modified-since': dateAt(-9) })
  assert.deepEqual(send.asked, [second, first])
  const unknown = asked([first, second], { fields: { foo: '9' } })
  assert.deepEqual(unknown.fields, { 'if-none-match': '"1", "2"' })
})

test('tags of others do not take the only validator of the chosen one', () => {
  const own = kept({ ...STALE, vary: 'foo', 'last-modified': dateAt(-9) }, { varied: { foo: '2' } })
  const other = kept({ ...STALE, vary: 'foo', etag: '"1"' }, { varied: { foo: '1' } })
  const send = asked([other, own], { fields: { foo: '2' } })
  assert.deepEqual([send.fields, send.asked], [{ 'if-modified-since': dateAt(-9) }, [own]])
})

test('sixteen tags are the most', () => {
  const many = Array.from({ length: 20 }, (_, at) => kept({ ...STALE, etag: `"${at}"` }, { varied: { foo: `${at}` } }))
  const send = asked(many, { fields: { foo: '19' } })
  assert.equal(send.asked.length, 16)
  assert.equal(send.asked[0], many[19])
  assert.equal(String(send.fields?.['if-none-match']).split(', ').length, 16)
})

test('only what could answer this request is asked about', () => {
  const part = keptPart(2, 4, 10, { etag: '"p"' })
  const gone = kept({ ...STALE, etag: '"e"' }, { status: 404 })
  assert.equal(asked([part, gone]).fields, null)
  const whole = kept({ ...STALE, etag: '"w"' })
  assert.deepEqual(asked([whole, part], { fields: { range: 'bytes=6-8' } }).fields, { 'if-none-match': '"w"' })
  assert.deepEqual(asked([whole, part], { fields: { range: 'bytes=2-3' } }).asked, [whole, part])
})

test('HEAD asks about what GET brought', () => {
  const one = kept({ ...STALE, etag: '"a"' })
  assert.deepEqual(asked([one], { method: 'HEAD' }).fields, { 'if-none-match': '"a"' })
})
