import assert from 'node:assert/strict'
import { test } from 'node:test'
import { continuable, type DownloadHead, judge, judgeRefusal, refusesRange, validatorOf } from './download-plan.ts'
import type { DownloadState } from './sink.ts'

const BARE: DownloadHead = {
  status: 200,
  etag: null,
  lastModified: null,
  date: null,
  contentLength: null,
  contentRange: null,
  reprDigest: null,
  coded: false,
  place: 'here',
}
const head = (own: Partial<DownloadHead>): DownloadHead => ({ ...BARE, ...own })
const HELD: DownloadState = { heldBytes: 5, totalBytes: 10, validator: '"a"', place: 'here', digest: null }
const REST: Partial<DownloadHead> = { status: 206, etag: '"a"', contentRange: 'bytes 5-9/10' }

test('a whole answer begins at the first byte, whatever was asked for', () => {
  for (const asked of [null, HELD]) {
    assert.deepEqual(judge(head({ etag: '"b"', contentLength: '7', contentRange: 'bytes 5-9/10' }), asked), {
      do: 'take',
      fromByte: 0,
      endByte: 7,
      toEnd: true,
      state: { heldBytes: 0, totalBytes: 7, validator: '"b"', place: 'here', digest: null },
    })
  }
})

test('a coded answer has no length and no version that ranges could count on', () => {
  const verdict = judge(head({ etag: '"b"', contentLength: '7', reprDigest: 'x', coded: true }), null)
  assert.equal(verdict.do, 'take')
  assert.deepEqual('state' in verdict ? [verdict.endByte, verdict.state] : null, [
    null,
    { heldBytes: 0, totalBytes: null, validator: null, place: 'here', digest: null },
  ])
})

test('the rest of what is held is taken, also a piece of the rest', () => {
  const taken = (contentRange: string) => judge(head({ ...REST, contentRange }), HELD)
  assert.deepEqual(taken('bytes 5-9/10'), { do: 'take', fromByte: 5, endByte: 10, toEnd: true, state: HELD })
  assert.deepEqual(taken('bytes 5-7/10'), { do: 'take', fromByte: 5, endByte: 8, toEnd: false, state: HELD })
  assert.deepEqual(taken('bytes 5-9/*'), { do: 'take', fromByte: 5, endByte: 10, toEnd: true, state: HELD })
  const unknown = judge(head({ ...REST, contentRange: 'bytes 5-9/*' }), { ...HELD, totalBytes: null })
  assert.equal('toEnd' in unknown && unknown.toEnd, false)
})

for (const [name, own] of Object.entries<Partial<DownloadHead>>({
  'begins elsewhere': { contentRange: 'bytes 4-9/10' },
  'has another length': { contentRange: 'bytes 5-9/11' },
  'ends behind the end': { contentRange: 'bytes 5-10/*' },
  'has no range': { contentRange: null },
  'has a range of other units': { contentRange: 'items 5-9/10' },
  'has a refusal for a range': { contentRange: 'bytes */10' },
  'has another length than its range': { contentLength: '4' },
  'has another tag': { etag: '"b"' },
  'has the same tag, weak': { etag: 'W/"a"' },
  'has a tag that is none': { etag: 'a' },
  'is coded': { coded: true },
})) {
  test(`a part that ${name} is never put to what is held`, () => {
    assert.equal(judge(head({ ...REST, ...own }), HELD).do, 'changed')
  })
}

test('a part with another digest is of another version', () => {
  const digest = (letter: string): string => `sha-256=:${letter.repeat(43)}=:`
  const held = { ...HELD, digest: digest('A') }
  assert.equal(judge(head({ ...REST, reprDigest: digest('A') }), held).do, 'take')
  assert.equal(judge(head({ ...REST, reprDigest: digest('E') }), held).do, 'changed')
})

test('a part without a version, or from another address, is of no use', () => {
  assert.equal(judge(head({ ...REST, etag: null }), HELD).do, 'again')
  assert.equal(judge(head({ ...REST, place: 'there' }), HELD).do, 'again')
  const dated = { ...HELD, validator: 'Sun, 06 Nov 1994 08:49:37 GMT' }
  assert.equal(judge(head({ ...REST, etag: null }), dated).do, 'again')
  assert.equal(judge(head({ ...REST, lastModified: 'Sun, 06 Nov 1994 08:49:38 GMT' }), dated).do, 'changed')
  assert.equal(judge(head({ ...REST, lastModified: dated.validator }), dated).do, 'take')
})

test('a part that nobody asked for is taken from the first byte on, or not at all', () => {
  const first = judge(head({ status: 206, contentRange: 'bytes 0-4/10' }), null)
  assert.deepEqual('toEnd' in first && [first.fromByte, first.endByte, first.toEnd], [0, 5, false])
  assert.equal(judge(head({ status: 206, contentRange: 'bytes 1-4/10' }), null).do, 'changed')
})

test('a refused range is the end when just that much is held of that version', () => {
  const asked = { ...HELD, heldBytes: 10 }
  const refusal = (own: Partial<DownloadHead>, of: DownloadState = asked): string =>
    judgeRefusal(head({ status: 416, contentRange: 'bytes */10', ...own }), of).do
  assert.equal(refusal({}), 'complete')
  assert.equal(refusal({ etag: '"a"' }, { ...asked, totalBytes: null }), 'complete')
  assert.equal(refusal({}, { ...asked, totalBytes: null }), 'again')
  assert.equal(refusal({ etag: '"b"' }), 'again')
  assert.equal(refusal({ place: 'there' }), 'again')
  assert.equal(refusal({ contentRange: 'bytes */9' }), 'again')
  assert.equal(refusal({ contentRange: null }), 'again')
  assert.equal(refusal({}, HELD), 'again')
})

test('only a range that is out of reach is refused', () => {
  const codes = Array.from({ length: 500 }, (_none, index) => index + 100)
  assert.deepEqual(codes.filter(refusesRange), [416])
})

test('a strong ETag names a version; a date only where there is no tag, and a second after it', () => {
  const date = 'Sun, 06 Nov 1994 08:49:37 GMT'
  const before = 'Sun, 06 Nov 1994 08:49:36 GMT'
  for (const [own, validator] of [
    [{ etag: '"a"', lastModified: before, date }, '"a"'],
    [{ etag: 'W/"a"', lastModified: before, date }, null],
    [{ etag: 'a', lastModified: before, date }, null],
    [{ lastModified: before, date }, before],
    [{ lastModified: date, date }, null],
    [{ lastModified: date, date: before }, null],
    [{ lastModified: before }, null],
    [{ lastModified: 'yesterday', date }, null],
    [{ etag: '"a"', coded: true }, null],
    [{}, null],
  ] as const) {
    assert.equal(validatorOf(head(own)), validator, JSON.stringify(own))
  }
})

test('nothing can be continued without bytes or without a version', () => {
  assert.equal(continuable(HELD), HELD)
  for (const state of [null, { ...HELD, heldBytes: 0 }, { ...HELD, validator: null }]) {
    assert.equal(continuable(state), null)
  }
})
