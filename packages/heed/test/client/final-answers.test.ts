import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { StatusError, TimeoutError } from '../../src/index.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

test('201 and 202 name the location of what was made, resolved; nothing else does', async t => {
  const { origin } = await loopback(t, (request, response) => {
    const { status, location } = JSON.parse(request.body.toString())
    response.writeHead(status, location === undefined ? {} : { location }).end()
  })
  const api = clientFor(t)
  const made = async (status: number, location?: string): Promise<string | null> =>
    (await api.post(`${origin}/posts/`, { json: { status, location } })).location
  assert.equal(await made(201, '/posts/7'), `${origin}/posts/7`)
  assert.equal(await made(202, 'jobs/1'), `${origin}/posts/jobs/1`)
  assert.equal(await made(201, 'https://other.test/x'), 'https://other.test/x')
  assert.equal(await made(201), null)
  assert.equal(await made(201, 'http://['), null)
  assert.equal(await made(200, '/posts/7'), null)
})

test('304 is an answer to those who sent a validator, and an error to others', async t => {
  const { origin, seen } = await loopback(t, answering(304, { etag: '"1"' }))
  const api = clientFor(t)
  const same = await api.get(origin, { headers: { 'If-None-Match': '"1"' } })
  assert.equal(same.status, 304)
  assert.equal(same.ok, false)
  assert.equal(await same.json(), undefined)
  const error = await failureOf(api.get(origin))
  assert.ok(error instanceof StatusError)
  assert.equal(error.status, 304)
  assert.equal(seen.length, 2)
})

test('redirect: manual gives the redirect itself', async t => {
  const { origin, seen } = await loopback(t, answering(302, { location: '/elsewhere' }, 'moved'))
  const answer = await clientFor(t).get(origin, { redirect: 'manual' })
  assert.equal(answer.status, 302)
  assert.equal(answer.headers.get('location'), '/elsewhere')
  assert.equal(answer.location, null)
  assert.equal(answer.redirected, false)
  assert.equal(await answer.text(), 'moved')
  assert.equal(seen.length, 1)
})

test('throwOnError: false makes a final 4xx or 5xx an answer, after the retries it deserves', async t => {
  const { origin, seen } = await loopback(t, (request, response) => {
    response.writeHead(request.path === '/4' ? 404 : 503, JSON_TYPE).end('{"why":"x"}')
  })
  const api = clientFor(t, { throwOnError: false })
  const missing = await api.get(`${origin}/4`)
  assert.equal(missing.status, 404)
  assert.equal(missing.ok, false)
  assert.deepEqual(await missing.json(), { why: 'x' })
  assert.equal(missing.trail.at(-1)?.what, 'end')
  const out = await api.get(`${origin}/5`)
  assert.equal(out.status, 503)
  assert.deepEqual(await out.json(), { why: 'x' })
  assert.equal(seen.length, 1 + 3)
  assert.ok((await failureOf(api.get(`${origin}/4`, { throwOnError: true }))) instanceof StatusError)
})

test('throwOnError: false hides no refused redirect', async t => {
  const { origin } = await loopback(t, answering(302, { location: 'ftp://a.test/' }))
  const error = await failureOf(clientFor(t, { throwOnError: false }).get(origin))
  assert.equal((error as StatusError).code, 'HEED_REDIRECT')
})

test('405 says which methods work, 401 how to sign in, and Link where the next page is', async t => {
  const { origin } = await loopback(t, (request, response) => {
    if (request.path === '/list') response.setHeader('link', '</list?page=2>; rel="next", </list?page=9>; rel="last"')
    else if (request.path === '/private')
      response.setHeader('www-authenticate', 'Bearer realm="lab", Basic realm="old"')
    else response.setHeader('allow', 'GET, HEAD')
    response.writeHead(request.path === '/list' ? 200 : request.path === '/private' ? 401 : 405).end()
  })
  const api = clientFor(t)
  const { links } = await api.get(`${origin}/list`)
  assert.equal(links.find(link => link.rel.includes('next'))?.url.toString(), `${origin}/list?page=2`)
  const refused = await failureOf(api.put(`${origin}/read-only`))
  assert.ok(refused instanceof StatusError)
  assert.deepEqual([refused.allow, refused.challenges], [['GET', 'HEAD'], []])
  assert.match(refused.message, /It allows GET, HEAD\./)
  const stranger = await failureOf(api.get(`${origin}/private`))
  assert.ok(stranger instanceof StatusError)
  assert.deepEqual(
    stranger.challenges.map(({ scheme, params }) => `${scheme} ${params.get('realm')}`),
    ['bearer lab', 'basic old'],
  )
})

test('the last answer is readable after a time-out, also when it was coded', async t => {
  let sends = 0
  const { origin } = await loopback(t, (_request, response) => {
    sends++
    if (sends > 1) return
    response.writeHead(503, { 'content-encoding': 'gzip' }).end(gzipSync('busy until noon'))
  })
  const error = await failureOf(clientFor(t).get(origin, { deadlineMs: 400 }))
  assert.ok(error instanceof TimeoutError)
  assert.equal(error.status, 503)
  assert.equal(await error.lastAnswer?.text(), 'busy until noon')
})
