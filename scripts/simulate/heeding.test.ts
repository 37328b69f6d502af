import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Timeline } from './events.ts'
import { clockOn, heeding } from './heeding.ts'
import { GOOD, REFUSED, type Reply, type Server, UNAVAILABLE } from './servers.ts'
import { Tally } from './tally.ts'
import { wireTo } from './wire.ts'
import { wireWith } from './wire-with.ts'

/** One call of heed against replies in order; null: none ever comes. */
async function run(replies: readonly (Reply | null)[]) {
  const { timeline, tally, sentMs, wire } = wireWith(replies)
  const ends: string[] = []
  heeding(timeline, wire, 1, () => 0.5)(0, good => ends.push(good ? 'good' : 'bad'))
  await timeline.runSettling(100_000)
  return { sentMs, ends, measures: tally.measures() }
}

test('heed gets its answer, one way there and one back', async () => {
  const { sentMs, ends, measures } = await run([GOOD])
  assert.deepEqual([sentMs, ends, measures.wasted], [[0], ['good'], 0])
})

test('heed hears what the server says: a stated wait is not cut short', async () => {
  const { sentMs, ends, measures } = await run([{ kind: 'answer', status: 429, retryAfterSeconds: 7 }, GOOD])
  assert.deepEqual([ends, sentMs.length, measures.throttled], [['good'], 2, 1])
  assert.ok((sentMs[1] ?? 0) >= 7050, String(sentMs))
})

test('heed hears refused connections and broken servers as what they are, and ends', async () => {
  assert.deepEqual((await run([REFUSED, GOOD])).ends, ['good'])
  assert.deepEqual((await run([UNAVAILABLE, GOOD])).ends, ['good'])
  assert.deepEqual((await run([])).ends, ['bad'])
})

test('heed gives up an attempt that brings nothing', async () => {
  const { sentMs, ends } = await run([null, GOOD])
  assert.deepEqual([ends, sentMs.length], [['good'], 2])
  assert.ok((sentMs[1] ?? 0) >= 10_000, String(sentMs))
})

test('an answer to an attempt that heed has given up is for nobody', async () => {
  const timeline = new Timeline()
  const tally = new Tally({ endMs: 100_000, spell: { fromMs: 0, untilMs: 1 }, calmFromMs: 0 })
  const slow: Server = { take: reply => void timeline.in(12_000, () => reply(GOOD)) }
  heeding(timeline, wireTo(timeline, slow, tally), 1, () => 0.5)(0, () => {})
  await timeline.runSettling(100_000)
  const { sends, wasted } = tally.measures()
  assert.deepEqual([sends > 1, wasted], [true, sends])
})

test('the clock is the timeline: an alarm rings at its time, unless it is cleared', () => {
  const timeline = new Timeline()
  const clock = clockOn(timeline)
  const rung: number[] = []
  const startMs = clock.wallMs()
  clock.set(10, () => rung.push(clock.steadyMs()))
  clock.clear(clock.set(5, () => rung.push(-1)))
  timeline.run(20)
  assert.deepEqual([rung, clock.wallMs() - startMs], [[10], 20])
})
