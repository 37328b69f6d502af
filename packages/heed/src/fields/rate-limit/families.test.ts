import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseOlderPolicies, readFamilies } from './families.ts'

interface Facts {
  readonly tripleVectors: readonly {
    readonly id: string
    readonly now: string
    readonly fields: Readonly<Record<string, string>>
    readonly expect: {
      readonly limit?: number
      readonly remaining?: number
      readonly resetSeconds?: number
      readonly resetAt?: string
      readonly policies?: readonly { q: number; w: number }[]
      readonly windows?: readonly { window: string; limit: number; remaining: number }[]
    }
  }[]
}

const facts: Facts = JSON.parse(readFileSync(new URL('../../../facts/ratelimit.json', import.meta.url), 'utf8'))
const lower = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))

test('all vectors are there', () => assert.equal(facts.tripleVectors.length, 14))

for (const { id, now, fields, expect } of facts.tripleVectors) {
  test(`${id}: ${JSON.stringify(fields)}`, () => {
    const nowMs = Date.parse(now)
    const readings = readFamilies(lower(fields), nowMs)
    if (expect.windows !== undefined) {
      const windows = readings.map(({ name, limit, remaining }) => ({ window: name, limit, remaining }))
      assert.deepEqual(windows, expect.windows)
      assert.deepEqual(
        readings.map(({ resetMs, windowMs }) => [resetMs, windowMs]),
        [
          [null, 60_000],
          [null, 3_600_000],
        ],
      )
      return
    }
    assert.equal(readings.length, 1)
    const [found] = readings
    assert.equal(found?.limit ?? undefined, expect.limit)
    assert.equal(found?.remaining ?? undefined, expect.remaining)
    const { resetSeconds, resetAt, policies } = expect
    assert.equal(found?.resetMs ?? undefined, resetSeconds === undefined ? undefined : resetSeconds * 1000)
    if (resetAt !== undefined) assert.equal(nowMs + (found?.resetMs ?? 0), Date.parse(resetAt))
    const window = policies?.find(({ q }) => q === expect.limit)?.w
    assert.equal(found?.windowMs ?? undefined, window === undefined ? undefined : window * 1000)
    if (policies !== undefined) assert.deepEqual(policiesOf(lower(fields)), policies)
  })
}

function policiesOf(fields: Readonly<Record<string, string>>): unknown {
  const behind = parseOlderPolicies(fields['ratelimit-limit'] ?? fields['x-ratelimit-limit']).slice(1)
  return [...behind, ...parseOlderPolicies(fields['ratelimit-policy'])].map(({ quota, windowSeconds }) => ({
    q: quota,
    w: windowSeconds,
  }))
}

test('spellings and windows are kept apart, and what says nothing is no limit', () => {
  const fields = {
    'ratelimit-remaining': '5',
    'x-ratelimit-remaining': '3',
    'x-rate-limit-remaining-second': '1',
    'x-ratelimit-limit-hour': 'many',
    'x-ratelimit-constructor': '7',
    'x-ratelimit-remaining-constructor': '2',
  }
  assert.deepEqual(
    readFamilies(fields, 0).map(({ name, remaining, windowMs }) => [name, remaining, windowMs]),
    [
      ['', 5, null],
      ['', 3, null],
      ['second', 1, 1000],
      ['constructor', 2, null],
    ],
  )
})

test('a field that came on several lines says nothing, except a limit, which is a list', () => {
  const fields = {
    'ratelimit-limit': ['10', '10;w=1'],
    'ratelimit-remaining': ['0', '1'],
    'ratelimit-reset': ['5', '5'],
  }
  const [found] = readFamilies(fields, 0)
  assert.deepEqual([found?.limit, found?.windowMs, found?.remaining, found?.resetMs], [10, 1000, null, null])
})

test('half a request is none, and more digits than count are no number', () => {
  const remaining = (value: string): unknown =>
    readFamilies({ 'ratelimit-remaining': value, 'ratelimit-limit': '9' }, 0)[0]?.remaining
  assert.equal(remaining('595.0'), 595)
  assert.equal(remaining(' 0.9\t'), 0)
  for (const value of ['1'.repeat(16), '-1', '1e3', '0x1', '', '1.', '.5', '1,2']) assert.equal(remaining(value), null)
})
