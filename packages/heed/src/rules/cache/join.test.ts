import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Part } from '../../keeping.ts'
import { join } from './join.ts'

const part = (firstByte: number, lastByte: number, wholeBytes: number | null = 10): Part => ({
  firstByte,
  lastByte,
  wholeBytes,
})

test('parts that touch become one', () => {
  assert.deepEqual(join(part(0, 4), part(5, 9)), {
    part: part(0, 9),
    order: [
      { of: 'kept', from: 0, to: 5 },
      { of: 'arrived', from: 0, to: 5 },
    ],
  })
})

test('where they overlap, the bytes that arrived count', () => {
  assert.deepEqual(join(part(2, 6), part(4, 5))?.order, [
    { of: 'kept', from: 0, to: 2 },
    { of: 'arrived', from: 0, to: 2 },
    { of: 'kept', from: 4, to: 5 },
  ])
  assert.deepEqual(join(part(4, 5), part(2, 6))?.order, [{ of: 'arrived', from: 0, to: 5 }])
})

test('a gap between them stays a gap', () => {
  assert.equal(join(part(0, 3), part(5, 9)), null)
  assert.equal(join(part(5, 9), part(0, 3)), null)
})

test('a length that only one of them knows counts for both', () => {
  assert.deepEqual(join(part(0, 4, null), part(5, 9))?.part, part(0, 9))
  assert.deepEqual(join(part(0, 4), part(5, 9, null))?.part, part(0, 9))
  assert.deepEqual(join(part(0, 4, null), part(5, 9, null))?.part, part(0, 9, null))
})

test('parts that cannot be of one whole are not joined', () => {
  assert.equal(join(part(0, 4, 10), part(5, 9, 11)), null)
  assert.equal(join(part(0, 4, 5), part(5, 9, null)), null)
  assert.equal(join(part(0, 9, null), part(0, 4, 5)), null)
})

test('any two parts of any whole, put together by the order, are exactly its bytes, or leave a gap', () => {
  const cut = fc.tuple(fc.nat(40), fc.nat(40))
  const length = fc.boolean()
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      cut,
      cut,
      length,
      length,
      (whole, a, b, known, told) => {
        const parts = [a, b].map(([x, y], at) => {
          const ends = [x % whole.length, y % whole.length].sort((left, right) => left - right)
          return part(ends[0] ?? 0, ends[1] ?? 0, (at === 0 ? known : told) ? whole.length : null)
        })
        const [kept, arrived] = parts as [Part, Part]
        const joined = join(kept, arrived)
        const gap = Math.max(kept.firstByte, arrived.firstByte) > Math.min(kept.lastByte, arrived.lastByte) + 1
        assert.equal(joined === null, gap)
        if (joined === null) return
        // The kept bytes are spoilt where the arrived part has its own.
        const keptBytes = whole.slice(kept.firstByte, kept.lastByte + 1).map((byte, at) => {
          const place = kept.firstByte + at
          return place >= arrived.firstByte && place <= arrived.lastByte ? byte ^ 0xff : byte
        })
        const arrivedBytes = whole.slice(arrived.firstByte, arrived.lastByte + 1)
        const bytes = joined.order.flatMap(({ of, from, to }) => {
          assert.ok(to > from)
          return [...(of === 'kept' ? keptBytes : arrivedBytes).subarray(from, to)]
        })
        assert.deepEqual(bytes, [...whole.subarray(joined.part.firstByte, joined.part.lastByte + 1)])
      },
    ),
  )
})
