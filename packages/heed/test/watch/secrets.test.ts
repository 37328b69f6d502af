import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { memoryCache } from '../../src/cache.ts'
import type { ClientOptions } from '../../src/options/options.ts'
import { otel } from '../../src/otel.ts'
import { clientFor, loopback, type Serve } from '../client/loopback.ts'
import { always, wire } from '../wire.ts'
import { hearChannels } from './hear-channels.ts'
import { registerSdk } from './otel-sdk.ts'

const CANARY = 'c4n4ryS3cr3t'

const FIELDS = {
  'set-cookie': `sid=${CANARY}1`,
  'content-type': `text/plain; boundary=${CANARY}2`,
  'x-token': `${CANARY}3`,
  'cache-control': 'max-age=60',
  etag: `"${CANARY}4"`,
  'www-authenticate': `Bearer realm="${CANARY}5"`,
}

const servers: Readonly<Record<string, Serve>> = {
  'a result': (_request, response) => response.writeHead(200, FIELDS).end(`${CANARY}6`),
  'an error': (_request, response) => response.writeHead(400, FIELDS).end(`${CANARY}6`),
  'a refusal': (_request, response) => response.writeHead(401, FIELDS).end(`${CANARY}6`),
  'a server that fails': (_request, response) =>
    response.writeHead(503, { ...FIELDS, 'retry-after': `${CANARY}7` }).end(`${CANARY}6`),
  'a redirect': ({ number }, response) =>
    response.writeHead(number > 1 ? 200 : 302, { ...FIELDS, location: `/b?t=${CANARY}8#${CANARY}9` }).end(),
  'a redirect that is refused': (_request, response) =>
    response.writeHead(302, { ...FIELDS, location: `ftp://u:${CANARY}8@a.test/` }).end(),
  'a pause': (_request, response) => response.writeHead(429, { ...FIELDS, 'retry-after': '0' }).end(),
}

async function callWithSecrets(t: TestContext, origin: string, options: ClientOptions): Promise<void> {
  const api = clientFor(t, {
    ...options,
    watch: otel(),
    attempts: 2,
    maxWaitMs: 100,
    cache: memoryCache(),
    baseUrl: origin,
    auth: { token: `${CANARY}10`, refresh: async () => `${CANARY}11` },
    limitKey: ({ fields }) => `${fields['x-api-key']}`,
  })
  const secret = {
    headers: { 'x-api-key': `${CANARY}12`, cookie: `${CANARY}13` },
    searchParams: { key: `${CANARY}14` },
  }
  await api.get(`/a?${CANARY}15`, secret).catch(() => {})
  await api.get(`/a?${CANARY}15`, secret).catch(() => {})
  await api.post('/b', { ...secret, json: { password: `${CANARY}16` }, idempotencyKey: `${CANARY}17` }).catch(() => {})
}

for (const [name, serve] of Object.entries(servers)) {
  test(`no secret is in a message, a span or a measure: ${name}`, async t => {
    const heard = hearChannels(t)
    const sdk = registerSdk(t)
    const { origin, seen } = await loopback(t, serve)
    await callWithSecrets(t, origin, {})
    assert.ok(JSON.stringify(seen).includes(CANARY), 'the server was told')
    const told = { all: heard.all, spans: sdk.shownSpans(), measures: await sdk.measures() }
    assert.ok(told.all.length > 3 && told.spans.length > 1 && told.measures.length > 1)
    assert.doesNotMatch(JSON.stringify(told), new RegExp(CANARY))
    assert.doesNotMatch(inspect(told, { depth: 12 }), new RegExp(CANARY))
  })
}

test('no secret is in a message or a span of an answer that is no HTTP', async t => {
  const heard = hearChannels(t)
  const sdk = registerSdk(t)
  const { origin, transport } = await wire(t, always(`${CANARY} nonsense\r\nSet-Cookie: ${CANARY}\r\n\r\n`))
  await callWithSecrets(t, origin, { transport })
  const told = inspect([heard.all, sdk.shownSpans(), await sdk.measures()], { depth: 12 })
  assert.match(told, /malformed/)
  assert.doesNotMatch(told, new RegExp(CANARY))
})
