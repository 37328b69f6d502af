import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readDraft, readOwn } from './read.ts'
import { vendorNamed } from './vendors.ts'

type Figures = Readonly<Record<string, number>>
interface Facts {
  readonly now: string
  readonly vendors: readonly {
    readonly vendor: string
    readonly vectors: readonly {
      readonly vendor?: string
      readonly status: number
      readonly now?: string
      readonly headers: Readonly<Record<string, string>>
      readonly expect: Readonly<Record<string, unknown>>
    }[]
  }[]
}

const facts: Facts = JSON.parse(readFileSync(new URL('../../../facts/ratelimit.json', import.meta.url), 'utf8'))

const FIGURES = ['limit', 'remaining', 'used', 'resetSeconds', 'windowSeconds']
const GROUPS = ['requests', 'tokens', 'day', 'endpoint']

test('all vendors and their vectors are there', () => {
  assert.equal(facts.vendors.length, 17)
  assert.equal(facts.vendors.flatMap(each => each.vectors).length, 49)
})

for (const { vendor: title, vectors } of facts.vendors) {
  for (const [index, { vendor: own, now, headers, expect }] of vectors.entries()) {
    const name = (own ?? title).replace(/ \(.*/, '')
    test(`${name} ${index + 1}: the figures of its limits`, () => {
      const vendor = vendorNamed(name)
      assert.ok(vendor, `${name} is in the table`)
      const fields = Object.fromEntries(Object.entries(headers).map(([field, value]) => [field.toLowerCase(), value]))
      const dateMs = fields.date === undefined ? Number.NaN : Date.parse(fields.date)
      const nowMs = Number.isNaN(dateMs) ? Date.parse(now ?? facts.now) : dateMs
      const limits = readOwn(fields, vendor, nowMs)
      const figures = (wanted: string): Figures => {
        const found = limits.find(each => (wanted === 'endpoint' ? each.endpoint : each.name === wanted)) ?? limits[0]
        const seconds = (ms: number | null | undefined): number | null => (typeof ms === 'number' ? ms / 1000 : null)
        const all = { ...found, resetSeconds: seconds(found?.resetMs), windowSeconds: seconds(found?.windowMs) }
        return all as unknown as Figures
      }
      for (const key of FIGURES) if (key in expect) assert.equal(figures('')[key], expect[key], key)
      if ('bucket' in expect) assert.equal(limits[0]?.name, expect.bucket)
      if ('resetAt' in expect) {
        assert.equal(nowMs + Number(limits[0]?.resetMs), Date.parse(String(expect.resetAt)))
      }
      for (const group of GROUPS.filter(each => each in expect)) {
        const { resetAt, ...wanted } = expect[group] as Record<string, unknown>
        const found = figures(group)
        for (const [key, value] of Object.entries(wanted)) assert.equal(found[key], value, `${group}: ${key}`)
        if (resetAt !== undefined) assert.equal(nowMs + Number(found.resetMs), Date.parse(String(resetAt)))
      }
    })
  }
}

test('RateLimit is joined with its policy by name', () => {
  const limits = readDraft({
    ratelimit: '"day";r=0;t=48, "bytes";r=0;t=9, "slots";r=1',
    'ratelimit-policy': [
      '"day";q=1000;w=86400',
      '"bytes";q=5;qu="content-bytes", "slots";q=9;qu="concurrent-requests"',
    ],
  })
  assert.deepEqual(
    limits.map(({ name, limit, remaining, resetMs, windowMs, counts }) => [
      name,
      limit,
      remaining,
      resetMs,
      windowMs,
      counts,
    ]),
    [
      ['day', 1000, 0, 48_000, 86_400_000, 'requests'],
      ['bytes', 5, 0, 9000, null, 'shares'],
      ['slots', 9, 1, null, null, 'other'],
    ],
  )
})

test('the form of draft -07 has no name', () => {
  const [found] = readDraft({ ratelimit: 'limit=10, remaining=0, reset=10', 'ratelimit-policy': '10;w=60' })
  assert.deepEqual(
    [found?.name, found?.limit, found?.remaining, found?.resetMs, found?.windowMs],
    ['', 10, 0, 10_000, 60_000],
  )
  assert.deepEqual(readDraft({ ratelimit: 'rubbish' }), [])
  assert.deepEqual(readDraft({ 'ratelimit-policy': '"a";q=1' }), [])
})
