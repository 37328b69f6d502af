import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as pass } from 'node:timers/promises'
import { Client } from 'undici'
import { connectRaw, type RawClient, requestTo } from '../../test/raw-client.ts'
import { Recorder } from '../log/recorder.ts'
import type { Answer } from '../script/answer.ts'
import { playOnResponse } from './respond.ts'

interface Served {
  readonly base: string
  readonly log: Recorder
  readonly endings: string[]
  readonly closing: AbortController
}

const servers: Server[] = []
const clients: RawClient[] = []
after(() => {
  for (const client of clients) client.destroy()
  for (const server of servers) server.close().closeAllConnections()
})

/** A server of node:http that plays `/n` as the nth answer, and answers `/plain` itself. */
async function serve(...answers: Answer[]): Promise<Served> {
  const log = new Recorder()
  const endings: string[] = []
  const closing = new AbortController()
  const server = createServer((request, response) => {
    if (request.url === '/plain') return void response.end('plain')
    const index = Number(request.url?.slice(1))
    const connection = log.connectionOf(request.socket, 'a')
    const { method = '', url = '' } = request
    const entry = log.arrived({ connection, method, target: url, fields: [], index })
    const context = { fill: (text: string) => text, nowMs: () => log.nowMs(), entry, closing: closing.signal }
    const play = playOnResponse(request, response, answers[index] ?? { status: 404 }, context)
    void play.then(then => endings.push(then))
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log, endings, closing }
}

async function clientFor({ base }: Served): Promise<RawClient> {
  const client = await connectRaw(base)
  clients.push(client)
  return client
}

test('played answers and the server’s own share a connection, pipelined and in order', async () => {
  const served = await serve(
    { status: 299, body: { text: 'one' }, delayMs: 10 },
    { status: 999, framing: 'chunked', body: { text: 'two' } },
  )
  const client = await clientFor(served)
  client.write(['/0', '/plain', '/1', '/0', '/plain'].map(path => requestTo(served.base + path)).join(''))
  const text = await client.until(
    / 299 [\s\S]*one[\s\S]* 200 OK[\s\S]*plain[\s\S]* 999 [\s\S]*two[\s\S]* 299 [\s\S]*one[\s\S]*plain$/,
  )
  assert.equal(text.match(/HTTP\/1.1 /g)?.length, 5)
  assert.deepEqual(served.endings, ['kept', 'kept', 'kept'])
  client.write(requestTo(`${served.base}/plain`))
  await client.until(/plain[\s\S]*plain[\s\S]*plain$/)
})

test('undici keeps its connection over many played answers', async () => {
  const served = await serve({ status: 200, body: { json: { ok: true } }, interim: [{ status: 103 }] })
  const client = new Client(served.base)
  for (let count = 0; count < 20; count += 1) {
    const { body } = await client.request({ path: '/0', method: 'POST', body: 'content' })
    assert.deepEqual(await body.json(), { ok: true })
  }
  await client.close()
  assert.equal(served.log.connections.length, 1)
})

test('a request that asks for a close gets one', async () => {
  const served = await serve({ status: 204 })
  const client = await clientFor(served)
  client.write(requestTo(`${served.base}/0`, 'GET', ['Connection: close']))
  assert.equal(await client.ending(), 'end')
  assert.match(client.text, /^HTTP\/1.1 204 No Content\r\n[\s\S]*Connection: close\r\n\r\n$/)
  assert.deepEqual(served.endings, ['ended'])
})

test('breaks break', async () => {
  const body = { text: 'abcdef' }
  const served = await serve(
    { status: 200, body, break: { at: 'body', how: 'reset', afterBytes: 2 } },
    { status: 200, body, break: { at: 'head', how: 'close' } },
    { break: { at: 'request', how: 'reset' } },
  )
  for (const [path, how, seen] of [
    ['/0', 'reset', /\r\n\r\nab$/],
    ['/1', 'end', /^HTTP\/1.1 200 OK\r\nDate/],
    ['/2', 'reset', /^$/],
  ] as const) {
    const client = await clientFor(served)
    client.write(requestTo(served.base + path))
    assert.equal(await client.ending(), how)
    assert.match(client.text, seen)
  }
})

test('a client that leaves, also while it waits its turn, has dropped; the lab that closes has not been left', async () => {
  const served = await serve({ break: { at: 'request', how: 'stall' } }, { status: 204 })
  const client = await clientFor(served)
  client.write(requestTo(`${served.base}/0`) + requestTo(`${served.base}/1`))
  while (served.log.entries.length < 2) await pass(1)
  client.destroy()
  while (served.endings.length < 2) await pass(1)
  assert.ok(served.log.entries.every(entry => entry.droppedAtMs !== null))
  const other = await clientFor(served)
  other.write(requestTo(`${served.base}/0`))
  while (served.log.entries.length < 3) await pass(1)
  served.closing.abort()
  while (served.endings.length < 3) await pass(1)
  assert.equal(served.log.entries[2]?.droppedAtMs, null)
})
