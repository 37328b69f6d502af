// What is sent while somebody has called setGlobalDispatcher, of this or of another copy of undici.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { Agent, type Dispatcher, getGlobalDispatcher, MockAgent, ProxyAgent, setGlobalDispatcher } from 'undici'
import * as older from 'undici-7'
import { clientFor, type Loopback, loopback } from '../client/loopback.ts'

const atFirst = getGlobalDispatcher()
afterEach(() => setGlobalDispatcher(atFirst))

const origin = (t: TestContext): Promise<Loopback> => loopback(t, (_request, response) => response.end('real'))

/** A mock that answers every GET of / at this origin. */
function mocked(mock: MockAgent, at: string): MockAgent {
  mock.disableNetConnect()
  mock.get(at).intercept({ path: '/' }).reply(200, 'mocked').persist()
  return mock
}

function olderMocked(at: string): older.MockAgent {
  const mock = new older.MockAgent()
  mock.disableNetConnect()
  mock.get(at).intercept({ path: '/' }).reply(200, 'mocked').persist()
  return mock
}

test("undici's MockAgent answers a client that was made before it, until it is taken away", async t => {
  const { origin: url, seen } = await origin(t)
  const client = clientFor(t)
  assert.equal(await client(url).text(), 'real')
  setGlobalDispatcher(mocked(new MockAgent(), url))
  assert.equal(await client(url).text(), 'mocked')
  setGlobalDispatcher(atFirst)
  assert.equal(await client(url).text(), 'real')
  assert.equal(seen.length, 2)
})

test('so does the MockAgent of another copy of undici', async t => {
  const { origin: url, seen } = await origin(t)
  const client = clientFor(t)
  const before = older.getGlobalDispatcher()
  older.setGlobalDispatcher(olderMocked(url))
  assert.equal(await client(url).text(), 'mocked')
  older.setGlobalDispatcher(before)
  assert.equal(await client(url).text(), 'real')
  assert.equal(seen.length, 1)
})

test('so does one of a copy that knows the old place alone', async t => {
  const { origin: url, seen } = await origin(t)
  const client = clientFor(t)
  const place = Symbol.for('undici.globalDispatcher.1')
  const before: unknown = Reflect.get(globalThis, place)
  t.after(() => Reflect.set(globalThis, place, before))
  Reflect.set(globalThis, place, olderMocked(url))
  assert.equal(await client(url).text(), 'mocked')
  Reflect.set(globalThis, place, before)
  assert.equal(await client(url).text(), 'real')
  assert.equal(seen.length, 1)
})

test('a request that no mock answers never leaves', async t => {
  const { origin: url, seen } = await origin(t)
  setGlobalDispatcher(mocked(new MockAgent(), url))
  await assert.rejects(clientFor(t).get(`${url}/other`), { name: 'WireError', code: 'HEED_WIRE' })
  assert.equal(seen.length, 0)
})

test('a dispatcher or transport of the client goes before the global one', async t => {
  const { origin: url } = await origin(t)
  setGlobalDispatcher(mocked(new MockAgent(), url))
  const own = new Agent()
  t.after(() => own.close())
  assert.equal(await clientFor(t, { dispatcher: own })(url).text(), 'real')
})

for (const [what, made] of [
  ['a plain one', () => new Agent()],
  ['one with an interceptor', () => new Agent().compose(each => (options, handler) => each(options, handler))],
] as const) {
  test(`every agent that is chosen while heed runs is used: ${what}`, async t => {
    const { origin: url } = await origin(t)
    const agent: Dispatcher = made()
    t.after(() => agent.close())
    let sent = 0
    setGlobalDispatcher(
      agent.compose(dispatch => (options, handler) => {
        sent += 1
        return dispatch(options, handler)
      }),
    )
    assert.equal(await clientFor(t)(url).text(), 'real')
    assert.equal(sent, 1)
  })
}

/** A proxy to this machine alone, which keeps what it was asked for: by CONNECT, or by a whole address. */
async function proxy(t: TestContext): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((incoming, response) => {
    asked.push(incoming.url ?? '')
    const { method, headers } = incoming
    incoming.pipe(
      httpRequest(incoming.url ?? '', { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(response)
      }),
    )
  })
  server.on('connect', (incoming, socket) => {
    const authority = incoming.url ?? ''
    asked.push(authority)
    if (!authority.startsWith('127.0.0.1:')) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const through = connect(Number(authority.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Through\r\n\r\n')
      socket.pipe(through).pipe(socket)
    })
    for (const end of [socket, through]) end.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

test('a ProxyAgent that is chosen for all is used', async t => {
  const { origin: url } = await origin(t)
  const { url: uri, asked } = await proxy(t)
  const agent = new ProxyAgent({ uri, proxyTunnel: false })
  t.after(() => agent.close())
  setGlobalDispatcher(agent)
  assert.equal(await clientFor(t)(url).text(), 'real')
  assert.deepEqual(asked, [`${url}/`])
})

test('a proxy that refuses the tunnel is told as no way to the host, not as an abort of the caller', async t => {
  const { url: uri, asked } = await proxy(t)
  const agent = new ProxyAgent({ uri })
  t.after(() => agent.close())
  setGlobalDispatcher(agent)
  const call = clientFor(t, { attempts: 2 }).post('https://api.test/', { body: 'x' })
  await assert.rejects(call, { name: 'WireError', fault: 'unreachable' })
  assert.deepEqual(asked, ['api.test:443', 'api.test:443'])
})

/** Runs a program of its own, in which `heed` is not loaded yet; gives what it prints. */
async function program(code: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const words = ['--conditions=heed-source', '--input-type=module', '-e', code]
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    cwd: import.meta.dirname,
    env: { ...process.env, ...env },
  })
  return stdout.trim()
}

const asks = (url: string): string => `
  const { createClient } = await import('heed')
  const client = createClient({ attempts: 1 })
  console.log(await client(${JSON.stringify(url)}).text())
  await client.close()`

const MADE = `
  let sent = 0
  const counts = dispatch => (options, handler) => { sent += 1; return dispatch(options, handler) }`

test('one that was chosen before heed was loaded is used', async t => {
  const { origin: url } = await origin(t)
  for (const copy of ['undici', 'undici-7']) {
    const code = `const { Agent, setGlobalDispatcher } = await import('${copy}')
      ${MADE}
      setGlobalDispatcher(new Agent().compose(counts))${asks(url)}
      console.log(sent)`
    assert.equal(await program(code), 'real\n1', copy)
  }
})

test('what a copy of undici puts in place by itself is not: heed keeps its own connections', async t => {
  const { origin: url } = await origin(t)
  const own = (before: string): string => `${before}
    await import('undici')
    let sent = 0
    for (const place of Object.getOwnPropertySymbols(globalThis)) {
      const there = globalThis[place]
      if (!String(place.description).startsWith('undici.globalDispatcher')) continue
      const kind = Object.getPrototypeOf(there)
      const real = kind.dispatch
      kind.dispatch = function (...words) { sent += 1; return real.apply(this, words) }
    }${asks(url)}
    console.log(sent)`
  assert.equal(await program(own('')), 'real\n0')
  assert.equal(await program(own("await fetch('data:,used')")), 'real\n0')
  assert.equal(await program(own("await import('undici-7')")), 'real\n0')
})

test("Node's own switch for proxies is kept to", async t => {
  const { origin: url } = await origin(t)
  const { url: uri, asked } = await proxy(t)
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: uri, http_proxy: uri, NO_PROXY: '', no_proxy: '' }
  assert.equal(await program(asks(url), env), 'real')
  assert.deepEqual(asked, [new URL(url).host])
})
