import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClient } from '../src/client.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'
import { scriptedTransport } from '../src/testing/scripted-transport.ts'
import type { TrailEntry } from '../src/trail.ts'
import { type Ask, asks, type Call, Play, type Question, questions, type Turn, turns } from './sign-in-play.ts'
import { checkTrail } from './trail-laws.ts'

const RUNS = Number(process.env.RUNS ?? 800)

function checkCall({ ask, startMs, endMs, signal, trail }: Call): void {
  const mostMs = Math.min(ask.deadlineMs, ask.abortMs ?? Number.POSITIVE_INFINITY)
  assert.ok(endMs - startMs <= mostMs + 1, `it took ${endMs - startMs} ms`)
  assert.equal(getEventListeners(signal, 'abort').length, 0, 'a listener is left')
  if (trail.length > 0) checkTrail(trail, ask.deadlineMs)
  let origin: string = ask.origin
  const renewed = new Set<string>()
  for (const [index, entry] of trail.entries()) {
    if (entry.what === 'hop') origin = new URL(entry.url).origin
    if (entry.what !== 'renew') continue
    const refusal = trail.slice(0, index).findLast(({ what }) => what === 'answer')
    const what = `${refusal?.what === 'answer' && refusal.status} ${origin}`
    assert.ok(!renewed.has(what), `renewed twice for ${what}`)
    renewed.add(what)
  }
}

test('whatever servers and sign-in services do, credentials are renewed one at a time and sent where they belong', async t => {
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', note)
  t.after(() => process.off('unhandledRejection', note))
  const early = fc.constantFrom(0, 0, 0.9)
  const property = fc.asyncProperty(asks, turns, questions, early, async (asked, served, told, earlyMs) => {
    const play = new Play(served, told, earlyMs)
    await play.run(asked)
    assert.deepEqual(play.signIn.wrongs, [])
    for (const call of play.calls) checkCall(call)
    assert.equal(play.clock.timersLeft, 0, 'no timer is left')
    assert.deepEqual(unhandled, [])
  })
  await fc.assert(property, { numRuns: RUNS })
})

test('whichever question to a sign-in service fails, each call ends and the next one works', async () => {
  const good: Question = { how: 'new', tookMs: 200, livesMs: 60_000 }
  const taken = { to: 'https://b.test', headMs: 1 } as const
  const hows: Turn['how'][] = ['refuse', 'accept', 'hop', 'proxy', 'refuse', 'accept', 'refuse', 'refuse']
  const served = [...hows, ...Array<Turn['how']>(50).fill('accept')].map(how => ({ how, ...taken }))
  const ask: Ask = { origin: 'https://a.test', method: 'GET', times: 2, abortMs: null, deadlineMs: 8000, thenMs: 5000 }
  for (const how of ['throws', 'nonsense', 'hangs', 'same'] as const) {
    for (let failing = 0; failing < 8; failing++) {
      const told = Array.from({ length: 50 }, (_, at) => (at === failing ? { ...good, how } : good))
      const play = new Play(served, told, 0)
      await play.run([ask, ask, { ...ask, times: 5 }, { ...ask, times: 1 }])
      assert.deepEqual(play.signIn.wrongs, [])
      for (const call of play.calls) checkCall(call)
      const last = play.calls.at(-1)?.trail.at(-1)
      assert.equal(last?.what === 'end' && last.outcome, 'delivered', `question ${failing} ${how}`)
      assert.equal(play.clock.timersLeft, 0)
    }
  }
})

test('what a credential took does not count as time of the attempt that it was for', async () => {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, [{ status: 200, headMs: 100 }])
  const token = (): Promise<string> => new Promise(resolve => clock.set(900, () => resolve('T')))
  const auth = { token, origins: ['https://a.test'] }
  const client = createClient({ clock, transport, auth, attempts: 1, attemptMs: 500 })
  const sentMs: number[] = []
  const onTrail = (entry: TrailEntry): void => void (entry.what === 'send' && sentMs.push(entry.atMs))
  const answer = await clock.runUntilSettled(Promise.resolve(client('https://a.test', { onTrail })))
  assert.deepEqual([answer.status, ...sentMs.map(Math.round)], [200, 900])
})

test('the sequences reach what they are about', async () => {
  const met = new Set<string>()
  for (const [asked, served, told] of fc.sample(fc.tuple(asks, turns, questions), { numRuns: 200, seed: 5 })) {
    const play = new Play(served, told, 0)
    await play.run(asked)
    for (const { trail } of play.calls) {
      for (const what of trail.map(named)) met.add(what)
      if (trail.filter(({ what }) => what === 'renew').length > 1) met.add('two renewals')
    }
  }
  const wanted = [
    ...['renew renewed', 'renew failed', 'two renewals', 'end delivered', 'end failed', 'hop', 'wait'],
    ...['fault credential', 'fault aborted', 'fault deadline'],
  ]
  for (const what of wanted) assert.ok(met.has(what), `never met: ${what}; met: ${[...met]}`)
})

function named(entry: TrailEntry): string {
  if (entry.what === 'fault') return `fault ${entry.fault}`
  return entry.what === 'renew' || entry.what === 'end' ? `${entry.what} ${entry.outcome}` : entry.what
}
