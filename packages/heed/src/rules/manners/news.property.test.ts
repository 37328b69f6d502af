import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hear, nowMs, wallMs } from '../../../test/hear.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { MOST_PAUSE_MS } from './news.ts'

const status = fc.integer({ min: 200, max: 599 })
const seconds = fc.integer({ min: 0, max: 200_000 })
const limit = fc.record({ remaining: fc.integer({ min: 0, max: 2 }), reset: seconds })
const soonest = (waits: readonly number[]): number => Math.min(Math.max(0, ...waits) * 1000, MOST_PAUSE_MS)

test('no pause ends before the stated time, and a stated wait is the whole pause', () => {
  fc.assert(
    fc.property(status, fc.array(limit, { maxLength: 5 }), fc.option(seconds), (code, limits, asked) => {
      const ratelimit = limits.map(({ remaining, reset }, index) => `"${index}";r=${remaining};t=${reset}`).join(', ')
      const fields = { ratelimit, ...(asked === null ? {} : { 'retry-after': `${asked}` }) }
      const { pause } = hear(code, fields)
      const retry = lookup(code)?.retry ?? null
      const counts = asked !== null && retry !== null && !retry.onlyWhenAsked
      const spent = limits.filter(({ remaining }) => remaining === 0).map(({ reset }) => reset)
      assert.equal((pause?.untilMs ?? nowMs) - nowMs, soonest(counts ? [asked] : spent))
    }),
  )
})

test('the same holds for the older fields, in any spelling and however the reset is written', () => {
  const head = fc.constantFrom('ratelimit', 'x-ratelimit', 'x-rate-limit')
  const write = fc.constantFrom<(wait: number) => string>(
    wait => `${wait}`,
    wait => `${wallMs / 1000 + wait}`,
    wait => `${wallMs + wait * 1000}`,
    wait => `${wait}s`,
    wait => new Date(wallMs + wait * 1000).toISOString(),
    wait => new Date(wallMs + wait * 1000).toUTCString(),
  )
  fc.assert(
    fc.property(status, fc.array(fc.tuple(head, limit, write), { maxLength: 3 }), (code, found) => {
      const said = new Map(found.map(([name, ...rest]) => [name, rest] as const))
      const fields: Record<string, string> = {}
      for (const [name, [{ remaining, reset }, text]] of said) {
        fields[`${name}-remaining`] = `${remaining}`
        fields[`${name}-reset`] = text(reset)
      }
      const spent = [...said.values()].filter(([{ remaining }]) => remaining === 0).map(([{ reset }]) => reset)
      assert.equal(hear(code, fields).pause?.forMs ?? 0, soonest(spent))
    }),
  )
})

const names = [
  ...['retry-after', 'retry-after-ms', 'x-ms-retry-after-ms', 'ratelimit', 'ratelimit-policy', 'date', 'age'],
  ...['ratelimit-reset', 'ratelimit-remaining', 'x-ratelimit-reset', 'x-ratelimit-remaining', 'x-ratelimit-resource'],
  ...['x-ratelimit-bucket', 'x-ratelimit-reset-after', 'x-shopify-shop-api-call-limit', 'x-rate-limit', '__proto__'],
  ...['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset', 'zendesk-ratelimit-a'],
  ...['x-hubspot-ratelimit-remaining', 'x-ratelimit-reset-tokens', 'x-ratelimit-retry-after', 'ratelimit-resettime'],
]
const pieces = [
  '"a"',
  ';r=',
  ';t=',
  '0',
  '9',
  ',',
  ' ',
  '=',
  '/',
  'limit=',
  's',
  'h',
  '-',
  ':',
  'T',
  'Z',
  '.',
  'GMT',
  '1e9',
  '\u00b5',
]
const value = (units: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...units), { maxLength: 10 }).map(found => found.join('')),
  )
const fieldsOf = (units: readonly string[]): fc.Arbitrary<FieldRecord> =>
  fc.dictionary(fc.constantFrom(...names), fc.oneof(value(units), fc.array(value(units), { maxLength: 3 })))

test('nothing throws, and no pause is negative, endless or longer than a day', () => {
  fc.assert(
    fc.property(status, fieldsOf(pieces), (code, fields) => {
      const { pause, quotas } = hear(code, fields)
      if (pause !== null)
        assert.ok(pause.forMs > 0 && pause.forMs <= MOST_PAUSE_MS && Number.isSafeInteger(pause.untilMs))
      for (const quota of quotas) assert.ok(quota.remaining >= 0 && Number.isSafeInteger(quota.resetMs ?? 0))
    }),
    { numRuns: 2000 },
  )
})

test('garbage asks for no pause', () => {
  const garbage = pieces.filter(piece => !/\d/.test(piece))
  fc.assert(
    fc.property(status, fieldsOf(garbage), (code, fields) => {
      const wordless = Object.values(fields).every(each => !/\d/.test([each].flat().join('')))
      // GitHub's minute is asked by its name, not by what its fields say.
      fc.pre(wordless && !('x-ratelimit-resource' in fields))
      assert.equal(hear(code, fields).pause, null)
    }),
    { numRuns: 1000 },
  )
})
