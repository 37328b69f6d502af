import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { askedCache, keptAs, NOW_MS } from '../../../test/cache/asked-cache.ts'
import type { Keeping, Kept, KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { keep } from './keep.ts'

const RANGE = { range: 'bytes=0-4' }
const SENT: FieldRecord = { 'cache-control': 'max-age=60', etag: '"a"', 'content-length': '5' }

function tried(range: string, fields: FieldRecord = {}, found: readonly Kept[] = [], asked = RANGE): Keeping | string {
  const sent = { ...SENT, 'content-range': range, ...fields }
  return keep(askedCache({ fields: asked, found }), 206, 'Partial Content', sent, true, NOW_MS)
}
function kept(...args: Parameters<typeof tried>): Keeping {
  const keeping = tried(...args)
  return typeof keeping === 'string' ? assert.fail(keeping) : keeping
}
const part = (firstByte: number, lastByte: number, wholeBytes: number | null = 10): KeptHead['part'] => ({
  firstByte,
  lastByte,
  wholeBytes,
})
const keptPart = (id: number, firstByte: number, lastByte: number, head: Partial<KeptHead> = {}): Kept =>
  keptAs(id, {
    status: 206,
    part: part(firstByte, lastByte),
    bodyBytes: lastByte - firstByte + 1,
    fields: {
      etag: '"a"',
      age: '50',
      date: 'old',
      x: 'old',
      y: 'old',
      'content-digest': 'old',
      'content-range': 'old',
    },
    ...head,
  })

test('a part is kept as a part, with or without a validator', () => {
  for (const etag of ['"a"', 'W/"a"', 'unquoted']) {
    const { head, onto } = kept('bytes 0-4/10', { etag })
    assert.deepEqual([head.status, head.part, head.bodyBytes, onto], [206, part(0, 4), 5, null])
  }
  assert.deepEqual(kept('bytes 0-4/*').head.part, part(0, 4, null))
})

test('a part that is all of it is the whole', () => {
  const { head } = kept('bytes 0-9/10')
  assert.deepEqual([head.status, head.statusText, head.part, head.bodyBytes], [200, 'OK', null, 10])
  assert.equal(head.fields['content-range'], undefined)
})

const refusals: readonly (readonly [why: RegExp, range: string, fields?: FieldRecord])[] = [
  [/not one range/, 'bytes */10'],
  [/not one range/, 'bytes 4-0/10'],
  [/not one range/, 'bytes 0-4/3'],
  [/not one range/, 'lines 0-4/10'],
  [/not one range/, 'ananananananana'],
  [/content coding/, 'bytes 0-4/10', { 'content-encoding': 'gzip' }],
  [/no-store/, 'bytes 0-4/10', { 'cache-control': 'no-store' }],
]
for (const [why, range, fields] of refusals) {
  test(`${range} ${JSON.stringify(fields ?? {})} is not kept: ${why.source}`, () => {
    assert.match(String(tried(range, fields)), why)
  })
}

test('several ranges in one body are not kept', () => {
  const fields = { ...SENT, 'content-type': 'multipart/byteranges; boundary=x' }
  assert.match(String(keep(askedCache({ fields: RANGE }), 206, '', fields, true, NOW_MS)), /not one range/)
})

test('a part that nobody asked for is not kept, unless heed asked for the rest', () => {
  const fields = { ...SENT, 'content-range': 'bytes 0-4/10' }
  assert.match(String(keep(askedCache(), 206, '', fields, true, NOW_MS)), /nobody asked for/)
  assert.equal(typeof keep(askedCache({ facts: { completing: true } }), 206, '', fields, true, NOW_MS), 'object')
})

test('a Content-Range on any other success is only a field', () => {
  const keeping = keep(askedCache(), 200, 'OK', { ...SENT, 'content-range': 'bytes 0-4/10' }, true, NOW_MS)
  assert.equal(typeof keeping === 'string' ? keeping : keeping.head.part, null)
})

test('two parts with one strong ETag become one, under the new fields', () => {
  const { head, onto, order, replaces } = kept('bytes 3-7/10', { y: 'new' }, [keptPart(7, 0, 4)])
  assert.deepEqual([head.status, head.part, head.bodyBytes, onto?.id, replaces], [206, part(0, 7), 8, 7, [7]])
  assert.deepEqual(order, [
    { of: 'kept', from: 0, to: 3 },
    { of: 'arrived', from: 0, to: 5 },
  ])
  const { 'content-range': range, 'content-length': length, ...fields } = head.fields
  assert.deepEqual([range, length], ['bytes 0-7/10', '8'])
  // The age is that of the new answer, and the digest of a part is gone.
  assert.deepEqual(fields, { etag: '"a"', 'cache-control': 'max-age=60', x: 'old', y: 'new' })
  assert.equal(head.bornMs, NOW_MS - 10)
})

test('the last missing part makes the whole', () => {
  const { head, onto } = kept('bytes 5-9/10', {}, [keptPart(7, 0, 4)])
  assert.deepEqual([head.status, head.statusText, head.part, head.bodyBytes, onto?.id], [200, 'OK', null, 10, 7])
  assert.deepEqual([head.fields['content-range'], head.fields['content-length']], [undefined, '10'])
})

test('a part brings a kept whole up to date', () => {
  const whole = keptAs(7, { fields: { etag: '"a"' }, bodyBytes: 10 })
  const { head, onto } = kept('bytes 2-4/10', {}, [whole])
  assert.deepEqual([head.status, head.part, head.bodyBytes, onto?.id], [200, null, 10, 7])
})

const strangers: readonly (readonly [why: string, kept: Kept, fields?: FieldRecord])[] = [
  ['another ETag', keptPart(7, 0, 4, { fields: { etag: '"b"' } })],
  ['a weak ETag', keptPart(7, 0, 4, { fields: { etag: 'W/"a"' } }), { etag: 'W/"a"' }],
  ['no ETag', keptPart(7, 0, 4, { fields: {} }), { etag: [] }],
  ['a gap', keptPart(7, 0, 1)],
  ['another length', keptPart(7, 0, 4, { part: part(0, 4, 11) })],
  ['a coded whole', keptAs(7, { fields: { etag: '"a"', 'content-encoding': 'gzip' }, bodyBytes: 10 })],
  ['a body that was not read', keptAs(7, { fields: { etag: '"a"' }, hasBody: false, bodyBytes: 10 })],
  ['an error', keptAs(7, { status: 404, fields: { etag: '"a"' }, bodyBytes: 10 })],
]
for (const [why, stranger, fields] of strangers) {
  test(`is not joined, but takes the place: ${why}`, () => {
    const { head, onto, order, replaces } = kept('bytes 3-7/10', fields, [stranger])
    assert.deepEqual([head.part, onto, order, replaces], [part(3, 7), null, [], [7]])
  })
}

test('is not joined to another variant, and leaves it', () => {
  const other = keptPart(7, 0, 4, { varied: { a: '1' } })
  const { onto, replaces } = kept('bytes 3-7/10', { vary: 'a' }, [other], { ...RANGE, a: '2' } as never)
  assert.deepEqual([onto, replaces], [null, []])
})

test('property: what is joined holds each byte of both, and no other', () => {
  const span = fc.tuple(fc.nat(19), fc.nat(19)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  const whole = Uint8Array.from({ length: 20 }, (_, index) => index)
  fc.assert(
    fc.property(span, span, ([oldFirst, oldLast], [first, last]) => {
      const before = keptPart(7, oldFirst, oldLast, { part: part(oldFirst, oldLast, 20) })
      const { head, onto, order } = kept(`bytes ${first}-${last}/20`, {}, [before])
      const meet = first <= oldLast + 1 && oldFirst <= last + 1
      assert.equal(onto !== null, meet)
      if (!meet) return
      const of = { kept: whole.slice(oldFirst, oldLast + 1), arrived: whole.slice(first, last + 1) }
      const body = order.flatMap(slice => [...of[slice.of].slice(slice.from, slice.to)])
      const from = Math.min(first, oldFirst)
      assert.deepEqual(body, [...whole.slice(from, Math.max(last, oldLast) + 1)])
      assert.equal(head.bodyBytes, body.length)
      assert.equal(head.part === null, body.length === 20)
    }),
  )
})
