import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { memoryLedger } from '../shared/ledger.ts'
import { callsBegun, mayResend } from './budget.ts'

const policy = { ratio: 0.2, perSecond: 10 }

function origin() {
  const ledger = memoryLedger()
  const of = ledger.of(new URL('https://a.test'))
  return {
    send: (nowMs: number) => ledger.countSend(of, false, nowMs),
    resend: (nowMs: number) => ledger.countSend(of, true, nowMs),
    begun: (nowMs: number) => callsBegun(of.spending, nowMs),
    may: (nowMs: number, rule = policy) => mayResend(of.spending, rule, nowMs),
  }
}

test('without traffic, ten resends a second over ten seconds and not one more', () => {
  const { resend, may } = origin()
  for (let spent = 0; spent < 100; spent++) {
    assert.ok(may(5000), `${spent} spent`)
    resend(5000)
  }
  assert.equal(may(5000), false)
})

test('a fifth of the requests is earned on top', () => {
  const { send, resend, may } = origin()
  for (let sent = 0; sent < 14; sent++) send(5000)
  for (let spent = 0; spent < 102; spent++) resend(5000)
  assert.equal(may(5000), false, '14 requests earn 2.8')
  send(5000)
  assert.ok(may(5000), '15 earn 3')
})

test('what was spent counts for ten seconds and then no more', () => {
  const { resend, may } = origin()
  for (let spent = 0; spent < 100; spent++) resend(5999)
  for (const nowMs of [5999, 10_000, 14_999]) assert.equal(may(nowMs), false, String(nowMs))
  assert.ok(may(15_000))
  assert.ok(may(1e9))
})

test('calls that began are counted for ten seconds, their resends are not', () => {
  const { send, resend, begun } = origin()
  send(5999)
  resend(5999)
  send(6000)
  assert.deepEqual([6000, 14_999, 15_000, 16_000].map(begun), [2, 2, 1, 0])
})

test('a budget of nothing allows nothing; one of traffic alone needs traffic', () => {
  const { send, may } = origin()
  assert.equal(may(0, { ratio: 0, perSecond: 0 }), false)
  for (let sent = 0; sent < 5; sent++) send(0)
  assert.ok(may(0, { ratio: 0.2, perSecond: 0 }))
  assert.equal(may(0, { ratio: 0.19, perSecond: 0 }), false)
})

test('the books agree with a plain list of every send, over any times', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 4000 }), resend: fc.boolean() })
  const property = fc.property(fc.array(step, { maxLength: 200 }), fc.nat(1e7), (steps, startMs) => {
    const books = origin()
    const rule = { ratio: 0.2, perSecond: 1 }
    const list: { second: number; resend: boolean }[] = []
    let nowMs = startMs + 0.5
    for (const { afterMs, resend } of steps) {
      nowMs += afterMs
      const second = Math.floor(nowMs / 1000)
      const recent = list.filter(each => each.second > second - 10)
      const resends = recent.filter(each => each.resend).length
      assert.equal(books.may(nowMs, rule), resends + 1 <= (recent.length - resends) * 0.2 + 10)
      list.push({ second, resend })
      if (resend) books.resend(nowMs)
      else books.send(nowMs)
    }
  })
  fc.assert(property)
})
