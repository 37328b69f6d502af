import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { clientFor, loopback } from '../../test/client/loopback.ts'
import { always, asAnswer, asFault, nonce, send, text, wire } from '../../test/wire.ts'
import { createClient } from '../client.ts'
import type { Transport } from '../ports.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { fetchTransport } from './fetch.ts'

type Init = RequestInit & { readonly [nested: symbol]: unknown }

/** The real fetch, which also writes down what it was given. */
function noting(seen: Init[]): typeof fetch {
  return (input, init) => {
    seen.push(init as Init)
    return fetch(input, init)
  }
}

/** The real fetch under a page's rule for redirects. */
function hiding(seen: Init[]): typeof fetch {
  return async (input, init) => {
    seen.push(init as Init)
    const response = await fetch(input, init)
    if (init?.redirect !== 'manual' || !response.headers.has('location')) return response
    return Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } })
  }
}

async function moving(t: TestContext): Promise<{ origin: string; methods: string[] }> {
  const methods: string[] = []
  const { origin } = await loopback(t, ({ path, method }, response) => {
    methods.push(`${method} ${path}`)
    if (path === '/old') response.writeHead(302, { location: '/new' }).end()
    else response.end('found')
  })
  return { origin, methods }
}

test('globalThis.fetch is read for each request, and a given one wins', async t => {
  const { origin, transport } = await wire(t, always(nonce('ok')), fetchTransport())
  assert.equal(text(asAnswer(await send(transport, origin).landed)), 'ok')
  const before = globalThis.fetch
  t.after(() => {
    globalThis.fetch = before
  })
  globalThis.fetch = async () => new Response('replaced')
  assert.equal(text(asAnswer(await send(transport, origin).landed)), 'replaced')
  const given = fetchTransport({ fetch: before })
  assert.equal(text(asAnswer(await send(given, origin).landed)), 'ok')
})

test('it says that somebody above it retries, and sees to redirects itself', async t => {
  const seen: Init[] = []
  const { transport, origin } = await wire(t, always(nonce('ok')), fetchTransport({ fetch: noting(seen) }))
  await send(transport, origin).landed
  assert.equal(seen[0]?.[Symbol.for('heed.nested')], true)
  assert.equal(seen[0]?.redirect, 'manual')
})

test('where redirects are hidden, what changes nothing goes again and is followed', async t => {
  const seen: Init[] = []
  const { origin, methods } = await moving(t)
  const transport = fetchTransport({ fetch: hiding(seen) })
  const found = asAnswer(await send(transport, origin, { path: '/old' }).landed)
  assert.deepEqual([found.status, text(found)], [200, 'found'])
  assert.deepEqual(methods, ['GET /old', 'GET /old', 'GET /new'])
  assert.deepEqual(
    seen.map(init => init.redirect),
    ['manual', 'follow'],
  )
})

test('where redirects are hidden, a POST never goes twice', async t => {
  const { origin, methods } = await moving(t)
  const transport = fetchTransport({ fetch: hiding([]) })
  const { name, sent } = asFault(await send(transport, origin, { path: '/old', method: 'POST', body: 'x' }).landed)
  assert.deepEqual([name, sent, methods], ['malformed', true, ['POST /old']])
})

test('a client follows each redirect itself, retries, and reads what a failure says', async t => {
  const asked: string[] = []
  const { origin } = await loopback(t, ({ path, number }, response) => {
    asked.push(path)
    if (path === '/old') response.writeHead(307, { location: '/new' }).end()
    else if (number < 4) response.writeHead(503, { 'retry-after': '0' }).end('busy')
    else response.end('made')
  })
  const client = clientFor(t, { transport: fetchTransport() })
  const answer = await client.put(`${origin}/old`, { body: 'x' })
  assert.deepEqual([await answer.text(), answer.url, answer.redirected], ['made', `${origin}/new`, true])
  assert.deepEqual(asked, ['/old', '/new', '/new', '/new'])
})

test('a platform that follows unseen cannot be asked to show or refuse redirects', () => {
  const send = (): never => assert.fail('nothing is sent')
  const transport: Transport = { followsRedirects: true, send, close: async () => {} }
  for (const redirect of ['manual', 'error'] as const) {
    assert.throws(() => createClient({ transport, redirect }), /redirect cannot be '\w+' in a browser/)
    assert.throws(() => createClient({ transport, hedge: true, redirect }), /redirect cannot be/)
  }
  createClient({ transport, redirect: 'follow' })
})

test('what is no method is not even asked of a platform that would send another', async t => {
  const seen: Init[] = []
  const { origin, transport } = await wire(t, always(nonce('ok')), fetchTransport({ fetch: noting(seen) }))
  for (const method of ['G ET', '', 'GET\r\n']) {
    const { name, sent } = asFault(await send(transport, origin, { method }).landed)
    assert.deepEqual([name, sent, seen.length], ['unsendable', false, 0])
  }
})

test('a silence within a body is counted on the clock that it was given', async t => {
  const clock = fakeClock()
  const { send: start } = await wire(
    t,
    always('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'),
    fetchTransport({ clock }),
  )
  const { landed, heads } = start({ limits: { bodyIdleMs: 60_000 } })
  while (heads.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  await new Promise(resolve => setTimeout(resolve, 20))
  clock.advance(60_001)
  assert.equal(asFault(await landed).name, 'body-idle')
})

test('where answers have no streams a body comes in one piece, and the limit holds', async t => {
  const { origin } = await wire(t, always(nonce('whole')))
  const transport = fetchTransport({
    fetch: async (input, init) => Object.defineProperty(await fetch(input, init), 'body', { value: undefined }),
  })
  const got = asAnswer(await send(transport, origin).landed)
  assert.deepEqual([text(got), got.whole], ['whole', true])
  assert.equal(asFault(await send(transport, origin, { limits: { bodyBytes: 4 } }).landed).name, 'too-large')
})
