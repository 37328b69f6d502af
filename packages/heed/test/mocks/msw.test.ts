// MSW 3 at the sockets, where it sees heed's own connections. `setupServer` replaces globalThis.fetch: see replaced-fetch.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import { HttpResponse, http } from 'msw'
import { defineNetwork, InterceptorSource } from 'msw/experimental'
import { expectTrail } from '../../src/testing/expect-trail.ts'
import { clientFor, loopback } from '../client/loopback.ts'

const network = defineNetwork({
  sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
  context: { quiet: true },
  onUnhandledFrame: 'error',
})

const HOST = 'https://api.msw.test'

test('MSW answers, over http and https, and sees what was sent', async t => {
  await network.enable()
  t.after(() => network.disable())
  for (const host of [HOST, 'http://api.msw.test']) {
    network.use(
      http.post(`${host}/things`, async ({ request }) => {
        const { searchParams } = new URL(request.url)
        const seen = { page: searchParams.get('page'), own: request.headers.get('x-own'), body: await request.json() }
        return HttpResponse.json(seen, { status: 201 })
      }),
    )
    const client = clientFor(t, { baseUrl: host })
    const answer = await client.post('/things?page=2', { json: { name: 'a' }, headers: { 'x-own': 'yes' } })
    assert.equal(answer.status, 201)
    assert.deepEqual(await answer.json(), { page: '2', own: 'yes', body: { name: 'a' } })
  }
})

test('its answers one after the other are what a call meets', async t => {
  await network.enable()
  t.after(() => network.disable())
  network.use(
    http.get(`${HOST}/`, () => new HttpResponse('busy', { status: 503 }), { once: true }),
    http.get(`${HOST}/`, () => new HttpResponse(null, { status: 307, headers: { location: '/b' } })),
    http.get(`${HOST}/b`, () => HttpResponse.text('there')),
  )
  const answer = await clientFor(t)(HOST)
  const met = ['send', 'answer 503', 'wait', 'send', 'answer 307', 'hop', 'send', 'answer 200']
  expectTrail(answer.trail, met)
  assert.equal(await answer.text(), 'there')
})

test('once MSW is off, requests go to the server again', async t => {
  const { origin, seen } = await loopback(t, (_request, response) => response.end('real'))
  await network.enable()
  network.use(http.get(`${origin}/`, () => HttpResponse.text('mocked')))
  assert.equal(await clientFor(t)(origin).text(), 'mocked')
  await network.disable()
  assert.equal(await clientFor(t)(origin).text(), 'real')
  assert.equal(seen.length, 1)
})
