import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFetch } from '../../src/fetch/create-fetch.ts'
import { loopback } from '../client/loopback.ts'
import { hearChannels } from '../watch/hear-channels.ts'

test('who listens on the channels hears of a fetch what is heard of a call', async t => {
  const heard = hearChannels(t)
  const { origin } = await loopback(t, ({ number }, response) => response.writeHead(number === 1 ? 503 : 200).end('x'))
  const response = await createFetch({ backoff: { faultMs: 1 } })(`${origin}/a?key=secret`)
  assert.equal(await response.text(), 'x')
  const attempts = ['attempt:start', 'attempt:end']
  const wanted = ['call:start', ...attempts, 'wait', ...attempts, 'call:end']
  assert.deepEqual(
    heard.names().filter(name => name !== 'step'),
    wanted,
  )
  assert.doesNotMatch(JSON.stringify(heard.all), /secret/)
})
