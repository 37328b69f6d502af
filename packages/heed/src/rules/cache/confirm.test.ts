import assert from 'node:assert/strict'
import { test } from 'node:test'
import { as, asking, CAME_MS, dateAt, kept, keptPart, seconds } from '../../../test/cache/kept.ts'
import type { Action, Serve } from '../../action.ts'
import type { CacheFacts, Kept } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { confirm } from './confirm.ts'

const LATER_MS = CAME_MS + seconds(100)
const STALE = { 'cache-control': 'max-age=60' }
const DATE = { date: dateAt(100) }

function confirmed(asked: readonly Kept[], fields: FieldRecord, more: Partial<CacheFacts> = {}): Action {
  return confirm(asking({ facts: { asked, found: asked, ...more } }), fields, LATER_MS)
}
const used = (asked: readonly Kept[], fields: FieldRecord): Serve => as('serve', confirmed(asked, fields))
const LOOK = { do: 'look', to: null, hop: null }

test('the kept answer is used with its status, brought up to date and fresh again', () => {
  const one = kept({ ...STALE, etag: '"a"', 'x-old': '1', age: '7' })
  const action = used([one], { ...DATE, etag: '"a"', 'cache-control': 'max-age=5', 'x-new': '2' })
  const fields = { ...DATE, etag: '"a"', 'cache-control': 'max-age=5', 'x-old': '1', 'x-new': '2' }
  assert.deepEqual([action.status, action.is, action.slice, action.ageMs], [200, 'validated', null, 0])
  assert.deepEqual(action.fields, { ...fields, age: '0' })
  assert.equal(action.kept.id, one.id)
  assert.deepEqual(action.freshened, [{ id: one.id, head: action.kept.head }])
  const { head } = action.kept
  assert.deepEqual([head.fields, head.answeredMs, head.bornMs, head.freshMs], [fields, LATER_MS, LATER_MS, 5000])
})

test('a strong tag tells which, and freshens all that have it (RFC 9111 section 4.3.4)', () => {
  const first = kept({ ...STALE, etag: '"1"' })
  const second = kept({ ...STALE, etag: '"2"' }, { varied: { foo: '2' } })
  const twin = keptPart(0, 4, 10, { etag: '"2"' })
  const facts = { found: [first, second, twin] }
  const action = as('serve', confirmed([first, second], { ...DATE, etag: '"2"' }, facts))
  assert.equal(action.kept.id, second.id)
  assert.deepEqual(
    action.freshened.map(({ id }) => id),
    [second.id, twin.id],
  )
  assert.deepEqual(action.freshened[1]?.head.part, twin.head.part)
})

test('a weak tag tells which, and freshens that alone', () => {
  const first = kept({ ...STALE, etag: 'W/"1"' })
  const second = kept({ ...STALE, etag: 'W/"2"' })
  const twin = kept({ ...STALE, etag: 'W/"2"' })
  const action = as('serve', confirmed([first, second], { ...DATE, etag: 'W/"2"' }, { found: [first, second, twin] }))
  assert.equal(action.kept.id, second.id)
  assert.equal(action.freshened.length, 1)
})

test('a tag that is weak on one side only still tells which, and the kept one stays as it is', () => {
  const one = kept({ ...STALE, etag: 'W/"1"' })
  const action = used([one], { ...DATE, etag: '"1"' })
  assert.deepEqual([action.kept.id, action.fields.etag], [one.id, 'W/"1"'])
})

test('of a strong and a weak one with equal text, the strong tag means the strong one', () => {
  const weak = kept({ ...STALE, etag: 'W/"1"', date: dateAt(5) })
  const strong = kept({ ...STALE, etag: '"1"' })
  assert.equal(used([weak, strong], { ...DATE, etag: '"1"' }).kept.id, strong.id)
  assert.equal(used([strong, weak], { ...DATE, etag: 'W/"1"' }).kept.id, weak.id)
})

test('without a tag, the one that has this Last-Modified', () => {
  const first = kept({ ...STALE, etag: '"1"', 'last-modified': dateAt(-1) })
  const second = kept({ ...STALE, etag: '"2"', 'last-modified': dateAt(-2) })
  assert.equal(used([first, second], { 'last-modified': dateAt(-2) }).kept.id, second.id)
  assert.deepEqual(
    confirmed([first, second, kept({ etag: '"3"', 'last-modified': dateAt(-2) })], { 'last-modified': dateAt(-2) }),
    LOOK,
  )
})

test('without any validator, the one that was asked about', () => {
  const one = kept({ ...STALE, etag: '"1"' })
  assert.equal(used([one], {}).kept.id, one.id)
  assert.equal(used([one], { 'last-modified': dateAt(-2) }).kept.id, one.id)
  assert.deepEqual(confirmed([one, kept({ etag: '"2"' })], {}), LOOK)
})

test('one that confirms nothing we have sends us to ask plainly', () => {
  const one = kept({ ...STALE, etag: '"1"', 'last-modified': dateAt(-1) })
  for (const fields of [{ etag: '"9"' }, { 'last-modified': dateAt(-9) }, { connection: 'etag', etag: '"1"' }]) {
    assert.deepEqual(confirmed([one], fields), LOOK)
  }
  assert.deepEqual(confirmed([one], { etag: '"1"' }, { completing: true }), LOOK)
})

test('a 304 to a plain request is the end', () => {
  const action = as('fail', confirmed([], { etag: '"1"' }, { plain: true }))
  assert.deepEqual([action.rule, action.stopped], ['reuse', 'final'])
})

test('what is confirmed answers what was asked for: a range, or HEAD', () => {
  const one = kept({ ...STALE, etag: '"1"' })
  const facts = { asked: [one], found: [one] }
  const ranged = as('serve', confirm(asking({ facts, fields: { range: 'bytes=2-4' } }), { etag: '"1"' }, LATER_MS))
  assert.deepEqual([ranged.status, ranged.slice], [206, [2, 5]])
  const head = as('serve', confirm(asking({ facts, method: 'HEAD' }), { etag: '"1"' }, LATER_MS))
  assert.deepEqual([head.status, head.slice], [200, [0, 0]])
})

test('what may not be kept any more, or depends on other request fields now, is used once and not freshened', () => {
  const one = kept({ ...STALE, etag: '"1"', vary: 'foo' })
  for (const fields of [{ 'cache-control': 'no-store' }, { vary: '*' }, { vary: 'foo, bar' }]) {
    const action = used([one], { etag: '"1"', ...fields })
    assert.deepEqual([action.kept.id, action.freshened], [one.id, []])
  }
  assert.equal(used([one], { etag: '"1"', vary: 'foo' }).freshened.length, 1)
})
