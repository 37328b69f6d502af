import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants, createSecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { always, asAnswer, asFault, nonce, send, text, wire } from '../../test/wire.ts'
import { systemClock } from '../shared/clock.ts'
import { undiciTransport } from './undici.ts'

const fixture = (name: string) => readFileSync(new URL(`../../test/fixture/${name}`, import.meta.url), 'utf8')
const [key, cert] = [fixture('localhost.key.pem'), fixture('localhost.cert.pem')]

type Serve = (stream: ServerHttp2Stream, path: string) => void

async function http2(
  t: TestContext,
  serve: Serve,
): Promise<{ origin: string; transport: ReturnType<typeof undiciTransport> }> {
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, cert])
  const server = createSecureServer({ key, cert })
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {})
    serve(stream, String(headers[':path']))
  })
  const sessions = new Set<{ destroy(): void }>()
  server.on('session', session => sessions.add(session))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = undiciTransport({ clock: systemClock })
  t.after(async () => {
    for (const session of sessions) session.destroy()
    server.close()
    await transport.close()
    setDefaultCACertificates(trusted)
  })
  return { origin: `https://localhost:${(server.address() as AddressInfo).port}`, transport }
}

const body = 'status '.repeat(1000)

test('HTTP/2: answers, informational ones and codings as over HTTP/1.1, beside an HTTP/1.1 connection', async t => {
  const { origin, transport } = await http2(t, stream => {
    stream.additionalHeaders({ ':status': 103, link: '</a>' })
    stream.respond({ ':status': 200, 'content-encoding': 'gzip' })
    stream.end(gzipSync(body))
  })
  const plain = await wire(t, always(nonce('plain')))
  for (let turn = 0; turn < 3; turn++) {
    const one = send(transport, origin)
    const [over2, over1] = await Promise.all([one.landed, send(transport, plain.origin).landed])
    const { status, whole } = asAnswer(over2)
    assert.deepEqual([status, whole, one.interims], [200, true, [103]])
    assert.equal(text(asAnswer(over2)), body)
    assert.equal(text(asAnswer(over1)), 'plain')
    assert.deepEqual([asAnswer(over2).protocol, asAnswer(over1).protocol], ['2', '1.1'])
  }
})

test('HTTP/2: a refused stream was surely not processed', async t => {
  const { origin, transport } = await http2(t, stream => stream.close(constants.NGHTTP2_REFUSED_STREAM))
  const { name } = asFault(await send(transport, origin, { method: 'POST', body: Buffer.from('x') }).landed)
  assert.equal(name, 'unprocessed')
})

test('HTTP/2: a stream that breaks within its body, and an abort, each end that exchange alone', async t => {
  const { origin, transport } = await http2(t, (stream, path) => {
    stream.respond({ ':status': 200, 'content-length': '9' })
    stream.write('ok')
    if (path === '/break') setTimeout(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR), 20)
    if (path === '/whole') stream.end('whole!!')
  })
  const hanging = send(transport, origin, { path: '/hang' })
  assert.ok(['reset', 'truncated'].includes(asFault(await send(transport, origin, { path: '/break' }).landed).name))
  hanging.flight.abort('deadline', null)
  assert.equal(asFault(await hanging.landed).name, 'deadline')
  assert.equal(text(asAnswer(await send(transport, origin, { path: '/whole' }).landed)), 'okwhole!!')
})
