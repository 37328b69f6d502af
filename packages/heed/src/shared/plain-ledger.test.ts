import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { News, Pause } from '../manners.ts'
import { mayResend } from '../rules/budget.ts'
import { PlainLedger } from './plain-ledger.ts'

const url = new URL('https://a.test/x')
const good: News = { pause: null, quotas: [], outcome: 'good', refused: false }
const refusal: News = { ...good, outcome: 'neither', refused: true }
const pause = (untilMs: number): Pause => ({ untilMs, forMs: 1, source: 'retry-after', cause: '', failing: false })

test('an origin is one, whatever the path, and a key stands for it', () => {
  const ledger = new PlainLedger()
  assert.equal(ledger.of(url), ledger.of(new URL('https://a.test/y')))
  assert.notEqual(ledger.of(url), ledger.of(new URL('http://a.test/x')))
  assert.equal(ledger.of(url, 'mine'), ledger.of(new URL('https://b.test/'), 'mine'))
})

test('of two pauses the later end counts, in whatever order they are heard', () => {
  for (const ends of [
    [10, 20],
    [20, 10],
  ]) {
    const ledger = new PlainLedger()
    const origin = ledger.of(url)
    for (const untilMs of ends) ledger.hear(origin, { ...refusal, pause: pause(untilMs) }, false, 0, 0)
    assert.deepEqual([origin.heldUntilMs, origin.pause?.untilMs], [20, 20])
  }
})

test('a refusal without a time holds all calls, for longer each time, until one gets through', () => {
  const ledger = new PlainLedger()
  const origin = ledger.of(url)
  let nowMs = 0
  const heldMs = (): number => {
    ledger.hear(origin, refusal, false, 0, nowMs)
    const forMs = origin.heldUntilMs - nowMs
    // What was sent before the pause began says nothing new.
    ledger.hear(origin, refusal, false, 0, nowMs + 1)
    nowMs = origin.heldUntilMs
    return forMs
  }
  assert.deepEqual([heldMs(), heldMs(), heldMs()], [1000, 2000, 4000])
  ledger.hear(origin, good, false, 0, nowMs)
  assert.equal(heldMs(), 1000)
})

test('sends earn what resends spend', () => {
  const ledger = new PlainLedger()
  const origin = ledger.of(url)
  const policy = { ratio: 1, perSecond: 0 }
  assert.equal(mayResend(origin.spending, policy, 0), false)
  ledger.countSend(origin, false, 0)
  assert.equal(mayResend(origin.spending, policy, 0), true)
  ledger.countSend(origin, true, 0)
  assert.equal(mayResend(origin.spending, policy, 0), false)
})

test('ten thousand origins are known at most; the one used longest ago is forgotten', () => {
  const ledger = new PlainLedger()
  const first = ledger.of(url)
  const second = ledger.of(new URL('https://b.test/'))
  for (let at = 0; at < 9_998; at++) ledger.of(new URL(`https://${at}.test/`))
  assert.equal(ledger.of(url), first)
  ledger.of(new URL('https://one.more.test/'))
  assert.equal([...ledger.origins()].length, 10_000)
  assert.equal(ledger.of(url), first)
  assert.notEqual(ledger.of(new URL('https://b.test/')), second)
})
