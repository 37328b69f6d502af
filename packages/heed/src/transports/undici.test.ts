import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, request as httpRequest, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server as NetServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher, MockAgent, ProxyAgent } from 'undici'
import { always, asAnswer, asFault, dropped, firstThenSound, nonce, send, text, wire } from '../../test/wire.ts'
import type { Transport } from '../ports.ts'
import { systemClock } from '../shared/clock.ts'
import { undiciTransport } from './undici.ts'

function over(t: TestContext, dispatcher?: Dispatcher): Transport {
  if (dispatcher === undefined) {
    const transport = undiciTransport({ clock: systemClock })
    t.after(() => transport.close())
    return transport
  }
  t.after(() => dispatcher.close())
  return undiciTransport({ clock: systemClock, dispatcher })
}

async function portOf(t: TestContext, server: Server | NetServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const sound = (line: Parameters<ReturnType<typeof firstThenSound>>[0]) => line.write(nonce(`first-${line.number}`))

test('one connection serves one exchange after the other, each with its own answer', async t => {
  const { answer, lines } = await wire(t, async line => {
    for (let turn = 1; (await line.next()) !== null; turn++) await line.write(nonce(`${line.number}-${turn}`))
  })
  for (let turn = 1; turn <= 20; turn++) {
    assert.equal(text(await answer({ method: turn % 2 ? 'GET' : 'POST' })), `1-${turn}`)
    await sleep(10)
  }
  assert.equal(lines.length, 1)
})

test('many at once each get their own answer', async t => {
  const { answer, lines } = await wire(t, async line => {
    for (let request = await line.next(); request !== null; request = await line.next()) {
      await line.write(nonce(/\/(\d+) /.exec(request.head)?.[1] ?? ''))
    }
  })
  const got = await Promise.all(Array.from({ length: 50 }, (_, at) => answer({ path: `/${at}` }).then(text)))
  assert.deepEqual(
    got,
    Array.from({ length: 50 }, (_, at) => `${at}`),
  )
  assert.ok(lines.length <= 50)
})

test('a new connection carries one exchange, and the old one stays for others', async t => {
  const { answer, lines } = await wire(t, firstThenSound('', sound))
  assert.equal(text(await answer()), 'first-1')
  await sleep(20)
  assert.equal(text(await answer({ newConnection: true })), '2-2')
  await sleep(20)
  assert.equal(text(await answer()), '1-3')
  await dropped(lines[1])
  assert.equal(lines.length, 2)
})

test('a connection that the server closed while idle is not used; one closed at the moment of reuse is a reset', async t => {
  const { answer, fault, lines } = await wire(t, async line => {
    await line.next()
    await line.write(nonce('ok'))
    if (line.number === 1) line.socket.end()
    else if ((await line.head()) !== null) line.socket.resetAndDestroy()
  })
  await answer()
  await sleep(30)
  await answer()
  await sleep(30)
  const { name, sent } = await fault({ method: 'POST', body: Buffer.from('x') })
  assert.deepEqual([name, sent, lines.length], ['reset', true, 2])
})

test('HEAD has no body, whatever its fields say', async t => {
  const { answer } = await wire(t, always('HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n'))
  const { body, whole, fields } = await answer({ method: 'HEAD' })
  assert.deepEqual([body.length, whole, fields['content-length']], [0, true, '99'])
})

test('the path, query and method go out as they are, and user info and fragment do not', async t => {
  let head = ''
  const { transport, origin } = await wire(t, async line => {
    head = (await line.head()) ?? ''
    await line.write(nonce('ok'))
  })
  const url = `${origin.replace('//', '//me:secret@')}/a%20b?c=d&e#f`
  await send(transport, url, { method: 'QUERY', path: url }).landed
  assert.match(head, /^QUERY \/a%20b\?c=d&e HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\nconnection: keep-alive\r\n/)
  assert.doesNotMatch(head, /secret|authorization/)
})

test('nothing was sent where no connection came to be', async t => {
  const transport = over(t)
  const port = await portOf(t, createServer())
  const closed = createServer()
  const closedPort = await portOf(t, closed)
  closed.close()
  const fault = async (origin: string) => asFault(await send(transport, origin).landed)
  const refused = await fault(`http://127.0.0.1:${closedPort}`)
  assert.deepEqual([refused.name, refused.sent], ['refused', false])
  const unknown = await fault('http://no-such-host.invalid')
  assert.ok(['unknown-host', 'unreachable'].includes(unknown.name) && !unknown.sent, unknown.name)
  assert.equal((await fault('ftp://127.0.0.1/')).name, 'unsendable')
  const hasty = undiciTransport({ clock: systemClock, connectMs: 100 })
  t.after(() => hasty.close())
  const late = asFault(await send(hasty, `https://127.0.0.1:${port}`).landed)
  assert.deepEqual([late.name, late.sent], ['connect-timeout', false])
})

const fixture = (name: string) => readFileSync(new URL(`../../test/fixture/${name}`, import.meta.url))
const certificate = { key: fixture('localhost.key.pem'), cert: fixture('localhost.cert.pem') }

test('a certificate that nobody vouches for, and a server that speaks no TLS, are the fault tls', async t => {
  const transport = over(t)
  const port = await portOf(
    t,
    createTlsServer(certificate, (_request, response) => response.end('ok')),
  )
  const { name, sent } = asFault(await send(transport, `https://127.0.0.1:${port}`).landed)
  assert.deepEqual([name, sent], ['tls', false])
  const plain = await wire(t, line => line.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
  assert.equal(asFault(await send(transport, plain.origin.replace('http:', 'https:')).landed).name, 'tls')
})

test("over TLS with the caller's own authority, HTTP/1.1 and HTTP/2 alike", async t => {
  const port = await portOf(
    t,
    createTlsServer(certificate, (_request, response) => response.end('ok')),
  )
  const transport = over(t, new Agent({ connect: { ca: certificate.cert } }))
  const { body } = asAnswer(await send(transport, `https://localhost:${port}`).landed)
  assert.equal(Buffer.from(body).toString(), 'ok')
})

test('close lets an exchange finish, then frees its connection, and sends nothing more', async t => {
  let go = () => {}
  const {
    transport,
    send: start,
    lines,
  } = await wire(t, async line => {
    await line.next()
    await new Promise<void>(resolve => {
      go = resolve
    })
    await line.write(nonce('ok'))
  })
  const { landed } = start()
  while (lines.length === 0) await sleep(5)
  await sleep(20)
  const closing = transport.close()
  const { name, sent } = asFault(await start().landed)
  assert.deepEqual([name, sent], ['closed', false])
  go()
  assert.equal(text(asAnswer(await landed)), 'ok')
  await closing
  await transport.close()
  await dropped(lines[0])
})

test("the caller's own dispatcher is used and never closed", async t => {
  const { origin } = await wire(t, always(nonce('ok')))
  const agent = new Agent()
  const transport = over(t, agent)
  assert.equal(text(asAnswer(await send(transport, origin).landed)), 'ok')
  await transport.close()
  assert.equal(agent.closed, false)
  assert.equal(asFault(await send(transport, origin).landed).name, 'closed')
})

test('a dispatcher that throws is the fault unsendable', async t => {
  const cause = new Error('no')
  const dispatcher = {
    dispatch(): boolean {
      throw cause
    },
  }
  const transport = undiciTransport({ clock: systemClock, dispatcher })
  t.after(() => transport.close())
  assert.deepEqual(await send(transport, 'http://a.test').landed, {
    kind: 'fault',
    name: 'unsendable',
    sent: false,
    cause,
  })
})

test('MockAgent answers and fails as told', async t => {
  const agent = new MockAgent()
  agent.disableNetConnect()
  const pool = agent.get('http://a.test')
  pool.intercept({ path: '/yes', method: 'POST' }).reply(201, 'made', { headers: { 'x-a': '1' } })
  pool.intercept({ path: '/no' }).replyWithError(Object.assign(new Error('gone'), { code: 'ECONNRESET' }))
  const transport = over(t, agent)
  const made = asAnswer(
    await send(transport, 'http://a.test', { path: '/yes', method: 'POST', body: Buffer.from('hi') }).landed,
  )
  assert.deepEqual([made.status, text(made), made.fields['x-a'], made.whole], [201, 'made', '1', true])
  assert.equal(asFault(await send(transport, 'http://a.test', { path: '/no' }).landed).name, 'reset')
  assert.equal(asFault(await send(transport, 'http://a.test', { path: '/none' }).landed).name, 'unsendable')
})

test('ProxyAgent goes through its proxy, in a tunnel and by absolute form', async t => {
  const { origin } = await wire(t, always(nonce('behind')))
  const asked: string[] = []
  const proxy = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const onward = httpRequest(request.url ?? '', { method: request.method }, answer => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  }).on('connect', (request, socket) => {
    asked.push(`${request.method} ${request.url}`)
    const onward = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Go\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [onward, socket]) end.on('error', () => onward.destroy())
  })
  const uri = `http://127.0.0.1:${await portOf(t, proxy)}`
  for (const proxyTunnel of [true, false]) {
    const transport = over(t, new ProxyAgent({ uri, proxyTunnel }))
    assert.equal(text(asAnswer(await send(transport, origin, { path: '/x' }).landed)), 'behind')
  }
  assert.deepEqual(asked, [`CONNECT ${origin.slice(7)}`, `GET ${origin}/x`])
})
