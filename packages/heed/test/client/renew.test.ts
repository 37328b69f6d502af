import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StatusError } from '../../src/index.ts'
import { basic } from '../../src/options/auth-options.ts'
import { clientFor, failureOf, loopback, type Serve } from './loopback.ts'
import { auth, carried, wanting } from './token-server.ts'

test('the token goes with every request to its origins, and with none to others', async t => {
  const serve: Serve = (request, response) => response.end(String(request.headers.authorization))
  const [home, named, other] = [await loopback(t, serve), await loopback(t, serve), await loopback(t, serve)]
  const api = clientFor(t, { auth: { token: 'T', origins: [home.origin, named.origin] } })
  for (const { origin } of [home, named]) {
    assert.equal(await api.get(`${origin}/a`).text(), 'Bearer T')
    assert.equal(await api.put(`${origin}/b`, { json: 1 }).text(), 'Bearer T')
  }
  assert.equal(await api.get(`${other.origin}/a`).text(), 'undefined')
})

test('with baseUrl, its origin alone gets the token', async t => {
  const server = await loopback(t, wanting('old'))
  const answer = await clientFor(t, auth(server)).get('/a')
  assert.equal(answer.status, 200)
  assert.deepEqual(carried(server.seen), ['Bearer old'])
})

test('the token also goes with what is retried', async t => {
  const server = await loopback(t, (request, response) => {
    if (request.number === 1) response.writeHead(503).end()
    else response.end('ok')
  })
  assert.equal(await clientFor(t, auth(server)).get('/').text(), 'ok')
  assert.deepEqual(carried(server.seen), ['Bearer old', 'Bearer old'])
})

test('basic sends user and password', async t => {
  const server = await loopback(t, (_request, response) => response.end())
  await clientFor(t, { baseUrl: server.origin, auth: { token: basic('Aladdin', 'open sesame') } }).get('/')
  assert.deepEqual(carried(server.seen), ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='])
})

test('1,000 calls that are refused at once share one refresh and go once more each', async t => {
  const calls = 1000
  const allRefused = Promise.withResolvers<void>()
  let refused = 0
  const server = await loopback(t, (request, response) => {
    if (request.headers.authorization === 'Bearer old') refused++
    if (refused === calls) allRefused.resolve()
    return wanting('new')(request, response)
  })
  let refreshed = 0
  const refresh = async (): Promise<string> => {
    refreshed++
    await allRefused.promise
    return 'new'
  }
  const api = clientFor(t, auth(server, { refresh }))
  const answers = await Promise.all(Array.from({ length: calls }, (_, at) => api.get(`/${at}`)))
  assert.ok(answers.every(answer => answer.status === 200))
  assert.equal(refreshed, 1)
  assert.equal(server.seen.length, 2 * calls)
  const sends = new Map<string, number>()
  for (const { path } of server.seen) sends.set(path, (sends.get(path) ?? 0) + 1)
  assert.deepEqual(new Set(sends.values()), new Set([2]))
})

test('the refresh is told what was refused, and what the server said', async t => {
  const server = await loopback(t, wanting('new'))
  let told: unknown = null
  const api = clientFor(
    t,
    auth(server, {
      refresh: ({ origin, refused, challenges }) => {
        const [challenge] = challenges
        told = [origin, refused, challenge?.scheme, challenge?.params.get('error'), challenge?.params.get('scope')]
        return 'new'
      },
    }),
  )
  const answer = await api.get('/')
  assert.deepEqual(told, [server.origin, 'old', 'bearer', 'invalid_token', 'read write'])
  assert.ok(answer.trail.some(entry => entry.rule === 'renew'))
  assert.doesNotMatch(JSON.stringify(answer.trail), /Bearer|\bold\b|\bnew\b/)
})

test('an authorization header of the call wins, and is not renewed', async t => {
  const server = await loopback(t, wanting('new'))
  const api = clientFor(t, auth(server, { refresh: () => assert.fail('it was asked') }))
  const error = await failureOf(api.get('/', { headers: { authorization: 'Bearer mine' } }))
  assert.ok(error instanceof StatusError && error.status === 401)
  assert.deepEqual(carried(server.seen), ['Bearer mine'])
})

test('a redirect to another named origin asks for the token of that one; to an unnamed one it carries none', async t => {
  const target = await loopback(t, (_request, response) => response.end('ok'))
  const home = await loopback(t, (_request, response) =>
    response.writeHead(307, { location: `${target.origin}/end` }).end(),
  )
  const asked: string[] = []
  const token = ({ origin }: { origin: string }): string => {
    asked.push(origin)
    return `for-${new URL(origin).port}`
  }
  const both = clientFor(t, { auth: { token, origins: [home.origin, target.origin] } })
  assert.equal(await both.get(home.origin).text(), 'ok')
  const one = clientFor(t, { auth: { token, origins: [home.origin] } })
  assert.equal(await one.get(home.origin).text(), 'ok')
  assert.deepEqual(asked, [home.origin, target.origin, home.origin])
  assert.deepEqual(carried(home.seen), Array(2).fill(`Bearer for-${new URL(home.origin).port}`))
  assert.deepEqual(carried(target.seen), [`Bearer for-${new URL(target.origin).port}`, undefined])
})

test('407 renews the credential for the proxy, and leaves the other alone', async t => {
  const server = await loopback(t, (request, response) => {
    if (request.headers['proxy-authorization'] === 'Bearer p2') response.end('ok')
    else response.writeHead(407, { 'proxy-authenticate': 'Bearer realm="proxy"' }).end()
  })
  const challenged: string[] = []
  const refresh = ({ challenges }: { challenges: readonly { params: ReadonlyMap<string, string> }[] }): string => {
    challenged.push(...challenges.map(each => String(each.params.get('realm'))))
    return 'p2'
  }
  const api = clientFor(t, {
    baseUrl: server.origin,
    auth: { token: 'old', refresh: () => assert.fail('it was asked') },
    proxyAuth: { token: 'p1', refresh },
  })
  assert.equal(await api.get('/').text(), 'ok')
  assert.equal(await api.get('/').text(), 'ok')
  assert.deepEqual(
    server.seen.map(request => request.headers['proxy-authorization']),
    ['Bearer p1', 'Bearer p2', 'Bearer p2'],
  )
  assert.deepEqual(carried(server.seen), Array(3).fill('Bearer old'))
  assert.deepEqual(challenged, ['proxy'])
})

test('a POST goes once more with its body, also from a function; a stream that is read does not', async t => {
  const server = await loopback(t, wanting('new'))
  const bytes = new TextEncoder().encode('hello')
  const stream = (): ReadableStream<Uint8Array> => new Blob([bytes]).stream()
  for (const body of ['hello', bytes, stream]) {
    const api = clientFor(t, auth(server, { refresh: () => 'new' }))
    assert.equal(await api.post('/', { body }).text(), 'body: hello')
  }
  assert.deepEqual(
    server.seen.map(request => [request.method, request.body.toString()]),
    Array(6).fill(['POST', 'hello']),
  )
  const api = clientFor(t, auth(server, { refresh: () => assert.fail('it was asked') }))
  const error = await failureOf(api.post('/', { body: stream() }))
  assert.ok(error instanceof StatusError)
  assert.deepEqual([error.status, error.stopped], [401, 'one-shot'])
  assert.equal(server.seen.length, 7)
})

test('a refresh may use the same client: what it sends carries no token and waits for nothing', async t => {
  const server = await loopback(t, (request, response) => {
    if (request.path === '/sign-in') response.end('new')
    else wanting('new')(request, response)
  })
  const api = clientFor(t, auth(server, { refresh: () => api.post('/sign-in', { body: 'secret' }).text() }))
  assert.equal(await api.get('/').text(), 'body: ')
  assert.deepEqual(carried(server.seen), ['Bearer old', undefined, 'Bearer new'])
})

test('a token that has ended is renewed before it is sent', async t => {
  const server = await loopback(t, wanting('new'))
  const token = { token: 'old', expiresAt: new Date(Date.now() - 1000) }
  await clientFor(t, auth(server, { token, refresh: () => 'new' })).get('/')
  assert.deepEqual(carried(server.seen), ['Bearer new'])
})
