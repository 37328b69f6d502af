// What ordinary clients make of played answers.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import { Agent, fetch, request } from 'undici'
import { onlyEntry, stageFor } from '../../test/open-stages.ts'
import type { Coding } from '../script/answer.ts'
import { fillerText } from '../script/filler.ts'
import { certificate } from './certificate.ts'

const dispatcher = new Agent({ connect: { ca: (await certificate()).authority } })
const agent = new HttpAgent({ keepAlive: true })
after(async () => {
  agent.destroy()
  await dispatcher.destroy()
})

async function byHttp(address: string): Promise<{ message: IncomingMessage; text: string; interim: number[] }> {
  const asked = httpRequest(address, { agent })
  const interim: number[] = []
  asked.on('information', ({ statusCode }) => interim.push(statusCode)).end()
  const [message] = (await once(asked, 'response')) as [IncomingMessage]
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return { message, text: Buffer.concat(pieces).toString(), interim }
}

test('undici decodes every coding, nested ones and large bodies included', async () => {
  for (const coding of [['gzip'], ['deflate'], ['br'], ['zstd'], ['gzip', 'br']] satisfies Coding[][]) {
    for (const framing of ['length', 'chunked', 'close'] as const) {
      const stage = await stageFor({ status: 200, body: { bytes: 500_000 }, coding, framing })
      const answer = await fetch(`${stage.bases.a}/`, { dispatcher })
      assert.equal(await answer.text(), fillerText(500_000), `${coding} ${framing}`)
    }
  }
})

test('a redirect across all four origins arrives', async () => {
  const stage = await stageFor(
    { when: { origin: 'a' }, status: 302, fields: { location: '{b}/b' } },
    { when: { origin: 'b' }, status: 307, fields: { location: '{s}/s' } },
    { when: { origin: 's' }, status: 308, fields: { location: '{t}/t' } },
    { status: 200, body: { text: 'there' } },
  )
  const answer = await fetch(`${stage.bases.a}/`, { dispatcher })
  assert.equal(answer.url, `${stage.bases.t}/t`)
  assert.equal(await answer.text(), 'there')
  assert.deepEqual(
    stage.log.entries.map(({ origin, target }) => origin + target),
    ['a/', 'b/b', 's/s', 't/t'],
  )
})

test('node:http hears informational answers and uses its connection again', async () => {
  const stage = await stageFor({
    status: 200,
    body: { text: 'x' },
    interim: [{ status: 102, times: 2 }, { status: 103 }],
  })
  for (let count = 0; count < 3; count += 1) {
    const { message, text, interim } = await byHttp(`${stage.bases.a}/`)
    assert.deepEqual([message.statusCode, text, interim], [200, 'x', [102, 102, 103]])
  }
  assert.equal(stage.log.connections.length, 1)
})

test('node:http reads fields as they were written', async () => {
  const stage = await stageFor({
    status: 418,
    phrase: 'Tea only',
    fields: { 'www-authenticate': ['A', 'B'], etag: '"x"' },
  })
  const { message } = await byHttp(`${stage.bases.a}/`)
  assert.equal(message.statusMessage, 'Tea only')
  assert.deepEqual(message.rawHeaders.slice(4), ['Www-Authenticate', 'A', 'Www-Authenticate', 'B', 'Etag', '"x"'])
})

test('a body that is cut short is an error for both', async () => {
  const cut = { status: 200, body: { text: 'abcdef' }, break: { at: 'body', how: 'close', afterBytes: 3 } } as const
  const stage = await stageFor(cut)
  const { body } = await request(`${stage.bases.a}/`, { dispatcher })
  await assert.rejects(body.text(), { code: 'UND_ERR_SOCKET' })
  await assert.rejects(byHttp(`${stage.bases.a}/`), { code: 'ECONNRESET' })
})

test('an upload of megabytes is read and weighed', async () => {
  const stage = await stageFor({ status: 204 })
  const content = fillerText(10_000_000)
  await request(`${stage.bases.s ?? stage.bases.a}/`, { dispatcher, method: 'POST', body: content })
  const { body } = await onlyEntry(stage)
  assert.equal(body?.bytes, content.length)
  assert.equal(body.text, content.slice(0, 4096))
  assert.equal(body.cut, true)
})
