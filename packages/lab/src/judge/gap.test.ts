import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, look } from '../../test/evidence.ts'

const at = (atMs: number, headAtMs: number | null, endAtMs: number | null = headAtMs) => ({
  atMs,
  answer: { headAtMs, endAtMs },
})
const gap = (bounds: { minMs?: number; maxMs?: number }, ...parts: ReturnType<typeof at>[]) =>
  look({ that: 'gap', from: 1, to: 2, ...bounds }, { entries: entries(...parts) })

test('a gap counts from the first byte of the answer to the arrival of the other request', () => {
  assert.deepEqual(gap({ minMs: 1000 }, at(0, 20, 500), at(1020, 1030)), {
    holds: true,
    seen: 'the 2nd came 1000 ms after the answer to the 1st',
  })
  assert.deepEqual(gap({ minMs: 1000 }, at(0, 20), at(432, 440)), {
    holds: false,
    seen: 'the 2nd came 412 ms after the answer to the 1st',
  })
})

test('a millisecond of the timers is forgiven below, nothing above', () => {
  assert.equal(gap({ minMs: 1000 }, at(0, 20), at(1019, 1019)).holds, true)
  assert.equal(gap({ minMs: 1000 }, at(0, 20), at(1018.9, 1019)).holds, false)
  assert.equal(gap({ maxMs: 1000 }, at(0, 20), at(1020, 1020)).holds, true)
  assert.equal(gap({ maxMs: 1000 }, at(0, 20), at(1020.1, 1021)).holds, false)
})

test('an answer that broke before its head counts from where it broke', () => {
  assert.equal(gap({ minMs: 50, maxMs: 50 }, at(0, null, 30), at(80, 90)).holds, true)
  assert.deepEqual(gap({ maxMs: 1000 }, at(0, null, null), at(80, 90)), {
    holds: false,
    seen: 'the 2nd came without the answer to the 1st',
  })
})

test('a request that came before the answer is no gap', () => {
  assert.deepEqual(gap({ minMs: 0 }, at(0, 100), at(40, 110)), {
    holds: false,
    seen: 'the 2nd came 60 ms before the answer to the 1st',
  })
})

test('both requests must be there, among those that the check is about', () => {
  assert.equal(gap({ minMs: 0 }, at(0, 10)).seen, 'there was no 2nd request')
  assert.equal(gap({ minMs: 0 }).seen, 'there was no 1st request')
  const some = entries({ origin: 'b' }, {}, { origin: 'b', atMs: 700 })
  const among = { origin: 'b' } as const
  assert.equal(look({ that: 'gap', among, from: 1, to: 2, minMs: 690 }, { entries: some }).holds, true)
  assert.equal(
    look({ that: 'gap', among, from: 2, to: 3, minMs: 0 }, { entries: some }).seen,
    'there was no 3rd request at b',
  )
})

test('a spread is the time from one arrival to the last', () => {
  const wave = entries({ atMs: 0 }, { atMs: 500 }, { atMs: 520 }, { atMs: 600 })
  assert.deepEqual(look({ that: 'spread', from: 2, minMs: 100 }, { entries: wave }), {
    holds: true,
    seen: 'from the 2nd to the 4th they came within 100 ms',
  })
  assert.equal(look({ that: 'spread', from: 2, minMs: 102 }, { entries: wave }).holds, false)
  assert.deepEqual(look({ that: 'spread', from: 4, minMs: 10 }, { entries: wave }), {
    holds: false,
    seen: 'the 4th was the last',
  })
  assert.equal(look({ that: 'spread', from: 5, minMs: 0 }, { entries: wave }).seen, 'there was no 5th request')
})
