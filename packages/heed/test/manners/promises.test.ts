import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StatusError, WireError } from '../../src/errors/errors.ts'
import { checkTrail } from '../trail-laws.ts'
import { anyCrowd, type Crowd } from './crowd.ts'
import { type Played, play, type Sent, type Settled } from './played.ts'

/** How late a place in the row of the declared quota may be used; see `rules/manners/quota.ts`. */
const LATE_MS = 50
/** Sums of fractions of milliseconds. */
const ROUNDING_MS = 0.001

const byKey = (sents: readonly Sent[]): Sent[][] => [...Map.groupBy(sents, ({ key }) => key).values()]

/** Nothing goes out before the end of a pause that was known then. */
function checkPauses(sents: readonly Sent[]): void {
  for (const { key, seen, headAtMs, pauseMs } of sents) {
    if (seen.disposal === null || pauseMs === 0) continue
    for (const later of sents) {
      if (later.key !== key || later.seen.atMs <= headAtMs) continue
      const afterMs = later.seen.atMs - headAtMs
      assert.ok(afterMs >= pauseMs - ROUNDING_MS, `sent ${afterMs} ms after all were asked to wait ${pauseMs} ms`)
    }
  }
}

function checkQuota(sents: readonly Sent[], { limit, windowMs }: { limit: number; windowMs: number }): void {
  for (const ours of byKey(sents)) {
    const times = ours.map(({ seen }) => seen.atMs)
    for (const [at, fromMs] of times.entries()) {
      const tooMany = times[at + limit]
      if (tooMany === undefined) continue
      assert.ok(tooMany - fromMs > windowMs - LATE_MS, `${limit + 1} within ${tooMany - fromMs} ms of ${windowMs}`)
    }
  }
}

function checkBreaker({ seen, openUntilMs, probesOut }: Sent): void {
  if (openUntilMs === null) return
  assert.ok(seen.atMs >= openUntilMs, `sent ${openUntilMs - seen.atMs} ms before the breaker lets a probe out`)
  assert.equal(probesOut, 0, 'one probe at a time')
}

/** A call that was held is told with what the server said to it, by what it was held, and when to come back. */
function checkHeld({ outcome, key, endMs, endWallMs }: Settled, sents: readonly Sent[]): void {
  if (outcome.kind === 'ok') return
  const { error } = outcome
  assert.ok(error instanceof WireError || error instanceof StatusError, String(error))
  const last = error.trail.at(-1)
  const isHeld = ['paused', 'breaker', 'throttled'].includes(error.stopped)
  assert.equal(last?.rule === 'manners', isHeld, `${last?.rule} ${error.stopped}`)
  const isAnswered = error.trail.some(({ what }) => what === 'answer')
  if (error instanceof WireError && error.fault === 'held') assert.ok(isHeld && !isAnswered, 'its answer is told')
  if (!isHeld) return
  assert.notEqual(last?.reason, '')
  if (outcome.kind !== 'later') return
  const backMs = outcome.notBefore.getTime() - endWallMs + endMs
  assert.ok(backMs >= endMs - 1)
  if (!/by the pause that/.test(last?.reason ?? '')) return
  // What came at the very moment of the end may have come after it.
  const known = sents.filter(sent => sent.key === key && sent.seen.disposal !== null && sent.headAtMs < endMs)
  const untilMs = Math.max(...known.map(({ headAtMs, pauseMs }) => headAtMs + pauseMs))
  assert.ok(backMs >= untilMs - 1, `told to come back ${untilMs - backMs} ms too early`)
}

function checkEnd({ asking, outcome, startMs, endMs }: Settled): void {
  const { deadlineMs, abortMs } = asking
  const tookMs = endMs - startMs
  assert.ok(tookMs <= deadlineMs + 1, `it took ${tookMs} ms of ${deadlineMs}`)
  if (abortMs !== null) assert.ok(tookMs <= abortMs + 1, 'an abort ends it at once')
  const trail = outcome.kind === 'ok' ? outcome.answer.trail : outcome.error.trail
  checkTrail(trail, deadlineMs)
}

function check({ options }: Crowd, { clock, sents, settled, elsewhere }: Played): void {
  checkPauses(sents)
  if (options.quota !== undefined) checkQuota(sents, options.quota)
  for (const sent of sents) {
    checkBreaker(sent)
    const most = sent.report?.atOnce ?? Number.POSITIVE_INFINITY
    assert.ok(sent.underWay <= most, `${sent.underWay} under way, where ${most} may be`)
  }
  for (const each of settled) {
    checkEnd(each)
    checkHeld(each, sents)
  }
  assert.equal(elsewhere.outcome.kind, 'ok')
  assert.ok(elsewhere.endMs - elsewhere.startMs <= 5, 'other origins are not held')
  assert.equal(clock.timersLeft, 0, 'no timer is left')
}

test('a crowd keeps its manners, whatever the servers do', async () => {
  const told = { held: 0, sends: 0 }
  await fc.assert(
    fc.asyncProperty(anyCrowd, async crowd => {
      const played = await play(crowd)
      told.sends += played.sents.length
      for (const { outcome } of played.settled) {
        if (outcome.kind !== 'ok' && outcome.error.trail.at(-1)?.rule === 'manners') told.held++
      }
      check(crowd, played)
    }),
    { numRuns: 500 },
  )
  assert.ok(told.held > 20 && told.sends > 500, `${told.held} held, ${told.sends} sends`)
})
