import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatHttpDate } from '../http-date.ts'
import { type ResetKind, resetMs } from './resets.ts'

interface Facts {
  readonly now: string
  readonly goDurationVectors: readonly { readonly value: string; readonly seconds: number | null }[]
  readonly timestampVectors: readonly { readonly value: string; readonly at: string | null }[]
  readonly numericGuessVectors: readonly { readonly value: string; readonly waitSeconds: number | null }[]
}

const facts: Facts = JSON.parse(readFileSync(new URL('../../../facts/ratelimit.json', import.meta.url), 'utf8'))
const nowMs = Date.parse(facts.now)
const mostMs = 2 ** 31 * 1000

function assertClose(found: number | null, seconds: number | null): void {
  if (seconds === null || found === null) assert.equal(found, seconds)
  else assert.ok(Math.abs(found - seconds * 1000) < 1e-6, `${found} ms is not ${seconds} s`)
}

test('all vectors are there', () => {
  const { goDurationVectors, timestampVectors, numericGuessVectors } = facts
  assert.deepEqual([goDurationVectors.length, timestampVectors.length, numericGuessVectors.length], [25, 12, 13])
})

for (const { value, seconds } of facts.goDurationVectors) {
  test(`the duration ${JSON.stringify(value)} is ${seconds} s`, () => {
    assertClose(resetMs(value, 'go-duration', nowMs), seconds)
  })
}

for (const { value, at } of facts.timestampVectors) {
  test(`the timestamp ${JSON.stringify(value)} is ${at}`, () => {
    const seconds = at === null ? null : (Date.parse(at) - nowMs) / 1000
    assertClose(resetMs(value, 'timestamp', nowMs), seconds)
    assertClose(resetMs(value, 'guess', nowMs), seconds)
  })
}

for (const { value, waitSeconds } of facts.numericGuessVectors) {
  test(`the number ${JSON.stringify(value)} of an unknown server is ${waitSeconds} s`, () => {
    assertClose(resetMs(value, 'guess', nowMs), waitSeconds)
  })
}

test('each kind reads its own form', () => {
  const forms: readonly (readonly [value: string, kind: ResetKind])[] = [
    ['90', 'seconds'],
    ['90000', 'milliseconds'],
    ['1795348890', 'epoch-seconds'],
    ['1795348890000', 'epoch-milliseconds'],
    ['1m30s', 'go-duration'],
    ['2026-11-22T12:01:30Z', 'timestamp'],
    ['Sun, 22 Nov 2026 12:01:30 GMT', 'http-date'],
    ['Sun Nov 22 2026 13:01:30 GMT+0100 (Central European Standard Time)', 'javascript-date'],
    ['Sun Nov 22 2026 05:31:30 GMT-0630', 'javascript-date'],
  ]
  for (const [value, kind] of forms) {
    assert.equal(resetMs(` ${value}\t`, kind, nowMs), 90_000, value)
    if (kind !== 'milliseconds') assert.equal(resetMs(value, 'guess', nowMs), 90_000, value)
    for (const [, other] of forms) {
      const isNumber = /^\d+$/.test(value) && /seconds$/.test(other)
      if (other !== kind && !isNumber) assert.equal(resetMs(value, other, nowMs), null, `${value} as ${other}`)
    }
  }
})

test('days, hours and zones that do not exist are none', () => {
  for (const value of [
    ...['2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-01T00:00:00Z', '2026-11-00T00:00:00Z'],
    ...['2026-11-22T24:00:00Z', '2026-11-22T12:60:00Z', '2026-11-22T12:00:61Z', '2026-11-22T12:00:00+24:00'],
    ...['2026-11-22T12:00:00+01:60', '2026-11-22T12:00:00+0100', '0099-11-22T12:00:00Z', '2026-11-22T12Z'],
    ...['Sun Nox 22 2026 13:01:30 GMT+0100', 'Sun Nov 31 2026 13:01:30 GMT+0100', 'Sun Nov 22 2026 13:01:30'],
  ]) {
    assert.equal(resetMs(value, value.startsWith('Sun') ? 'javascript-date' : 'timestamp', nowMs), null, value)
  }
})

test('what has passed is 0, and nothing is longer than 2^31 s', () => {
  const kinds = ['seconds', 'milliseconds', 'epoch-seconds', 'epoch-milliseconds'] as const
  for (const kind of kinds) assert.equal(resetMs('9'.repeat(65_536), kind, nowMs), mostMs)
  assert.equal(resetMs(`${'9'.repeat(90)}h`, 'go-duration', nowMs), mostMs)
  assert.equal(resetMs('1', 'epoch-seconds', nowMs), 0)
  assert.equal(resetMs('1999-01-01T00:00:00Z', 'timestamp', nowMs), 0)
})

test('any moment reads the same in every form that can write it', () => {
  const seconds = fc.integer({ min: 1_000_000_000, max: 3_000_000_000 })
  fc.assert(
    fc.property(seconds, seconds, (at, now) => {
      const waitMs = Math.max(0, at - now) * 1000
      for (const value of [`${at}`, `${at}000`, new Date(at * 1000).toISOString(), formatHttpDate(at * 1000)]) {
        assert.equal(resetMs(value, 'guess', now * 1000), waitMs, value)
      }
    }),
  )
})
