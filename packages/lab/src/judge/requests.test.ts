import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, look } from '../../test/evidence.ts'

const three = entries({}, { method: 'POST', target: '/token', origin: 'b' }, { target: '/token' })

test('the number of requests lies between both bounds, themselves included', () => {
  assert.deepEqual(look({ that: 'requests', min: 3, max: 3 }, { entries: three }), { holds: true, seen: '3 requests' })
  assert.equal(look({ that: 'requests', min: 4 }, { entries: three }).holds, false)
  assert.equal(look({ that: 'requests', max: 2 }, { entries: three }).holds, false)
  assert.equal(look({ that: 'requests', min: 0 }, { entries: three }).holds, true)
  assert.equal(look({ that: 'requests', max: 0 }, { entries: [] }).holds, true)
})

test('without bounds there must be no request', () => {
  assert.deepEqual(look({ that: 'requests' }, { entries: [] }), { holds: true, seen: 'no requests' })
  assert.deepEqual(look({ that: 'requests' }, { entries: entries({}) }), { holds: false, seen: '1 request' })
})

test('only the requests that the check is about are counted', () => {
  const counted = (among: object): string => look({ that: 'requests', among, min: 1 }, { entries: three }).seen
  assert.equal(counted({ origin: 'b' }), '1 request at b')
  assert.equal(counted({ path: '/token' }), '2 requests to /token')
  assert.equal(counted({ method: 'POST', path: '/token', origin: 'b' }), '1 POST request to /token at b')
  assert.equal(counted({ method: 'POST', origin: 'a' }), 'no POST requests at a')
})

test('requests under way at one time are counted from arrival to the last byte of the answer', () => {
  const at = (atMs: number, endAtMs: number | null) => ({ atMs, answer: { endAtMs } })
  const inFlight = (max: number, ...parts: ReturnType<typeof at>[]) =>
    look({ that: 'in-flight', max }, { entries: entries(...parts) })
  assert.deepEqual(inFlight(2, at(0, 50), at(10, 60), at(50, 90)), { holds: true, seen: '2 requests at one time' })
  assert.deepEqual(inFlight(1, at(0, 50), at(10, 60)), { holds: false, seen: '2 requests at one time' })
  assert.deepEqual(inFlight(1, at(0, 50), at(50, 60)), { holds: true, seen: '1 request at one time' })
  assert.deepEqual(inFlight(1, at(0, null), at(500, 600)), { holds: false, seen: '2 requests at one time' })
  assert.deepEqual(inFlight(0), { holds: true, seen: 'no requests at one time' })
})

test('a stalled answer is under way until the client leaves', () => {
  const stalled = { atMs: 0, answer: { broke: 'stall', endAtMs: 5 } } as const
  const next = { atMs: 300 }
  assert.equal(look({ that: 'in-flight', max: 1 }, { entries: entries(stalled, next) }).holds, false)
  const left = { ...stalled, droppedAtMs: 200 }
  assert.equal(look({ that: 'in-flight', max: 1 }, { entries: entries(left, next) }).holds, true)
})
