import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Pace } from '../../manners.ts'
import { count, noCounts } from './counts.ts'
import { afterRefusal, paceApartMs, paceEndMs } from './pace.ts'

type Answer = 'good' | 'bad'

/** Answers as a ledger hears them, so far apart, and the pace after each refusal. */
function listener(apartMs: number, startMs = 100_000) {
  const answered = noCounts()
  let pace: Pace | null = null
  let nowMs = startMs
  return {
    get nowMs() {
      return nowMs
    },
    hear(answers: readonly Answer[]): Pace | null {
      for (const answer of answers) {
        nowMs += apartMs
        count(answered, answer, nowMs)
        if (answer === 'bad') pace = afterRefusal(pace, answered, startMs, nowMs)
      }
      return pace
    },
  }
}

const good = (times: number): Answer[] => Array.from({ length: times }, () => 'good')

test('one refusal sets no pace, and neither do refusals of less than a tenth', () => {
  assert.equal(listener(1000).hear([...good(5), 'bad']), null)
  assert.equal(listener(100).hear(['bad', ...good(19), 'bad']), null)
  assert.notEqual(listener(100).hear(['bad', ...good(18), 'bad']), null)
})

test('it is 85 % of what was taken in the time, pauses and all', () => {
  // 8 taken in 10 s.
  assert.equal(listener(1000).hear(['bad', ...good(8), 'bad'])?.perSecond, 0.8 * 0.85)
  // Of a longer time the last 30 s count: 29 answers, of which two are refusals.
  assert.equal(listener(1000).hear([...good(40), 'bad', ...good(9), 'bad', 'good', 'bad'])?.perSecond, (27 / 30) * 0.85)
})

test('from one answer no rate is told', () => {
  assert.equal(listener(1000).hear(['bad', 'good', 'bad']), null)
  assert.notEqual(listener(1000).hear(['bad', 'good', 'good', 'bad']), null)
})

test('a row of refusals counts as one: nothing was taken between them', () => {
  assert.equal(listener(1000).hear([...good(3), 'bad', 'bad', 'bad', 'bad']), null)
  const at = listener(1000)
  const pace = at.hear(['bad', ...good(3), 'bad'])
  assert.equal(at.hear(['bad', 'bad']), pace)
})

test('requests are as far apart as it says, closer and closer, and after two minutes as they come', () => {
  const pace: Pace = { perSecond: 2, leastPerSecond: 0.5, fromMs: 5000, times: 1 }
  assert.deepEqual(
    [0, 60_000, 119_999.999, 120_000].map(afterMs => Math.round(paceApartMs(pace, 5000 + afterMs))),
    [500, Math.round(500 / 1.125), 250, 0],
  )
  assert.equal(paceApartMs(null, 5000), 0)
  assert.equal(paceEndMs(pace), 125_000)
})

test('one request in ten seconds is the slowest of all', () => {
  assert.equal(paceApartMs({ perSecond: 0.001, leastPerSecond: 0.001, fromMs: 0, times: 1 }, 0), 10_000)
})

test('it never becomes slower than a quarter of what was taken at first', () => {
  const at = listener(1000)
  const first = at.hear(['bad', ...good(8), 'bad'])
  assert.equal(first?.leastPerSecond, 0.8 / 4)
  const bad = Array.from({ length: 27 }, () => 'bad' as const)
  assert.equal(at.hear([...bad, 'good', 'good', 'bad'])?.perSecond, 0.8 / 4)
})

test('where going slower does not help it is given up, and learnt again after two minutes', () => {
  const at = listener(1000)
  const refusing = (turns: number) => at.hear(Array.from({ length: turns }, () => ['good', 'bad'] as const).flat())
  assert.equal(refusing(4)?.times, 3)
  const given = refusing(1)
  assert.deepEqual([given?.perSecond, paceApartMs(given, at.nowMs)], [Number.POSITIVE_INFINITY, 0])
  assert.equal(refusing(59), given, 'for two minutes nothing is learnt')
  assert.equal(refusing(1)?.times, 1)
})

test('it is learnt any number of times where it held for a while', () => {
  const at = listener(1000)
  at.hear(['bad', ...good(8), 'bad'])
  for (let turn = 0; turn < 10; turn++)
    assert.equal(at.hear([...good(30), 'bad', 'good', 'good', 'bad', 'good', 'bad'])?.times, 1)
})

test('over any answers: a number above nothing, never slower than its least, and the same when asked again', () => {
  const answers = fc.array(fc.constantFrom<Answer>('good', 'good', 'bad'), { maxLength: 80 })
  const property = fc.property(answers, fc.integer({ min: 1, max: 4000 }), (all, apartMs) => {
    const at = listener(apartMs)
    for (const answer of all) {
      const pace = at.hear([answer])
      if (pace === null) continue
      assert.ok(pace.perSecond >= pace.leastPerSecond && pace.leastPerSecond > 0, `${pace.perSecond}`)
      const apart = paceApartMs(pace, at.nowMs)
      assert.ok(apart >= 0 && apart <= 10_000)
      assert.equal(paceApartMs(pace, at.nowMs), apart)
    }
  })
  fc.assert(property)
})
