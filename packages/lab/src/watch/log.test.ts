import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLab, sendBytes } from '../../test/open-lab.ts'
import type { LogEntry, WireLog } from '../log/entry.ts'

const { lab, send } = await openLab()

const logOf = async (visitor: string): Promise<WireLog> =>
  (await (await send(`/v/${visitor}/log`, { headers: { accept: 'application/json' } })).json()) as WireLog

/** The log once all of it is answered. */
async function settled(visitor: string): Promise<readonly LogEntry[]> {
  for (let tries = 0; tries < 100; tries++) {
    const { entries } = await logOf(visitor)
    if (entries.every(({ answer }) => answer.endAtMs !== null)) return entries
    await sleep(10)
  }
  throw new Error('some request is never answered')
}

test('each request is in the log of its visitor, with what came back', async () => {
  await (
    await send('/v/ada/posts', {
      method: 'POST',
      body: '{"title":"a","body":"b"}',
      headers: { 'content-type': 'application/json' },
    })
  ).text()
  await (await send('/v/ada/status/503?retry-after=2')).text()
  await (await send('/v/ada/nothing')).text()
  await (await send('/v/ada/get', { method: 'HEAD' })).text()
  await (await send('/v/bob/get')).text()
  const entries = await settled('ada')
  assert.deepEqual(
    entries.map(({ number, method, target, answer }) => [number, method, target, answer.status]),
    [
      [1, 'POST', '/posts', 201],
      [2, 'GET', '/status/503?retry-after=2', 503],
      [3, 'GET', '/nothing', 404],
      [4, 'HEAD', '/get', 200],
    ],
  )
  assert.equal(entries[0]?.body?.text, '{"title":"a","body":"b"}')
  assert.match(entries[0]?.body?.sha256 ?? '', /^[0-9a-f]{64}$/)
  assert.deepEqual(
    entries.map(({ answer }) => answer.bodyBytes > 0),
    [true, true, true, false],
  )
  assert.ok(
    entries.every(
      ({ atMs, answer }) => (answer.headAtMs ?? 0) >= atMs && (answer.endAtMs ?? 0) >= (answer.headAtMs ?? 0),
    ),
  )
  assert.equal((await settled('bob')).length, 1)
})

test('secrets are masked, and looking on is not logged', async () => {
  await (await send('/v/mask/get?api_key=hush', { headers: { authorization: 'Bearer hush', cookie: 'a=hush' } })).text()
  const text = JSON.stringify(await logOf('mask')) + (await (await send('/v/mask/log.har')).text())
  assert.ok(!text.includes('hush'))
  assert.match(text, /Bearer \[secret-\d\]/)
  for (const path of ['/log', '/log.har', '/log.ndjson', '/script', '/openapi.json', '/status/200?log=off'])
    await (await send(`/v/mask${path}`)).text()
  assert.equal((await logOf('mask')).entries.length, 1)
})

test('a break and a client that leaves are seen', async () => {
  await assert.rejects(send('/v/broken/status/200?reset=before-head'))
  const gone = request(`${lab.url}/v/broken/status/200?reset=stall`).on('error', () => {})
  gone.end()
  const late = request(`${lab.url}/v/broken/slow?ms=60000`).on('error', () => {})
  late.end()
  while ((await logOf('broken')).entries.length < 3) await sleep(10)
  gone.destroy()
  late.destroy()
  for (
    let tries = 0;
    tries < 100 && (await logOf('broken')).entries.some(each => each.answer.endAtMs === null);
    tries++
  )
    await sleep(10)
  for (let tries = 0; tries < 100 && (await logOf('broken')).entries[1]?.droppedAtMs === null; tries++) await sleep(10)
  const [reset, stall, slow] = (await logOf('broken')).entries
  assert.deepEqual([reset?.answer.broke, reset?.answer.status], ['reset', null])
  assert.equal(stall?.answer.broke, 'stall')
  assert.ok(stall?.droppedAtMs)
  assert.ok(slow?.droppedAtMs)
})

test('at most 200 entries are kept, fewer where they are large, and DELETE forgets all', async () => {
  for (let at = 0; at < 205; at++) await (await send('/v/long/error')).text()
  const { entries } = await logOf('long')
  assert.deepEqual([entries.length, entries[0]?.number, entries.at(-1)?.number], [200, 6, 205])
  for (let at = 0; at < 60; at++)
    await (await send('/v/large/error', { headers: { 'x-large': 'x'.repeat(10_000) } })).text()
  const { length } = (await logOf('large')).entries
  assert.ok(length > 10 && length < 30, String(length))
  assert.equal((await send('/v/long/log', { method: 'DELETE' })).status, 204)
  assert.deepEqual((await logOf('long')).entries, [])
})

test('the log comes in the form that is asked for', async () => {
  await (await send('/v/forms/get')).text()
  const as = (accept: string): Promise<Response> => send('/v/forms/log', { headers: { accept } })
  const har = (await (await as('application/har+json')).json()) as { log: { entries: { request: { url: string } }[] } }
  assert.equal(har.log.entries[0]?.request.url, `${lab.url}/v/forms/get`)
  const lines = await (await send('/v/forms/log.ndjson')).text()
  assert.equal((JSON.parse(lines.trim()) as LogEntry).target, '/get')
  assert.equal((await as('*/*')).headers.get('content-type'), 'application/json')
  const page = await as('text/html,*/*')
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/)
  const text = await page.text()
  const parts = [...text.matchAll(/(?:src|href)="(\/v\/forms\/lab\/[^"]+)"/g)].map(([, path = '']) => path)
  assert.ok(parts.length > 5)
  for (const path of parts) assert.equal((await send(path)).status, 200, path)
  assert.equal((await send('/lab/package.json')).status, 404)
})

interface Event {
  readonly id: number
  readonly entry: LogEntry
}

/** Reads events until this is true of one of them. */
async function eventsUntil(
  path: string,
  headers: Record<string, string>,
  last: (event: Event) => boolean,
): Promise<Event[]> {
  const abort = new AbortController()
  const answer = await send(path, { headers, signal: abort.signal })
  assert.equal(answer.headers.get('content-type'), 'text/event-stream')
  const events: Event[] = []
  let text = ''
  for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    const whole = text.split('\n\n')
    text = whole.pop() ?? ''
    for (const block of whole) {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(block) ?? []
      if (data !== undefined) events.push({ id: Number(id), entry: JSON.parse(data) })
    }
    if (events.some(last)) break
  }
  abort.abort()
  return events
}

test('the live log tells of each change, and goes on after the last event that was seen', async () => {
  const done = ({ entry }: Event): boolean => entry.target === '/two' && entry.answer.endAtMs !== null
  const watching = eventsUntil('/v/live/log/live', {}, done)
  await sleep(50)
  await (await send('/v/live/one')).text()
  await (await send('/v/live/two')).text()
  const events = await watching
  assert.deepEqual([...new Set(events.map(({ entry }) => entry.target))], ['/one', '/two'])
  const ids = events.map(({ id }) => id)
  assert.deepEqual(
    ids,
    [...ids].sort((one, other) => one - other),
  )
  const seen = Math.max(...ids)
  await (await send('/v/live/three')).text()
  const rest = await eventsUntil('/v/live/log/live', { 'last-event-id': String(seen) }, ({ id }) => id > seen)
  assert.deepEqual([...new Set(rest.map(({ entry }) => entry.target))], ['/three'])
  const afresh = await eventsUntil(
    '/v/live/log/live',
    { 'last-event-id': '999999' },
    ({ entry }) => entry.target === '/three',
  )
  assert.equal(afresh[0]?.entry.target, '/one')
})

test('at most eight watch one log', async () => {
  const abort = new AbortController()
  const watch = (): Promise<Response> => send('/v/crowd/log/live', { signal: abort.signal })
  for (const answer of await Promise.all(Array.from({ length: 8 }, watch))) assert.equal(answer.status, 200)
  assert.equal((await watch()).status, 429)
  abort.abort()
  for (let tries = 0; tries < 100; tries++) {
    const last = new AbortController()
    const { status } = await send('/v/crowd/log/live', { signal: last.signal })
    last.abort()
    if (status === 200) return
    await sleep(10)
  }
  throw new Error('those who left still count')
})

test('what comes on one connection is told as one, and when it closed', async () => {
  await sendBytes(
    lab,
    'GET /v/conn/get HTTP/1.1\r\nHost: lab\r\n\r\nGET /v/conn/get HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n',
  )
  const { entries, connections } = await logOf('conn')
  assert.deepEqual(
    entries.map(({ connection }) => connection),
    [1, 1],
  )
  assert.equal(connections.length, 1)
})
