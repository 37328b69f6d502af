import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hear, nowMs, pauseSeconds, wallMs } from '../../../test/hear.ts'
import type { News } from '../../manners.ts'
import type { FaultName } from '../../ports.ts'
import { FAULTS } from '../faults.ts'
import { MOST_PAUSE_MS, newsOfFault } from './news.ts'

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
    failing: true,
  })
  const failing = held.filter(code => hear(code, { 'retry-after': '7' }).pause?.failing)
  assert.deepEqual(
    failing,
    held.filter(code => code >= 500),
  )
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
