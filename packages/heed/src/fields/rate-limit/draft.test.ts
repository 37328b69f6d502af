import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseRateLimit, parseRateLimitOf07, parseRateLimitPolicy } from './draft.ts'

interface Vector<Expected> {
  readonly id: string
  readonly value: string | readonly string[]
  readonly expect: Expected & { readonly ignored?: true; readonly absent?: true }
}
interface Facts {
  readonly policyVectors: readonly Vector<{
    readonly policies?: readonly { name: string; q: number; w?: number; qu?: string; pk?: string }[]
  }>[]
  readonly limitVectors: readonly Vector<{
    readonly limits?: readonly { name: string; r: number; t?: number; pk?: string }[]
  }>[]
  readonly draft07Vectors: readonly Vector<{
    readonly legacy?: { limit?: number; remaining?: number; reset?: number }
  }>[]
}

const facts: Facts = JSON.parse(readFileSync(new URL('../../../facts/ratelimit.json', import.meta.url), 'utf8'))

test('all vectors are there', () => {
  const { policyVectors, limitVectors, draft07Vectors } = facts
  assert.deepEqual([policyVectors.length, limitVectors.length, draft07Vectors.length], [38, 22, 7])
})

for (const { id, value, expect } of facts.policyVectors) {
  test(`${id}: ${JSON.stringify(value)}`, () => {
    const policies = (expect.policies ?? []).map(({ name, q, w, qu, pk }) => ({
      name,
      quota: q,
      unit: qu ?? 'requests',
      windowSeconds: w ?? null,
      partition: pk ?? null,
    }))
    assert.deepEqual(parseRateLimitPolicy(value) ?? [], policies)
    assert.equal(expect.policies === undefined, expect.ignored === true || expect.absent === true)
  })
}

for (const { id, value, expect } of facts.limitVectors) {
  test(`${id}: ${JSON.stringify(value)}`, () => {
    const limits = (expect.limits ?? []).map(({ name, r, t, pk }) => ({
      name,
      remaining: r,
      resetSeconds: t ?? null,
      partition: pk ?? null,
    }))
    assert.deepEqual(parseRateLimit(value) ?? [], limits)
    assert.equal(expect.limits === undefined, expect.ignored === true || expect.absent === true)
  })
}

for (const { id, value, expect } of facts.draft07Vectors) {
  test(`${id}: ${JSON.stringify(value)}`, () => {
    const { legacy } = expect
    const { limit = null, remaining = null, reset = null } = legacy ?? {}
    assert.deepEqual(parseRateLimitOf07(value), legacy === undefined ? null : { limit, remaining, resetSeconds: reset })
  })
}

test('one malformed member does not take the sound ones with it; a malformed list is ignored as a whole', () => {
  assert.deepEqual(
    parseRateLimit('"a";r=0;t=5, b;r=1, "c";t=9, "d";r=2')?.map(({ name }) => name),
    ['a', 'd'],
  )
  assert.deepEqual(
    parseRateLimitPolicy('"a";q=1;w=0, "b";q=2')?.map(({ name }) => name),
    ['b'],
  )
  assert.equal(parseRateLimit('"a";r=0;t=5, "b";r=1,'), null)
})

test('a dictionary of draft -07 is no list of later drafts, and the other way round', () => {
  assert.equal(parseRateLimit('limit=100, remaining=50, reset=50'), null)
  assert.equal(parseRateLimitOf07('"default";r=50;t=30'), null)
})
