import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Timeline } from './events.ts'
import { brokenServer, brownedServer, quotaServer, REFUSED, type Reply, type Server } from './servers.ts'

/** Asks at these times; tells what came back and when. */
function asked(timeline: Timeline, server: Server, atMs: readonly number[]): string[] {
  const told: string[] = []
  const tell = (reply: Reply): string =>
    reply.kind === 'refused' ? 'refused' : `${reply.status} ${reply.retryAfterSeconds ?? '-'}`
  for (const each of atMs) timeline.at(each, () => server.take(reply => told.push(`${timeline.nowMs}: ${tell(reply)}`)))
  timeline.run(1_000_000)
  return told
}

test('a quota is full again at each multiple of its window, and says in whole seconds how far off that is', () => {
  const timeline = new Timeline()
  const server = quotaServer(timeline, { limit: 2, windowMs: 10_000, stated: true })
  assert.deepEqual(asked(timeline, server, [7000, 8000, 8500, 9999, 10_000, 10_001, 10_002]), [
    '7000: 200 -',
    '8000: 200 -',
    '8500: 429 2',
    '9999: 429 1',
    '10000: 200 -',
    '10001: 200 -',
    '10002: 429 10',
  ])
})

test('a quota may say nothing', () => {
  const timeline = new Timeline()
  const server = quotaServer(timeline, { limit: 1, windowMs: 1000, stated: false })
  assert.deepEqual(asked(timeline, server, [0, 1]), ['0: 200 -', '1: 429 -'])
})

test('a broken server fails within its spell alone', () => {
  const timeline = new Timeline()
  const server = brokenServer(timeline, { fromMs: 10, untilMs: 20 }, REFUSED)
  assert.deepEqual(asked(timeline, server, [9, 10, 19, 20]), ['9: 200 -', '10: refused', '19: refused', '20: 200 -'])
})

test('a browned server works one off after the other, slower within its spell', () => {
  const timeline = new Timeline()
  const server = brownedServer(timeline, { fromMs: 100, untilMs: 1100 }, { perSecond: 100, share: 0.2 })
  const told = asked(timeline, server, [0, 0, 50, 200, 200, 1050, 1060])
  assert.deepEqual(told, [
    '10: 200 -',
    '20: 200 -',
    '60: 200 -',
    '250: 200 -',
    '300: 200 -',
    '1100: 200 -',
    '1110: 200 -',
  ])
})
