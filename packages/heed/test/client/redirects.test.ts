import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Agent } from 'undici'
import { RedirectError } from '../../src/index.ts'
import { answering, clientFor, failureOf, loopback, type Seen } from './loopback.ts'

const CODES = [301, 302, 303, 307, 308]

const CREDENTIALS: Readonly<Record<string, string>> = {
  Authorization: 'Bearer c4n4ry',
  cookie: 'sid=c4n4ry',
  'X-API-KEY': 'c4n4ry',
  'proxy-authorization': 'Basic c4n4ry',
  'x-amz-security-token': 'c4n4ry',
  'Private-Token': 'c4n4ry',
}

const SAFE: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'user-agent': 'mine',
  traceparent: '00-1-2-3',
}

const credentialsIn = (request: Seen | undefined): string[] =>
  Object.keys(CREDENTIALS)
    .map(name => name.toLowerCase())
    .filter(name => request?.headers[name] !== undefined)

const all = Object.keys(CREDENTIALS).map(name => name.toLowerCase())

for (const code of CODES) {
  test(`${code}: credentials stay with their origin, and what was dropped on a -> b -> a stays dropped`, async t => {
    const home: Seen[] = []
    const b = await loopback(t, (_request, response) => {
      response.writeHead(code, { location: `${a.origin}/end` }).end()
    })
    const a = await loopback(t, (request, response) => {
      home.push(request)
      if (request.path === '/end') response.end('done')
      else if (request.path === '/') response.writeHead(code, { location: '/same' }).end()
      else response.writeHead(code, { location: `${b.origin}/away` }).end()
    })
    const answer = await clientFor(t).get(a.origin, { headers: { ...CREDENTIALS, ...SAFE } })
    assert.equal(await answer.text(), 'done')
    assert.deepEqual(
      home.map(request => [request.path, credentialsIn(request)]),
      [
        ['/', all],
        ['/same', all],
        ['/end', []],
      ],
    )
    assert.deepEqual(credentialsIn(b.seen[0]), [])
    for (const request of [...home, ...b.seen]) {
      for (const [name, value] of Object.entries(SAFE)) assert.equal(request.headers[name], value)
    }
    const away = answer.trail.filter(entry => entry.what === 'hop').map(entry => [...entry.dropped].sort())
    assert.deepEqual(away, [[], [...all].sort(), []])
  })
}

test('a POST is sent on as each code asks, and its body with it only where it stays a POST', async t => {
  for (const code of CODES) {
    const { origin, seen } = await loopback(t, (request, response) => {
      if (request.path === '/end') response.end()
      else response.writeHead(code, { location: '/end' }).end()
    })
    await clientFor(t).post(origin, { json: { a: 1 } })
    const keeps = code === 307 || code === 308
    const { method, body, headers } = seen[1] ?? {}
    assert.equal(method, keeps ? 'POST' : 'GET', String(code))
    assert.equal(body?.toString(), keeps ? '{"a":1}' : '', String(code))
    assert.equal(headers?.['content-type'], keeps ? 'application/json' : undefined, String(code))
  }
})

test('user info in a Location is never sent', async t => {
  const { origin, seen } = await loopback(t, (request, response) => {
    const location = `${origin.replace('http://', 'http://u:p@')}/end`
    if (request.path === '/end') response.end()
    else response.writeHead(302, { location }).end()
  })
  const answer = await clientFor(t).get(origin)
  assert.equal(seen[1]?.headers.authorization, undefined)
  assert.equal(answer.url, `${origin}/end`)
})

test('from https to http nothing is sent', async t => {
  const fixture = (name: string): string => readFileSync(new URL(`../fixture/${name}`, import.meta.url), 'utf8')
  const cert = fixture('localhost.cert.pem')
  const open = await loopback(t, answering(200))
  const secure = await loopback(t, answering(307, { location: `${open.origin}/?token=c4n4ry` }), {
    key: fixture('localhost.key.pem'),
    cert,
  })
  const dispatcher = new Agent({ connect: { ca: cert } })
  t.after(() => dispatcher.close())
  const url = secure.origin.replace('127.0.0.1', 'localhost')
  const error = await failureOf(clientFor(t, { dispatcher }).post(url, { headers: CREDENTIALS, json: 1 }))
  assert.ok(error instanceof RedirectError, String(error))
  assert.equal(error.stopped, 'redirect-downgrade')
  assert.match(error.message, /leads from https to http, where everybody on the way can read and change it/)
  assert.equal(secure.seen.length, 1)
  assert.equal(open.seen.length, 0)
})

test('an untrusted certificate is a fault that says how to trust it', async t => {
  const fixture = (name: string): string => readFileSync(new URL(`../fixture/${name}`, import.meta.url), 'utf8')
  const secure = await loopback(t, answering(200), {
    key: fixture('localhost.key.pem'),
    cert: fixture('localhost.cert.pem'),
  })
  const error = await failureOf(clientFor(t).get(secure.origin))
  assert.match(
    String(error),
    /failed \(tls\)\. No trusted TLS connection could be made\. .* pass a dispatcher that trusts it/,
  )
  assert.equal(secure.seen.length, 0)
})

test('at most maxRedirects are followed', async t => {
  const { origin, seen } = await loopback(t, (request, response) => {
    response.writeHead(302, { location: `/${request.number}` }).end()
  })
  const error = await failureOf(clientFor(t).get(origin, { maxRedirects: 3 }))
  assert.equal((error as RedirectError).stopped, 'redirect-limit')
  assert.equal(seen.length, 4)
  const none = await failureOf(clientFor(t).get(origin, { maxRedirects: 0 }))
  assert.equal((none as RedirectError).stopped, 'redirect-limit')
  assert.equal(seen.length, 5)
})

test('a body that can be read once is not sent on; one that can be opened anew is', async t => {
  const { origin, seen } = await loopback(t, (request, response) => {
    if (request.path === '/end') response.end()
    else response.writeHead(307, { location: '/end' }).end()
  })
  const stream = (): ReadableStream<Uint8Array> => new Blob(['text']).stream()
  const error = await failureOf(clientFor(t).post(origin, { body: stream() }))
  assert.equal((error as RedirectError).stopped, 'redirect-body')
  assert.equal(seen.length, 1)
  await clientFor(t).post(origin, { body: stream })
  assert.deepEqual(
    seen.slice(1).map(({ path, body }) => [path, body.toString()]),
    [
      ['/', 'text'],
      ['/end', 'text'],
    ],
  )
})
