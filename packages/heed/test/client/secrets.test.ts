import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { Client } from '../../src/client.ts'
import { HeedError } from '../../src/index.ts'
import type { RequestOptions } from '../../src/options/options.ts'
import type { TrailEntry } from '../../src/trail.ts'
import { always, wire } from '../wire.ts'
import { clientFor, failureOf } from './loopback.ts'

const CANARY = 'c4n4ryS3cr3t'

const secretOptions: RequestOptions = {
  headers: {
    authorization: `Bearer ${CANARY}1`,
    cookie: `sid=${CANARY}2`,
    'x-api-key': `${CANARY}3`,
    'proxy-authorization': `Basic ${CANARY}4`,
  },
  searchParams: { token: `${CANARY}5` },
  idempotencyKey: `${CANARY}6`,
  json: { password: `${CANARY}7` },
}

const COOKIE = `Set-Cookie: sid=${CANARY}8\r\n`

/** Everything that a log could hold of an ending. */
function logged(thing: unknown): string {
  const clone = ((): unknown => {
    try {
      return structuredClone(thing)
    } catch {
      return null
    }
  })()
  const texts = [
    inspect(thing, { depth: 12, showHidden: true, getters: false }),
    inspect(clone, { depth: 12 }),
    String(thing),
  ]
  if (HeedError.is(thing))
    texts.push(thing.message, String(thing.stack), JSON.stringify(thing), JSON.stringify(thing.trail))
  return texts.join('\n')
}

/** How a server may answer, and what the call does then. */
const endings: Readonly<Record<string, string>> = {
  'an error': `HTTP/1.1 400 Bad Request\r\n${COOKIE}Content-Length: 0\r\n\r\n`,
  'retries that are used up': `HTTP/1.1 503 Busy\r\n${COOKIE}Content-Length: 0\r\n\r\n`,
  'a refused redirect': `HTTP/1.1 302 Found\r\n${COOKIE}Location: ftp://u:${CANARY}9@a.test/?t=${CANARY}10\r\nContent-Length: 0\r\n\r\n`,
  'a redirect that is followed for ever': `HTTP/1.1 307 Away\r\n${COOKIE}Location: /next?t=${CANARY}11\r\nContent-Length: 0\r\n\r\n`,
  'a broken head': `HTTP/1.1 200 OK\r\n${COOKIE}Bad Name\u0001: ${CANARY}12\r\n\r\n`,
  'an answer that is no HTTP': `${CANARY}13 nonsense\r\n${COOKIE}\r\n`,
  'two lengths': `HTTP/1.1 200 OK\r\n${COOKIE}Content-Length: 1\r\nContent-Length: 2\r\n\r\n${CANARY}14`,
  'broken chunks': `HTTP/1.1 200 OK\r\n${COOKIE}Transfer-Encoding: chunked\r\n\r\n${CANARY}15\r\n`,
  'an invalid status': `HTTP/1.1 999 Odd\r\n${COOKIE}Content-Length: 0\r\n\r\n`,
  'an unknown coding': `HTTP/1.1 200 OK\r\n${COOKIE}Content-Encoding: x\r\nContent-Length: 15\r\n\r\n${CANARY}xxx`,
  'an answer that is the result': `HTTP/1.1 200 OK\r\n${COOKIE}Content-Length: 2\r\n\r\n{}`,
}

async function endingOf(api: Client, url: string, heard: TrailEntry[]): Promise<unknown> {
  const call = api.post(url, { ...secretOptions, onTrail: entry => heard.push(entry) })
  return call.catch((error: unknown) => error)
}

for (const [name, bytes] of Object.entries(endings)) {
  test(`no secret is told by ${name}`, async t => {
    const { origin, transport } = await wire(t, always(bytes))
    const heard: TrailEntry[] = []
    const api = clientFor(t, { transport, attempts: 2, maxRedirects: 1 })
    const ending = await endingOf(api, `${origin}/a?inline=${CANARY}16&${CANARY}17#${CANARY}18`, heard)
    assert.ok(heard.length > 0)
    for (const text of [logged(ending), inspect(heard, { depth: 9 }), JSON.stringify(heard)]) {
      assert.ok(!text.includes(CANARY), text)
    }
  })
}

test('no secret is told by an option that is refused', async t => {
  const api = clientFor(t, { baseUrl: 'http://127.0.0.1:1/v1' })
  const bare = clientFor(t)
  const wrong = [
    api.get(`http://u:${CANARY}@127.0.0.1:1/v1/`),
    api.get(`/../x?token=${CANARY}`),
    bare.get(`a.test?token=${CANARY}`),
    bare.get(`//u:${CANARY}@a.test`),
    bare.get(`http://u:${CANARY}@a.test/`),
    bare.get('http://a.test', { headers: { authorization: `${CANARY}\n` } }),
    bare.get('http://a.test', { headers: { [`authorization: ${CANARY}`]: '' } }),
    bare.get('http://a.test', { searchParams: { token: { [CANARY]: CANARY } } as never }),
    bare.post('http://a.test', { json: { [Symbol.toPrimitive]: CANARY, self: 1n, password: CANARY } }),
    bare.get('http://a.test', { signal: CANARY as never }),
    bare.get('http://a.test', { attempts: CANARY as never }),
    bare.post('http://a.test', { body: { password: CANARY } as never }),
  ]
  for (const [at, call] of wrong.entries()) {
    const error = await failureOf(call)
    assert.equal((error as { code?: string }).code, 'HEED_OPTION', String(error))
    assert.ok(!logged(error).includes(CANARY), `${at}: ${logged(error)}`)
  }
})

test('no secret is told when nobody answers', async t => {
  const { origin, transport } = await wire(t, line => line.socket.destroy())
  const heard: TrailEntry[] = []
  const error = await endingOf(clientFor(t, { transport }), origin, heard)
  assert.ok(!logged(error).includes(CANARY), logged(error))
  assert.ok(!inspect(heard, { depth: 9 }).includes(CANARY))
})
