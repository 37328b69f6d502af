import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseRange, resolveRange } from './range.ts'

test('one range of bytes is read', () => {
  assert.deepEqual(parseRange('bytes=0-4'), { firstByte: 0, lastByte: 4 })
  assert.deepEqual(parseRange('bytes=5-'), { firstByte: 5, lastByte: null })
  assert.deepEqual(parseRange('bytes=-5'), { suffixBytes: 5 })
  assert.deepEqual(parseRange([' BYTES=5-5 ']), { firstByte: 5, lastByte: 5 })
})

test('several ranges, other units and what is not to the letter are null', () => {
  const bad = [
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes 0-4',
    'items=0-4',
    'bytes=0-4,6-8',
    'bytes=4-0',
    'bytes=a-b',
    'bytes=0-4 x',
  ]
  for (const value of [...bad, 'bytes=--4', 'bytes=0--4', 'bytes=99999999999999999999-']) {
    assert.equal(parseRange(value), null, value)
  }
  for (const value of [null, undefined, [], ['bytes=0-4', 'bytes=0-4']]) assert.equal(parseRange(value), null)
})

test('a range is resolved against the length of the whole', () => {
  const cases = [
    ['bytes=0-4', 10, { firstByte: 0, lastByte: 4 }],
    ['bytes=8-20', 10, { firstByte: 8, lastByte: 9 }],
    ['bytes=5-', 10, { firstByte: 5, lastByte: 9 }],
    ['bytes=-3', 10, { firstByte: 7, lastByte: 9 }],
    ['bytes=-30', 10, { firstByte: 0, lastByte: 9 }],
    ['bytes=10-', 10, null],
    ['bytes=10-12', 10, null],
    ['bytes=-0', 10, null],
    ['bytes=-1', 0, null],
    ['bytes=0-', 0, null],
    ['bytes=2-4', null, { firstByte: 2, lastByte: 4 }],
    ['bytes=2-', null, null],
    ['bytes=-2', null, null],
  ] as const
  for (const [text, wholeBytes, span] of cases) {
    const range = parseRange(text)
    assert.ok(range !== null, text)
    assert.deepEqual(resolveRange(range, wholeBytes), span, `${text} of ${wholeBytes}`)
  }
})

test('whatever is asked for, the bytes are those that exist', () => {
  const text = fc.oneof(
    fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => `bytes=${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.nat(30).map(a => `bytes=${a}-`),
    fc.nat(30).map(a => `bytes=-${a}`),
  )
  fc.assert(
    fc.property(text, fc.nat(20), (asked, wholeBytes) => {
      const range = parseRange(asked)
      assert.ok(range !== null)
      const wanted = Array.from({ length: wholeBytes }, (_, at) => at).filter(at =>
        'suffixBytes' in range
          ? at >= wholeBytes - range.suffixBytes
          : at >= range.firstByte && at <= (range.lastByte ?? at),
      )
      const span = resolveRange(range, wholeBytes)
      const first = wanted[0]
      assert.deepEqual(span, first === undefined ? null : { firstByte: first, lastByte: wanted.at(-1) })
    }),
  )
})
