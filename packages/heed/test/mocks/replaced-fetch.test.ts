// What `setupServer` of MSW does: it replaces globalThis.fetch, and heed looks for that with each request.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createClient } from '../../src/client.ts'
import { createFetch } from '../../src/fetch/create-fetch.ts'
import { expectTrail } from '../../src/testing/expect-trail.ts'
import { clientFor, loopback } from '../client/loopback.ts'

const HOST = 'https://api.msw.test'
const server = setupServer()

before(() => server.listen())
after(() => server.close())

test('MSW as its users set it up answers heed, retries, redirects and all', async t => {
  server.use(
    http.get(`${HOST}/`, () => new HttpResponse('busy', { status: 503 }), { once: true }),
    http.get(`${HOST}/`, () => new HttpResponse(null, { status: 307, headers: { location: '/b' } })),
    http.get(`${HOST}/b`, () => HttpResponse.json({ here: true })),
  )
  const answer = await clientFor(t)(HOST)
  expectTrail(answer.trail, ['send', 'answer 503', 'wait', 'send', 'answer 307', 'hop', 'send', 'answer 200'])
  assert.deepEqual(await answer.json(), { here: true })
})

test('and what is sent is seen whole', async t => {
  server.use(
    http.post(`${HOST}/things`, async ({ request }) =>
      HttpResponse.json({ own: request.headers.get('x-own'), body: await request.json() }, { status: 201 }),
    ),
  )
  const options = { json: { name: 'a' }, headers: { 'x-own': 'yes' } }
  assert.deepEqual(await clientFor(t).post(`${HOST}/things`, options).json(), { own: 'yes', body: { name: 'a' } })
})

test("heed's own fetch is heard, too", async () => {
  server.use(http.get(`${HOST}/f`, () => HttpResponse.text('mocked')))
  assert.equal(await (await createFetch()(`${HOST}/f`)).text(), 'mocked')
})

test('a client goes its own way again when the mock is gone', async t => {
  const { origin, seen } = await loopback(t, (_request, response) => response.end('real'))
  const client = createClient()
  server.use(http.get(`${origin}/`, () => HttpResponse.text('mocked')))
  assert.equal(await client(origin).text(), 'mocked')
  server.close()
  assert.equal(await client(origin).text(), 'real')
  server.listen()
  await client.close()
  assert.equal(seen.length, 1)
})
