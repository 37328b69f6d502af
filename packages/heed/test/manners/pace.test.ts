import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../src/client.ts'
import type { OriginChange } from '../../src/manners.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even } from '../heart.ts'

/** A server that others ask too: it takes one request in this time from us, and refuses the rest. */
const TAKES_EVERY_MS = 2_000
const CALLS = 40

/** Calls come twice as fast as they are taken, for 40 s. */
async function play(options: ClientOptions) {
  const clock = fakeClock()
  const changes: OriginChange[] = []
  let takenMs = Number.NEGATIVE_INFINITY
  const transport = scriptedTransport(clock, () => {
    if (clock.steadyMs() - takenMs < TAKES_EVERY_MS) return { status: 429, fields: { 'retry-after': '1' } }
    takenMs = clock.steadyMs()
    return { status: 200 }
  })
  const onOrigin = (change: OriginChange): number => changes.push(change)
  const client = createClient({ dice: even, onOrigin, ...options, clock, transport } as ClientOptions)
  const call = async (turn: number) => {
    await new Promise<void>(resolve => clock.set(turn * 1_000, resolve))
    return client.try('https://a.test/x')
  }
  const calls = Promise.all(Array.from({ length: CALLS }, (_, turn) => call(turn)))
  const outcomes = await clock.runUntilSettled(calls)
  const taken = outcomes.filter(({ kind }) => kind === 'ok').length
  return { client, outcomes, changes, taken, refused: transport.seen.length - taken }
}

test('a server that refuses every other request is asked as fast as it takes them, and that is said', async () => {
  const paced = await play({})
  const slowed = paced.changes.find(({ what }) => what === 'slowed')
  assert.match(slowed?.reason ?? '', /^to 0\.\d+ a second$/)
  const perSecond = paced.client.origins()[0]?.perSecond ?? Number.NaN
  assert.ok(perSecond > 0.3 && perSecond < 0.6, `${perSecond}`)
  const reasons = paced.outcomes
    .flatMap(outcome => (outcome.kind === 'ok' ? outcome.answer : outcome.error).trail)
    .map(step => step.reason)
  assert.ok(reasons.some(reason => reason?.includes('go no faster than it took them')))
})

test('it costs less than a third of the refusals of pauses alone, and little of what is taken', async () => {
  const [paced, paused] = [await play({}), await play({ pace: false })]
  assert.equal(paused.client.origins()[0]?.perSecond, null)
  assert.ok(!paused.changes.some(({ what }) => what === 'slowed'))
  assert.ok(paced.refused * 3 < paused.refused, `${paced.refused} and ${paused.refused} refused`)
  assert.ok(paced.taken >= 0.85 * paused.taken, `${paced.taken} and ${paused.taken} taken`)
})

test('whoever waits for a place at the old pace takes one at the new pace, in the same order', async () => {
  const clock = fakeClock()
  const startMs = clock.steadyMs()
  const low = { ratelimit: '"m";r=10;t=10', 'ratelimit-policy': '"m";q=100;w=60' }
  const sent: [string, number][] = []
  const transport = scriptedTransport(clock, ({ url }) => {
    sent.push([url.pathname, Math.round(clock.steadyMs() - startMs)])
    if (url.pathname === '/2') return { status: 429, fields: { 'retry-after': '2' } }
    return { status: 200, fields: url.pathname === '/0' ? low : {} }
  })
  const client = createClient({ dice: even, attempts: 1, clock, transport })
  await clock.runUntilSettled(Promise.resolve(client.get('https://a.test/0')))
  const paths = ['/1', '/2', '/3', '/4', '/5']
  await clock.runUntilSettled(Promise.all(paths.map(path => client.try(`https://a.test${path}`))))
  assert.deepEqual(
    sent.map(([path]) => path),
    ['/0', ...paths],
  )
  const [third, fourth, fifth] = sent.slice(3).map(([, atMs]) => atMs) as [number, number, number]
  const refusedMs = sent[2]?.[1] ?? Number.NaN
  assert.ok(third >= refusedMs + 2_000, `${third}`)
  // Places from before the pause would have been used up while it lasted, or all at once when it ended.
  assert.ok(fourth - third >= 300 && fifth - fourth >= 300, `${sent}`)
})
