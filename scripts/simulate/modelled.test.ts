import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Timeline } from './events.ts'
import { modelled } from './modelled.ts'
import { awsStandard, got, grpc, ky, type Policy } from './policies.ts'
import { GOOD, type Reply, type Server, UNAVAILABLE } from './servers.ts'
import { Tally } from './tally.ts'
import { wireTo } from './wire.ts'
import { wireWith } from './wire-with.ts'

/** One call (or `calls`, one after the other from time 0 on) against replies in order; null: none ever comes. */
function run(policy: Policy, replies: readonly (Reply | null)[], calls = 1, clients = 1) {
  const { timeline, tally, sentMs, wire } = wireWith(replies)
  const call = modelled(timeline, wire, policy, clients, () => 0.5)
  const ends: string[] = []
  for (let each = 0; each < calls; each++) {
    call(each, good => ends.push(`${good ? 'good' : 'bad'} ${timeline.nowMs}`))
  }
  timeline.run(200_000)
  return { sentMs, ends, measures: tally.measures() }
}

test('a call goes on as its policy says until a good answer comes', () => {
  const { sentMs, ends, measures } = run(ky, [UNAVAILABLE, UNAVAILABLE, GOOD])
  assert.deepEqual([sentMs, ends], [[0, 350, 1000], ['good 1050']])
  assert.deepEqual([measures.sends, measures.wasted], [3, 2])
})

test('an attempt is given up after ten seconds; an answer that comes later is for nobody', () => {
  assert.deepEqual(run(ky, [null]).ends, ['bad 10000'])
  assert.deepEqual(run(got, [null, GOOD]).ends, ['good 11100'])
  const timeline = new Timeline()
  const tally = new Tally({ endMs: 100_000, spell: { fromMs: 0, untilMs: 1 }, calmFromMs: 0 })
  const slow: Server = { take: reply => void timeline.in(10_000, () => reply(GOOD)) }
  let ended = 0
  modelled(timeline, wireTo(timeline, slow, tally), ky, 1, () => 0.5)(0, () => ended++)
  timeline.run(30_000)
  assert.deepEqual([ended, tally.measures().wasted], [1, 1])
})

test('a deadline of the whole call ends its waits, and nothing is sent past it', () => {
  const stated: Reply = { kind: 'answer', status: 429, retryAfterSeconds: 20 }
  assert.deepEqual(run(grpc, [null]).ends, ['bad 30000'])
  assert.deepEqual(run(grpc, [stated, stated]), {
    ...run(grpc, [stated, stated]),
    sentMs: [0, 20_050],
    ends: ['bad 20100'],
  })
})

test('callers of one client share its tokens, clients do not', () => {
  assert.equal(run(awsStandard, [], 1000, 1).sentMs.length, 1035)
  assert.equal(run(awsStandard, [], 1000, 1000).sentMs.length, 3000)
})
