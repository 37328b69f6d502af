import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { hear, pauseSeconds } from '../../../test/hear.ts'
import type { FieldRecord } from '../../ports.ts'
import { MOST_PAUSE_MS } from './news.ts'
import { orderedRetry } from './stated.ts'

interface Vector {
  readonly id?: string
  readonly vendor?: string
  readonly status: number
  readonly where?: string
  readonly now?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly expect: {
    readonly waitSeconds?: number | null
    readonly minWaitSeconds?: number
    readonly waitSecondsNext?: number
    readonly mayWaitBeforeRedirect?: number
    readonly cap?: true
    readonly retry?: boolean
    readonly rateLimited?: boolean
  }
}
interface Facts {
  readonly now: string
  readonly combinedVectors: readonly Vector[]
  readonly vendors: readonly { readonly vendor: string; readonly vectors: readonly Vector[] }[]
}

const factsText = readFileSync(new URL('../../../facts/ratelimit.json', import.meta.url), 'utf8')
const facts: Facts = JSON.parse(factsText)
const lower = (fields: Readonly<Record<string, string>>): FieldRecord =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))

test('all vectors of the file are read by some test', () => {
  const counts: Readonly<Record<string, number>> = {
    ...{ policyVectors: 38, limitVectors: 22, combinedVectors: 11, draft07Vectors: 7, tripleVectors: 14 },
    ...{ goDurationVectors: 25, timestampVectors: 12, numericGuessVectors: 13, vendors: 49 },
  }
  const found = Object.entries(JSON.parse(factsText) as Record<string, Vector[]>).filter(([, all]) =>
    Array.isArray(all),
  )
  const vectors = facts.vendors.flatMap(each => each.vectors)
  assert.deepEqual(
    Object.fromEntries(found.map(([name, all]) => [name, name === 'vendors' ? vectors.length : all.length])),
    counts,
  )
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count),
    191,
  )
})

for (const { id, status, where, now, fields = {}, expect } of facts.combinedVectors) {
  test(`${id}: ${status} with ${JSON.stringify(fields)}`, () => {
    const wall = Date.parse(now ?? facts.now)
    // What stands in a trailer is no part of the fields that heed reads.
    const heard = hear(status, where === 'trailer' ? {} : lower(fields), { wallMs: wall })
    const { waitSeconds, waitSecondsNext, mayWaitBeforeRedirect, cap } = expect
    const wanted = waitSeconds ?? waitSecondsNext ?? mayWaitBeforeRedirect ?? 0
    assert.equal(pauseSeconds(heard), cap === true ? MOST_PAUSE_MS / 1000 : wanted)
  })
}

for (const { vendor: title, vectors } of facts.vendors) {
  for (const [index, { vendor: own, status, now, headers = {}, expect }] of vectors.entries()) {
    const vendor = (own ?? title).replace(/ \(.*/, '')
    test(`${vendor} ${index + 1}: ${status} with ${JSON.stringify(headers)}`, () => {
      const fields = lower(headers)
      const heard = hear(status, fields, { vendor, wallMs: Date.parse(now ?? facts.now) })
      const { waitSeconds, minWaitSeconds, rateLimited, retry } = expect
      // What a good answer calls a wait is when its limit is reset; read.test.ts looks at that.
      if (waitSeconds !== undefined && status !== 200) {
        assert.equal(pauseSeconds(heard), waitSeconds ?? minWaitSeconds ?? 0)
      }
      if (rateLimited !== undefined) assert.equal(heard.refused && heard.outcome === 'neither', rateLimited)
      assert.equal(orderedRetry(fields, vendor), retry ?? null)
    })
  }
}

test('vendors that their fields give away need no name', () => {
  const known = new Set<string>()
  for (const { vendor: title, vectors } of facts.vendors) {
    for (const { vendor: own, status, now, headers = {}, expect } of vectors) {
      const at = { wallMs: Date.parse(now ?? facts.now) }
      const heard = pauseSeconds(hear(status, lower(headers), at))
      if (status !== 200 && (expect.waitSeconds ?? null) !== null && heard === expect.waitSeconds)
        known.add(own ?? title)
    }
  }
  assert.deepEqual([...known].sort(), [
    ...['Anthropic', 'Atlassian (Jira, Confluence Cloud)', 'Azure (SDK convention, Cosmos DB)', 'Discord', 'GitHub'],
    ...['GitLab', 'HubSpot', 'MailerLite (classic)', 'Okta', 'OpenAI', 'Reddit', 'Shopify (REST Admin)'],
    ...['Slack (Web API)', 'X (Twitter)', 'Zendesk', 'lemlist'],
  ])
})
