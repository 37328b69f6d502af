import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, createClient } from '../../src/client.ts'
import { cacheRules } from '../../src/rules/cache/rules.ts'
import { cacheOn } from '../../src/stores/cache.ts'
import { memoryStore } from '../../src/stores/memory-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import type { Reply } from '../../src/testing/script.ts'
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { even, told } from '../heart.ts'

const PLACE = 'https://a.test/x'
const FRESH = { 'cache-control': 'max-age=60', etag: '"1"' }
const part = (range: string, body: string): Reply => ({
  status: 206,
  body,
  fields: { ...FRESH, 'content-range': `bytes ${range}` },
})
const FIRST = part('0-4/10', '01234')
const WHOLE: Reply = { status: 200, body: '0123456789', fields: FRESH }
const ASK_FIRST = { headers: { range: 'bytes=0-4' } }

function stage(script: readonly Reply[]): { client: Client; clock: FakeClock; transport: ScriptedTransport } {
  const clock = fakeClock()
  const transport = scriptedTransport(clock, script)
  const cache = cacheOn(memoryStore({ maxBytes: 1e6 }), cacheRules, clock, true)
  return { clock, transport, client: createClient({ clock, transport, cache, dice: even }) }
}

/** What each call gives, one after the other. */
async function texts(script: readonly Reply[], ...calls: readonly Parameters<Client>[1][]) {
  const { client, clock, transport } = stage(script)
  const given: string[] = []
  const trails: string[][] = []
  for (const options of calls) {
    const answer = await clock.runUntilSettled(Promise.resolve(client(PLACE, options)))
    given.push(`${answer.status} ${await clock.runUntilSettled(answer.text())}`)
    trails.push(told(answer.trail))
  }
  return { given, trails, sends: transport.seen.length, atMs: transport.seen.map(({ atMs }) => atMs) }
}

test('parts that were streamed are kept as the whole that they make', async () => {
  const rest = { headers: { range: 'bytes=5-9' }, stream: true }
  const { given, sends } = await texts([FIRST, part('5-9/10', '56789')], ASK_FIRST, rest, {})
  assert.deepEqual(given, ['206 01234', '206 56789', '200 0123456789'])
  assert.equal(sends, 2)
})

test('a part that says to be the whole and is shorter is not kept', async () => {
  const { given } = await texts([part('0-9/10', '01234'), WHOLE], { headers: { range: 'bytes=0-' } }, {})
  assert.equal(given[1], '200 0123456789')
})

test('a caller who wants the whole is never given the rest that heed asked for', async () => {
  for (const fields of [FRESH, { ...FRESH, 'content-type': 'multipart/byteranges; boundary=b' }]) {
    const bare: Reply = { status: 206, body: '56789', fields }
    const { given } = await texts([FIRST, bare, WHOLE], ASK_FIRST, {})
    assert.equal(given[1], '200 0123456789')
  }
})

test('a refusal to hurry is heeded where the rest is asked for, too', async () => {
  const slower: Reply = { status: 429, fields: { 'retry-after': '2' } }
  const { given, atMs } = await texts([FIRST, slower, part('5-9/10', '56789')], ASK_FIRST, {})
  assert.equal(given[1], '200 0123456789')
  assert.ok((atMs[2] ?? 0) - (atMs[1] ?? 0) >= 2000)
})

test('the trail tells that the rest was asked for', async () => {
  const { trails } = await texts([FIRST, part('5-9/10', '56789')], ASK_FIRST, {})
  const steps = trails[1] ?? []
  assert.deepEqual(steps, [`send GET ${PLACE}`, 'answer 206', 'cache validated 200', 'end delivered use'])
})

test('a 304 with a date alone does not confirm the dated one of several, when another has no date', async () => {
  const about = (lang: string, more: Record<string, string> = {}): Reply => ({
    status: 200,
    body: lang,
    fields: { vary: 'accept-language', etag: `"${lang}"`, 'cache-control': 'max-age=0', ...more },
  })
  const dated = { 'last-modified': 'Thu, 01 Oct 2026 00:00:00 GMT' }
  const speaking = (lang: string) => ({ headers: { 'accept-language': lang } })
  const script = [about('fr', dated), about('en'), { status: 304, fields: dated }, about('en')]
  const { given } = await texts(script, speaking('fr'), speaking('en'), speaking('en'))
  assert.deepEqual(given, ['200 fr', '200 en', '200 en'])
})
