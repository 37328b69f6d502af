import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { News } from '../../manners.ts'
import type { FaultName, FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { FAULTS } from '../faults.ts'
import { type Heard, MOST_PAUSE_MS, news, newsOfFault } from './news.ts'
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
const url = new URL('https://a.example/x?key=secret')
const nowMs = 5000
const wallMs = Date.parse(facts.now)

const lower = (fields: Readonly<Record<string, string>>): FieldRecord =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))

function hear(status: number, fields: FieldRecord, own: Partial<Heard> = {}): News {
  const row = lookup(status)
  assert.ok(row)
  return news({
    ...{ status, row, fields, nowMs, wallMs, method: 'GET', url, vendor: null, tookMs: 10, slowMs: null },
    ...own,
  })
}

const pauseSeconds = ({ pause }: News): number => {
  if (pause !== null) assert.equal(pause.untilMs, nowMs + pause.forMs)
  return pause === null ? 0 : pause.forMs / 1000
}

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

const codes = Array.from({ length: 500 }, (_, index) => 100 + index)

test('how the server fares, code by code', () => {
  for (const code of codes) {
    const sound = [429, 501, 505, 506, 508, 510, 511].includes(code) || code < 200
    const outcome = sound ? 'neither' : code >= 500 ? 'bad' : 'good'
    const heard = hear(code, {})
    assert.deepEqual(heard, { pause: null, quotas: [], outcome, refused: [429, 503, 529].includes(code) }, `${code}`)
    const slow = hear(code, {}, { tookMs: 1001, slowMs: 1000 })
    assert.equal(slow.outcome, outcome === 'good' ? 'bad' : outcome, `slow ${code}`)
    assert.equal(hear(code, {}, { tookMs: 1000, slowMs: 1000 }).outcome, outcome)
  }
})

test('what says nothing costs nothing: it is the same news each time', () => {
  for (const code of [200, 204, 304, 404, 500, 503, 429])
    assert.equal(hear(code, {}), hear(code, { date: 'x', 'x-a': '' }))
})

test('Retry-After holds everybody when the code is one to retry, and nobody else', () => {
  const held = codes.filter(code => hear(code, { 'retry-after': '7' }).pause !== null)
  assert.deepEqual(
    held.slice(0, 9),
    [408, 421, 425, 429, 500, 502, 503, 504, 509].filter(code => code !== 509).concat(512),
  )
  for (const code of [103, 200, 202, 301, 307, 403, 404, 413, 501, 505, 507, 511])
    assert.ok(!held.includes(code), `${code}`)
  assert.deepEqual(hear(503, { 'retry-after': '7' }).pause, {
    untilMs: 12_000,
    forMs: 7000,
    source: 'retry-after',
    cause: '503 from GET https://a.example/x?key=…',
  })
})

test('an exhausted quota holds everybody until its reset, whatever the code', () => {
  const fields = { ratelimit: '"day";r=0;t=48', 'ratelimit-policy': '"day";q=1000;w=86400' }
  for (const code of [200, 301, 404, 413, 429, 500]) {
    const { pause, quotas } = hear(code, fields)
    assert.deepEqual([pause?.forMs, pause?.source], [48_000, 'rate-limit'], `${code}`)
    const told = { limit: 1000, remaining: 0, resetMs: 53_000, windowMs: 86_400_000, heardMs: nowMs }
    assert.deepEqual(quotas, [{ name: 'day', ...told }])
  }
  assert.equal(hear(200, { ratelimit: '"day";r=0' }).pause, null)
  assert.equal(hear(200, { ratelimit: '"day";r=1;t=48' }).pause, null)
  assert.equal(hear(103, fields).pause, null)
})

test('only what each request uses up can hold it', () => {
  const fields = { ratelimit: '"a";r=0;t=9' }
  const paused = (unit: string): boolean =>
    hear(200, { ...fields, 'ratelimit-policy': `"a";q=5;qu="${unit}"` }).pause !== null
  assert.deepEqual(['requests', 'content-bytes', 'concurrent-requests', 'widgets'].map(paused), [
    true,
    true,
    false,
    false,
  ])
  const endpoint = hear(200, {
    'x-rate-limit': '700',
    'zendesk-ratelimit-tickets-index': 'total=9; remaining=0; resets=41',
  })
  assert.deepEqual([endpoint.pause, endpoint.quotas], [null, []])
})

test('the draft goes before the older fields, unless only those are used up', () => {
  const older = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }
  assert.equal(pauseSeconds(hear(200, { ...older, ratelimit: '"a";r=0;t=9' })), 9)
  assert.equal(pauseSeconds(hear(200, { ...older, ratelimit: '"a";r=5;t=9' })), 30)
  assert.equal(pauseSeconds(hear(200, { ...older, ratelimit: 'rubbish,' })), 30)
  assert.equal(pauseSeconds(hear(200, { ...older, age: '30' })), 0)
  assert.equal(pauseSeconds(hear(200, { ...older, age: '0' })), 30)
})

test('times of day are measured on the clock of the server', () => {
  const fields = {
    date: 'Sun, 22 Nov 2026 12:00:00 GMT',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1795348830',
  }
  for (const wrongMs of [-600_000, 0, 3_600_000]) {
    assert.equal(pauseSeconds(hear(429, fields, { wallMs: wallMs + wrongMs })), 30)
  }
})

test("GitHub's 403 is a limit when its fields say so, and a plain refusal else", () => {
  const github = { 'x-ratelimit-resource': 'core', 'x-ratelimit-reset': '1795348860' }
  const spent = hear(403, { ...github, 'x-ratelimit-remaining': '0' })
  assert.deepEqual(
    [spent.pause?.forMs, spent.outcome, spent.refused, spent.quotas[0]?.name],
    [60_000, 'neither', true, 'core'],
  )
  const secondary = hear(403, { ...github, 'x-ratelimit-remaining': '9', 'retry-after': '5' })
  assert.deepEqual([secondary.pause?.forMs, secondary.refused], [5000, true])
  const plain = hear(403, { ...github, 'x-ratelimit-remaining': '9' })
  assert.deepEqual([plain.pause, plain.outcome, plain.refused], [null, 'good', false])
  const stranger = hear(403, { 'x-ratelimit-remaining': '9', 'retry-after': '5' })
  assert.deepEqual([stranger.pause, stranger.refused], [null, false])
  assert.equal(hear(404, { ...github, 'x-ratelimit-remaining': '0' }).refused, false)
})

test('GitHub wants a minute after a 429 that says nothing; others get no pause', () => {
  const { pause } = hear(429, { 'x-github-request-id': '1' })
  assert.deepEqual([pause?.forMs, pause?.source], [60_000, 'vendor'])
  assert.equal(hear(503, { 'x-github-request-id': '1' }).pause, null)
  assert.equal(hear(429, {}).pause, null)
})

test('a refusal that keeps silent on what is left means that nothing is', () => {
  const heard = (code: number): number =>
    pauseSeconds(hear(code, { 'x-ratelimit-reset-tokens': '17' }, { vendor: 'Azure OpenAI' }))
  assert.deepEqual([429, 503, 200].map(heard), [17, 0, 0])
  assert.equal(pauseSeconds(hear(429, { 'ratelimit-reset': '17' })), 17)
})

test('fields of all first letters are heard', () => {
  for (const head of ['anthropic-ratelimit-requests', 'ratelimit', 'x-ratelimit', 'x-rate-limit']) {
    const reset = head.startsWith('a') ? '2026-11-22T12:00:20Z' : '20'
    const heard = hear(200, { [`${head}-remaining`]: '0', [`${head}-reset`]: reset })
    assert.deepEqual([pauseSeconds(heard), heard.quotas.length], [20, 1], head)
  }
})

test('a limit that fills up bit by bit holds nobody before a refusal', () => {
  const fields = { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }
  assert.equal(hear(200, fields).pause, null)
  assert.equal(pauseSeconds(hear(429, fields)), 360)
})

test('of very many limits a few are kept, yet each of them can hold', () => {
  const many = Array.from({ length: 500 }, (_, index) => `"${'n'.repeat(90)}${index}";r=${index === 499 ? 0 : 1};t=9`)
  const { pause, quotas } = hear(200, { ratelimit: many })
  assert.deepEqual([quotas.length, quotas[0]?.name.length, pause?.forMs], [16, 64, 9000])
})

test('a pause lasts a day at most', () => {
  for (const value of ['86401', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT']) {
    assert.equal(hear(503, { 'retry-after': value }).pause?.forMs, MOST_PAUSE_MS)
  }
  assert.equal(hear(200, { ratelimit: '"a";r=0;t=999999999999999' }).pause?.forMs, MOST_PAUSE_MS)
})

test('a fault is bad news, unless the caller, a limit of heed or a full connection ended it', () => {
  const of = (name: FaultName): News => newsOfFault({ kind: 'fault', name, sent: true, cause: null })
  const bad = (Object.keys(FAULTS) as FaultName[]).filter(name => of(name).outcome === 'bad')
  assert.deepEqual(bad.sort(), [
    ...['attempt-timeout', 'bad-coding', 'body-idle', 'connect-timeout', 'deadline', 'headers-too-large'],
    ...['interim-flood', 'invalid-status', 'malformed', 'refused', 'reset', 'tls', 'truncated', 'unasked-continue'],
    'unreachable',
  ])
  assert.deepEqual(of('aborted'), { pause: null, quotas: [], outcome: 'neither', refused: false })
})

const status = fc.constantFrom(...codes.filter(code => code >= 200))
const seconds = fc.integer({ min: 0, max: 200_000 })
const limit = fc.record({ remaining: fc.integer({ min: 0, max: 2 }), reset: seconds })
const soonest = (waits: readonly number[]): number => Math.min(Math.max(0, ...waits) * 1000, MOST_PAUSE_MS)

test('property: no pause ends before the stated time, and a stated wait is the whole pause', () => {
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

test('property: the same holds for the older fields, in any spelling and however the reset is written', () => {
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

test('property: nothing throws, and no pause is negative, endless or longer than a day', () => {
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

test('property: garbage asks for no pause', () => {
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
