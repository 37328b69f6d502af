import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GOOD, REFUSED, type Reply } from './servers.ts'
import { LATE_MS, Tally } from './tally.ts'

const THROTTLED: Reply = { kind: 'answer', status: 429, retryAfterSeconds: 1 }
const stretch = { endMs: 60_000, spell: { fromMs: 10_000, untilMs: 20_000 }, calmFromMs: 20_000 }

/** Calls every 10 ms; those that begin in the spell, or before `wellMs`, bring nothing. */
function tallied(wellMs: number): Tally {
  const tally = new Tally(stretch)
  for (let atMs = 0; atMs < stretch.endMs; atMs += 10) {
    tally.called(atMs)
    tally.sent(atMs)
    if (atMs >= 10_000 && atMs < wellMs) continue
    tally.answered(GOOD)
    tally.succeeded(atMs, atMs + 5)
  }
  return tally
}

test('what is counted where', () => {
  const tally = new Tally(stretch)
  tally.called(9_999)
  for (const [atMs, reply] of [
    [9_999, REFUSED],
    [10_000, THROTTLED],
    [20_000, GOOD],
    [20_200, GOOD],
  ] as const) {
    tally.sent(atMs)
    tally.answered(reply)
  }
  tally.succeeded(9_999, 9_999 + LATE_MS + 1)
  tally.called(10_000)
  tally.succeeded(10_000, 10_000 + LATE_MS)
  tally.called(30_000)
  const { recoveryMs: _, peakSends, ...counts } = tally.measures()
  assert.deepEqual(counts, {
    ...{ calls: 3, completed: 1, late: 1, failed: 1 },
    ...{ sends: 4, wasted: 2, throttled: 1, spellCalls: 1, spellSends: 1 },
  })
  assert.equal(peakSends, 1)
})

test('recovery is where completions are back, for five seconds', () => {
  assert.equal(tallied(20_000).measures().recoveryMs, 0)
  // From 24.8 s on, five seconds hold no more than 0.2 s without completions: 96 %.
  assert.equal(tallied(25_000).measures().recoveryMs, 4_800)
  assert.equal(tallied(60_000).measures().recoveryMs, null)
})

test('late answers are no recovery', () => {
  const tally = new Tally(stretch)
  for (let atMs = 0; atMs < stretch.endMs; atMs += 10) {
    tally.called(atMs)
    tally.succeeded(atMs, atMs + 11_000)
  }
  assert.equal(tally.measures().recoveryMs, null)
})

test('the peak is the busiest 100 ms once the spell is over', () => {
  const tally = new Tally(stretch)
  for (let sent = 0; sent < 50; sent++) tally.sent(19_999)
  for (let sent = 0; sent < 7; sent++) tally.sent(20_100 + sent)
  assert.equal(tally.measures().peakSends, 7)
})

test('the series is by second; what comes after the end is counted and not drawn', () => {
  const tally = tallied(20_000)
  tally.sent(70_000)
  const { sends, completed } = tally.series()
  assert.deepEqual([sends.length, sends[0], sends[59]], [60, 100, 100])
  assert.deepEqual([completed[9], completed[10], completed[20]], [100, 0, 100])
  assert.equal(tally.measures().sends, 6001)
})
