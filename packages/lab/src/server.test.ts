import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { after, test } from 'node:test'
import { openLab, sendBytes } from '../test/open-lab.ts'
import { startLab } from './index.ts'

const { Request, Response } = globalThis
const { lab } = await openLab()

test('the lab tells its address', () => {
  assert.equal(lab.url, `http://127.0.0.1:${lab.port}`)
})

test('a wrong port is refused with a sentence, a taken one with the system’s error', async () => {
  for (const port of [-1, 65_536, 1.5, Number.NaN]) {
    await assert.rejects(startLab({ port }), { name: 'RangeError', message: /from 0 to 65535/ })
  }
  await assert.rejects(startLab({ port: lab.port }), { code: 'EADDRINUSE' })
})

test('a lab on every address is reached by loopback', async () => {
  const open = await startLab({ host: '0.0.0.0' })
  assert.equal(open.url, `http://127.0.0.1:${open.port}`)
  assert.equal((await fetch(`${open.url}/data`)).status, 200)
  await open.close()
})

test('what is no HTTP request gets a problem too', async () => {
  const nonsense = await sendBytes(lab, 'NONSENSE\r\n\r\n')
  assert.match(nonsense, /^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/)
  const flood = await sendBytes(lab, `GET / HTTP/1.1\r\nHost: lab\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)
  assert.match(flood, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
  assert.match(flood, /longer than 16 KiB/)
  assert.match(await sendBytes(lab, 'FOO / HTTP/1.1\r\nHost: lab\r\n\r\n'), /no method that the lab can read/)
  const nameless = await sendBytes(lab, 'GET /data HTTP/1.1\r\nConnection: close\r\n\r\n')
  assert.match(nameless, /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*needs the field Host/)
  assert.match(await sendBytes(lab, 'GET /data HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /)
  const host = await sendBytes(lab, 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')
  assert.match(host, /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json/)
})

test('the process keeps its own Request and Response', () => {
  assert.equal(globalThis.Request, Request)
  assert.equal(globalThis.Response, Response)
})

test('a second http address is open by default, and https ones when asked for', async () => {
  assert.deepEqual(Object.keys(lab.origins), ['a', 'b'])
  assert.equal(lab.authority, null)
  assert.equal((await fetch(`${lab.origins.b}/data`)).status, 200)
  const open = await startLab({ origins: ['s'] })
  after(() => open.close())
  assert.deepEqual(Object.keys(open.origins), ['a', 's'])
  const get = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = { ca: open.authority ?? '', agent: false }
      request(`${open.origins.s}${path}`, options, answer => resolve(answer.resume()))
        .on('error', reject)
        .end()
    })
  assert.equal((await get('/v/ada/get')).statusCode, 200)
  await assert.rejects(get('/v/ada/status/200?reset=before-head'), { code: 'ECONNRESET' })
  const log = (await (await fetch(`${open.url}/v/ada/log`)).json()) as { entries: { origin: string }[] }
  assert.deepEqual(
    log.entries.map(({ origin }) => origin),
    ['s', 's'],
  )
})
