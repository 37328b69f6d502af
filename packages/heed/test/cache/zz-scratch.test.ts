import { test } from 'node:test'
import fc from 'fast-check'
import { cacheRules } from '../../src/rules/cache/rules.ts'
import { cacheOn } from '../../src/stores/cache.ts'
import { memoryStore } from '../../src/stores/memory-store.ts'
import { fakeClock } from '../fake-clock.ts'
import { told } from '../heart.ts'
import { turns } from './strange-server.ts'
import { steps, Users } from './users.ts'

test('x', async () => {
  let n = 0
  for (const [given, served] of fc.sample(fc.tuple(steps, turns), { numRuns: 500, seed: 11 })) {
    const clock = fakeClock()
    const users = new Users(
      clock,
      cacheOn(memoryStore({ maxBytes: 1e7 }), cacheRules, clock, true),
      served,
      'https://a.test',
    )
    await users.play(given)
    for (const call of users.calls) {
      const { asked, answer } = call
      if (
        answer &&
        asked.range === null &&
        asked.body === 'whole' &&
        asked.method === 'GET' &&
        users.calls.some(c => c.asked.path === asked.path && c.asked.user === asked.user && c.answer?.status === 206) &&
        n++ < 25
      )
        console.log(JSON.stringify(asked.wishes), answer.status, answer.cache, told(answer.trail).join(' | '))
    }
  }
})
