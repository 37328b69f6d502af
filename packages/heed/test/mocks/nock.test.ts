// nock 15 stands at the sockets and in place of globalThis.fetch, which heed looks for with each request.
import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import nock from 'nock'
import { expectTrail } from '../../src/testing/expect-trail.ts'
import { clientFor, loopback } from '../client/loopback.ts'

nock.disableNetConnect()
afterEach(() => nock.cleanAll())
after(() => nock.restore())

const HOST = 'https://api.nock.test'

test('nock answers, over http and https, and sees what was sent', async t => {
  for (const host of [HOST, 'http://api.nock.test']) {
    const scope = nock(host, { reqheaders: { 'x-own': 'yes' } })
      .post('/things', { name: 'a' })
      .query({ page: 2 })
      .reply(201, { id: 1 }, { location: '/things/1' })
    const client = clientFor(t, { baseUrl: host })
    const answer = await client.post('/things?page=2', { json: { name: 'a' }, headers: { 'x-own': 'yes' } })
    assert.deepEqual([answer.status, await answer.json()], [201, { id: 1 }])
    assert.ok(scope.isDone())
  }
})

test('its replies one after the other are what a call meets', async t => {
  nock(HOST).get('/').reply(503, 'busy').get('/').reply(307, '', { location: '/b' }).get('/b').reply(200, 'there')
  const answer = await clientFor(t)(HOST)
  const met = ['send', 'answer 503', 'wait', 'send', 'answer 307', 'hop', 'send', 'answer 200']
  expectTrail(answer.trail, met)
  assert.equal(await answer.text(), 'there')
})

test('what nock was not told of does not leave', async t => {
  await assert.rejects(clientFor(t, { attempts: 1 })('https://other.nock.test/'), { fault: 'unreachable' })
})

test('a client that has a connection open already is answered by nock, too', async t => {
  nock.restore()
  nock.enableNetConnect('127.0.0.1')
  const { origin } = await loopback(t, (_request, response) => response.end('real'))
  const client = clientFor(t)
  assert.equal(await client(origin).text(), 'real')
  nock.activate()
  nock(origin).get('/').reply(200, 'mocked')
  assert.equal(await client(origin).text(), 'mocked')
  nock.disableNetConnect()
})
