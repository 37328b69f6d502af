import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { WireBody, WireRequest } from '../../ports.ts'
import { memoryLedger } from '../../shared/ledger.ts'
import {
  HEADS_KEPT,
  hasRoom,
  hedgeAfterMs,
  isHedgeable,
  mayHedge,
  noHeads,
  noteHead,
  percentileMs,
  USUAL_HEDGE,
} from './hedge.ts'

const request = (method: string, body: WireBody = null): WireRequest => {
  const url = new URL('https://a.test/')
  return { method, url, origin: url.origin, fields: {}, body, bodyBytes: null, newConnection: false }
}

function headsOf(times: readonly number[]) {
  const heads = noHeads()
  for (const headMs of times) noteHead(heads, headMs)
  return heads
}

test('nothing is usual before twenty heads came; then the rank counts', () => {
  const times = Array.from({ length: 100 }, (_, at) => ((at * 37) % 100) + 1)
  assert.equal(percentileMs(headsOf(times.slice(0, 19)), 0.95), null)
  assert.notEqual(percentileMs(headsOf(times.slice(0, 20)), 0.95), null)
  const heads = headsOf(times)
  const shares = [0, 0.001, 0.01, 0.07, 0.5, 0.95, 0.951, 1]
  assert.deepEqual(
    shares.map(share => percentileMs(heads, share)),
    [1, 1, 1, 7, 50, 95, 96, 100],
  )
})

test('what is stated goes before what was observed', () => {
  assert.equal(hedgeAfterMs({ ...USUAL_HEDGE, afterMs: 30 }, noHeads()), 30)
  assert.equal(hedgeAfterMs({ ...USUAL_HEDGE, afterMs: 0 }, noHeads()), 0)
  assert.equal(hedgeAfterMs(USUAL_HEDGE, noHeads()), null)
  assert.equal(hedgeAfterMs(USUAL_HEDGE, headsOf(new Array(40).fill(12))), 12)
})

test('the percentile is that of a plain sorted list of the latest hundred, over any times, and memory stays', () => {
  const times = fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat(5))
  const shares = fc.double({ min: 0.001, max: 1, noNaN: true })
  const property = fc.property(
    fc.array(times, { maxLength: 350, size: 'max' }),
    shares,
    fc.double(),
    (list, share, more) => {
      const heads = headsOf(list)
      const latest = list.slice(-HEADS_KEPT).sort((a, b) => a - b)
      const rank = Math.ceil(share * latest.length - 1e-9)
      assert.equal(percentileMs(heads, share), latest.length < 20 ? null : latest[rank - 1])
      assert.ok((percentileMs(heads, share) ?? 0) <= (percentileMs(heads, 1) ?? 0))
      noteHead(heads, more)
      assert.ok(!Number.isNaN(percentileMs(heads, share)))
      assert.equal(heads.sorted.length + heads.latest.length, 2 * HEADS_KEPT)
    },
  )
  fc.assert(property, { numRuns: 300 })
})

test('no time that is no time is remembered', () => {
  assert.equal(headsOf([Number.NaN, -1]).heard, 0)
})

test('safe methods alone, and no body that is gone once it was sent', () => {
  const may = (methods: string[]) => methods.map(method => isHedgeable(request(method)))
  assert.deepEqual(may(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']), [true, true, true, true, true])
  assert.deepEqual(may(['PUT', 'DELETE', 'POST', 'PATCH', 'get', 'X']), [false, false, false, false, false, false])
  assert.equal(isHedgeable(request('QUERY', 'text')), true)
  assert.equal(isHedgeable(request('QUERY', new Uint8Array(1))), true)
  assert.equal(isHedgeable(request('QUERY', new ReadableStream<Uint8Array>())), false)
})

test('the first second request is earned by twenty others', () => {
  assert.equal(mayHedge(USUAL_HEDGE, 19, 0), false)
  assert.equal(mayHedge(USUAL_HEDGE, 20, 0), true)
  assert.equal(mayHedge(USUAL_HEDGE, 39, 1), false)
})

test('however it is asked, second requests stay within their share', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const property = fc.property(share, fc.array(fc.boolean(), { maxLength: 300, size: 'max' }), (most, wishes) => {
    const policy = { ...USUAL_HEDGE, share: most }
    let sends = 0
    let hedges = 0
    for (const wish of wishes) {
      sends++
      if (wish && mayHedge(policy, sends, hedges)) hedges++
      assert.ok(hedges <= sends * most)
      assert.ok(!mayHedge(policy, sends, hedges) || mayHedge(policy, sends + 1, hedges))
      assert.ok(mayHedge(policy, sends, hedges) || !mayHedge(policy, sends, hedges + 1))
    }
  })
  fc.assert(property)
})

test('there is no room while requests go at a pace that was learnt', () => {
  const origin = memoryLedger().of(new URL('https://a.test/'))
  assert.equal(hasRoom(origin, null, 1_000), true)
  const pace = { perSecond: 10, leastPerSecond: 1, fromMs: 1_000, times: 1 }
  assert.equal(hasRoom({ ...origin, pace }, null, 1_000), false)
  // Going slower did not help, so calls go as they come.
  assert.equal(hasRoom({ ...origin, pace: { ...pace, perSecond: Number.POSITIVE_INFINITY } }, null, 1_000), true)
})
