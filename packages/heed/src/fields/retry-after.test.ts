import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatHttpDate } from './http-date.ts'
import { retryAfterMs } from './retry-after.ts'

type Answer =
  | { readonly type: 'delay'; readonly seconds: number | null }
  | { readonly type: 'date'; readonly at: string; readonly waitSeconds: number }
  | { readonly type: 'invalid' }

interface Facts {
  readonly vectors: readonly {
    readonly id: string
    readonly value: string
    readonly now: string
    readonly strict: Answer
  }[]
  readonly skewVectors: readonly {
    readonly id: string
    readonly localNow: string
    readonly dateHeader: string | null
    readonly value: string
    readonly waitSeconds: number | null
    readonly naiveWaitSeconds: number
  }[]
}

const factsUrl = new URL('../../facts/retry-after.json', import.meta.url)
const facts: Facts = JSON.parse(readFileSync(factsUrl, 'utf8'))
const nowMs = Date.parse('2026-11-22T12:00:00Z')

function expectedMs(answer: Answer): number | null {
  if (answer.type === 'invalid') return null
  if (answer.type === 'date') return answer.waitSeconds * 1000
  return answer.seconds === null ? Number.MAX_SAFE_INTEGER : answer.seconds * 1000
}

test('all vectors are there', () => {
  assert.equal(facts.vectors.length, 126)
  assert.equal(facts.skewVectors.length, 6)
})

for (const { id, value, now, strict } of facts.vectors) {
  test(`${id}: ${JSON.stringify(value)} is ${strict.type}`, () => {
    assert.equal(retryAfterMs(value, null, Date.parse(now)), expectedMs(strict))
    assert.equal(retryAfterMs([value], undefined, Date.parse(now)), expectedMs(strict))
  })
}

for (const { id, localNow, dateHeader, value, waitSeconds, naiveWaitSeconds } of facts.skewVectors) {
  test(`${id}: ${JSON.stringify(value)} against the Date ${JSON.stringify(dateHeader)}`, () => {
    // Where the facts leave the answer open (an answer out of a cache), the field alone counts.
    const seconds = waitSeconds ?? naiveWaitSeconds
    assert.equal(retryAfterMs(value, dateHeader, Date.parse(localNow)), seconds * 1000)
  })
}

test('an absent field and a field that came more than once give nothing', () => {
  for (const value of [null, undefined, [], ['120', '60'], ['120', '120'], ['120', ''], ['', '120']]) {
    assert.equal(retryAfterMs(value, null, nowMs), null)
  }
})

test('any number of digits gives a wait that is finite, safe, and not shorter than the largest one', () => {
  assert.equal(retryAfterMs('9'.repeat(64 * 1024), null, nowMs), Number.MAX_SAFE_INTEGER)
  assert.equal(retryAfterMs('9007199254740', null, nowMs), 9007199254740000)
  assert.equal(retryAfterMs('9007199254741', null, nowMs), Number.MAX_SAFE_INTEGER)
  assert.equal(retryAfterMs(`${'0'.repeat(1000)}7`, null, nowMs), 7000)
})

test('seconds up to the largest safe wait are read exactly', () => {
  const seconds = fc.integer({ min: 0, max: 9007199254740 })
  fc.assert(fc.property(seconds, count => retryAfterMs(` ${count}\t`, null, nowMs) === count * 1000))
})

test('a date is measured on the clock of the server, however wrong the local one is', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 })
  fc.assert(
    fc.property(seconds, fc.integer({ min: 0, max: 1_000_000 }), fc.integer(), (serverNow, wait, localMs) => {
      const value = formatHttpDate((serverNow + wait) * 1000)
      return retryAfterMs(value, formatHttpDate(serverNow * 1000), localMs) === wait * 1000
    }),
  )
})

test('the century of a year with two digits is settled on the clock of the server', () => {
  const value = 'Saturday, 01-Jan-00 00:00:00 GMT'
  assert.equal(retryAfterMs(value, 'Fri, 31 Dec 1999 23:59:00 GMT', Date.parse('2060-01-01T00:00:00Z')), 60_000)
})
