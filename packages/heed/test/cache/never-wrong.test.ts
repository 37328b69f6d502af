import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Cache, Store } from '../../src/keeping.ts'
import { cacheRules } from '../../src/rules/cache/rules.ts'
import { cacheOn } from '../../src/stores/cache.ts'
import { memoryStore } from '../../src/stores/memory-store.ts'
import { sqliteStore } from '../../src/stores/sqlite-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { laterStore } from './later-store.ts'
import { checkCall } from './never-wrong.ts'
import { type Turn, turns, turnsOfParts } from './turns.ts'
import { type Call, type Step, steps, stepsOfParts, Users } from './users.ts'

const RUNS = Number(process.env.RUNS ?? 300)

const folder = mkdtempSync(join(tmpdir(), 'heed-never-wrong-'))
const file = sqliteStore(join(folder, 'cache'), { maxBytes: 1e7 })
process.on('exit', () => rmSync(folder, { recursive: true }))

const STORES: Readonly<Record<string, (clock: FakeClock) => Store>> = {
  'in memory': () => memoryStore({ maxBytes: 1e7 }),
  'in a small memory': () => memoryStore({ maxBytes: 5000 }),
  'in a file': () => file,
  'in a store that takes its time': laterStore,
}

let origins = 0

async function play(given: readonly Step[], served: readonly Turn[], storeOn: (clock: FakeClock) => Store) {
  const clock = fakeClock()
  const cache: Cache = cacheOn(storeOn(clock), cacheRules, clock, true)
  const users = new Users(clock, cache, served, `https://r${origins++}.test`)
  await users.play(given)
  return { users, clock, cache }
}

const KINDS = { all: fc.tuple(steps, turns), parts: fc.tuple(stepsOfParts, turnsOfParts) }

for (const [where, storeOn] of Object.entries(STORES)) {
  for (const [kind, sequences] of Object.entries(KINDS)) {
    test(`${where}, ${kind}: nobody gets what is not theirs, not whole, not allowed or not true`, async () => {
      const property = fc.asyncProperty(sequences, async ([given, served]) => {
        const { users, clock } = await play(given, served, storeOn)
        for (const call of users.calls) checkCall(call, users)
        assert.equal(clock.timersLeft, 0, 'no timer is left')
        users.checkLeads()
      })
      await fc.assert(property, { numRuns: RUNS })
    })
  }
}

test('the sequences reach what they are about', async () => {
  const met = new Set<string>()
  const samples = Object.values(KINDS).flatMap(sequences => fc.sample(sequences, { numRuns: 300, seed: 11 }))
  for (const [given, served] of samples) {
    const { users } = await play(given, served, STORES['in memory'] as (clock: FakeClock) => Store)
    for (const call of users.calls) for (const what of metIn(call)) met.add(what)
  }
  const wanted = [
    ...['hit', 'stale', 'validated', 'miss', 'failed', 'join', 'hop', 'cache hit 301', 'cache hit 308'],
    ...['hit 200', 'hit 206', 'hit 304', 'hit 404', 'validated 200', 'validated 206', 'stale 200', 'miss 206'],
    ...['(stale-if-error)', '(stale-while-revalidate)', 'max-stale', 'the rest of it'],
  ]
  for (const what of wanted) assert.ok(met.has(what), `never met: ${what}; met: ${[...met]}`)
})

const REASONS = ['(stale-if-error)', '(stale-while-revalidate)', 'max-stale', 'the rest of it']

function metIn({ answer }: Call): string[] {
  if (answer === null) return ['failed']
  const { cache, status, trail } = answer
  const steps = trail.map(entry => (entry.what === 'cache' ? `cache ${entry.is} ${entry.status}` : entry.what))
  const reasons = REASONS.filter(reason => cache?.reason.includes(reason))
  return [`${cache?.is}`, `${cache?.is} ${status}`, ...steps, ...reasons]
}
