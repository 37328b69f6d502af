import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { heart, onAnswer, told } from '../../test/heart.ts'
import type { Action, Fail, Wait } from '../action.ts'
import type { BodySource } from '../exchange.ts'
import type { WireBody } from '../ports.ts'
import type { Line } from '../testing/script.ts'

interface Row {
  readonly status: number
  readonly method: string
  readonly requestHasBody: boolean
  readonly fetch: { redirects: boolean; newMethod?: string; body?: string; contentHeaders?: string }
}
interface Facts {
  readonly matrix: readonly Row[]
  readonly bodyVectors: readonly {
    id: string
    status: number
    method: string
    body: 'replayable' | 'stream' | 'factory' | null
    expect: { action: 'follow' | 'refuse'; method?: string; body?: 'same' | 'none' | 'fresh' }
  }[]
  readonly locationVectors: readonly {
    id: string
    base: string
    location: string | string[] | null
    expect: { url?: string; error?: string; returned?: boolean }
  }[]
  readonly fragmentVectors: readonly { id: string; request: string; location: string | string[]; finalUrl: string }[]
  readonly credentialChains: readonly { id: string; request: string; hops: string[]; authorizationOnLast: boolean }[]
  readonly limits: readonly { id: string; redirects: number; expect: string }[]
  readonly loops: readonly { id: string; chain: string[]; expect: string }[]
}
const facts = JSON.parse(readFileSync(new URL('../../facts/redirects.json', import.meta.url), 'utf8')) as Facts

const OK = { status: 200 }
const to = (location: string | readonly string[], status = 302): Line => ({ status, fields: { location } })
const BYTES = new Uint8Array([1, 2, 3])
const CONTENT = { 'content-type': 'text/plain', 'content-encoding': 'br', 'content-language': 'en', 'x-mine': '1' }

test('each status with each method goes where, how and with what the table says', async () => {
  assert.equal(facts.matrix.length, 80)
  for (const { status, method, requestHasBody, fetch } of facts.matrix) {
    const fields = requestHasBody ? CONTENT : { 'x-mine': '1' }
    const { run, transport } = heart([to('/b', status), OK], {
      method,
      fields,
      body: requestHasBody ? BYTES : null,
      url: 'https://a.test/a',
    })
    await run()
    const sent = transport.seen[1]?.request
    const name = `${status} ${method}`
    if (!fetch.redirects) {
      assert.equal(transport.seen.length, 1, name)
      continue
    }
    assert.equal(sent?.url.href, 'https://a.test/b', name)
    assert.equal(sent?.method, fetch.newMethod, name)
    assert.deepEqual(sent?.body, fetch.body === 'kept' ? BYTES : null, name)
    assert.deepEqual(sent?.fields, fetch.contentHeaders === 'kept' ? fields : { 'x-mine': '1' }, name)
  }
})

test('bodies: bytes go again, a factory opens anew, a stream that is gone refuses', async () => {
  for (const { id, status, method, body, expect } of facts.bodyVectors) {
    let opened = 0
    const stream = { async *[Symbol.asyncIterator]() {} }
    const bodies: Record<string, { body: WireBody; source: BodySource }> = {
      replayable: { body: BYTES, source: 'bytes' },
      stream: { body: stream, source: 'one-shot' },
      factory: { body: stream, source: () => new Uint8Array([++opened]) },
      null: { body: null, source: 'bytes' },
    }
    const { run, transport } = heart([to('/b', status), OK], { method, ...bodies[String(body)] })
    const { failure } = await run()
    assert.equal(failure?.stopped ?? 'followed', expect.action === 'refuse' ? 'redirect-body' : 'followed', id)
    const second = transport.seen[1]?.request
    if (expect.action === 'refuse') continue
    assert.equal(second?.method, expect.method, id)
    const wanted = { same: BYTES, none: null, fresh: new Uint8Array([2]) }[expect.body ?? 'none']
    assert.deepEqual(second?.body, wanted, id)
  }
})

test('303 repeats the body of a request that is a GET already, so a stream refuses there, too', async () => {
  const body = { async *[Symbol.asyncIterator]() {} }
  const { failure } = await heart([to('/b', 303)], { method: 'GET', body, source: 'one-shot' }).run()
  assert.equal(failure?.stopped, 'redirect-body')
})

test('Location is resolved, refused, or missing, as its vectors say', async () => {
  const stops: Readonly<Record<string, string>> = {
    scheme: 'redirect-scheme',
    unparsable: 'redirect-location',
    several: 'redirect-location',
  }
  for (const { id, base, location, expect } of facts.locationVectors) {
    const fields = location === null ? {} : { location: latin1(location) }
    const { run, transport } = heart([{ status: 302, fields }, OK], { url: base })
    const { failure, answer } = await run()
    if (expect.returned === true) assert.deepEqual([failure, answer?.status], [null, 302], id)
    else if (expect.error !== undefined) assert.equal(failure?.stopped, stops[expect.error], id)
    else if (new URL(expect.url ?? '').protocol === 'http:') assert.equal(failure?.stopped, 'redirect-downgrade', id)
    else if (expect.url === base) assert.equal(failure?.stopped, 'redirect-loop', id)
    else if (new URL(expect.url ?? '').href.split('#')[0] === base) assert.equal(failure?.stopped, 'redirect-loop', id)
    else {
      const bare = new URL(expect.url ?? '')
      bare.username = ''
      bare.password = ''
      assert.equal(transport.seen[1]?.request.url.href, bare.href, `${id}: user info is never used again`)
      assert.equal(transport.seen[1]?.request.origin, bare.origin, id)
    }
  }
})

/** Fields come from the wire as bytes, one character each. */
function latin1(location: string | string[]): string | string[] {
  const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
  return typeof location === 'string' ? bytes(location) : location.map(bytes)
}

test('a fragment is inherited along the chain', async () => {
  for (const { id, request, location, finalUrl } of facts.fragmentVectors) {
    const hops = typeof location === 'string' ? [location] : location
    const { run, exchange } = heart([...hops.map(hop => to(hop)), OK], { url: request })
    await run()
    assert.equal(exchange.request.url.href, finalUrl, id)
  }
})

const SECRETS = {
  authorization: 'Bearer s',
  cookie: 's=1',
  'x-api-key': 's',
  'proxy-authorization': 's',
  accept: '*/*',
}

test('secrets stay with the origin they were meant for, and what was dropped stays dropped', async () => {
  for (const { id, request, hops, authorizationOnLast } of facts.credentialChains) {
    // A way back to the very first address would be a loop, which is another rule.
    const chain = hops.map((hop, at) => new URL(`?${at}`, hop).href)
    const { run, transport } = heart([...chain.map(hop => to(hop)), OK], { url: request, fields: SECRETS })
    await run()
    const refused = request.startsWith('https:') && chain.some(hop => hop.startsWith('http:'))
    assert.equal(transport.seen.length, refused ? 1 : chain.length + 1, id)
    if (refused) continue
    assert.deepEqual(transport.seen.at(-1)?.request.fields, authorizationOnLast ? SECRETS : { accept: '*/*' }, id)
  }
})

test('across origins only the safe-listed fields go on; the trail names those that were dropped', async () => {
  const safe = ['accept', 'accept-language', 'content-type', 'user-agent', 'traceparent', 'idempotency-key', 'range']
  const not = ['authorization', 'cookie', 'x-api-key', 'host', 'origin', 'referer', 'if-none-match', 'x-anything']
  const fields = Object.fromEntries([...safe, ...not].map(name => [name, 'v']))
  const { run, transport } = heart([to('https://b.test/', 307), OK], { method: 'PUT', body: BYTES, fields })
  const { trail } = await run()
  assert.deepEqual(Object.keys(transport.seen[1]?.request.fields ?? {}).sort(), [...safe].sort())
  const hop = trail?.find(entry => entry.what === 'hop')
  assert.deepEqual(hop?.what === 'hop' && [...hop.dropped].sort(), [...not].sort())
})

test('at most as many redirects as the option says', async () => {
  for (const { id, redirects, expect } of facts.limits) {
    const chain = Array.from({ length: redirects }, (_, at) => to(`/${at + 1}`))
    const { failure } = await heart([...chain, OK]).run()
    assert.equal(failure?.stopped ?? 'ok', expect === 'ok' ? 'ok' : 'redirect-limit', id)
  }
  assert.equal((await heart([to('/1')], { maxRedirects: 0 }).run()).failure?.stopped, 'redirect-limit')
})

test('a chain that comes back to a request it has made is a loop', async () => {
  for (const { id, chain, expect } of facts.loops) {
    const steps = expect === 'limit' ? Array.from({ length: 22 }, (_, at) => `GET /a${'/x'.repeat(at)}`) : chain
    const [first = '', ...rest] = steps
    const [method = '', path = ''] = first.split(' ')
    const script = rest.map(step => to(step.split(' ')[1] ?? '', 303))
    const body = method === 'POST' ? BYTES : null
    const { failure } = await heart([...script, OK], { method, body, url: new URL(path, 'https://a.test').href }).run()
    // heed keeps no cookies, so nothing can have changed on the way back: GET /a -> /login -> /a is a loop for it.
    const wanted = { limit: 'redirect-limit', 'no-cycle': 'followed' }[expect] ?? 'redirect-loop'
    assert.equal(failure?.stopped ?? 'followed', wanted, id)
  }
})

test('a way back with other cookies is no loop: they stayed with the first origin', async () => {
  const chain = [to('https://b.test/'), to('https://a.test/'), OK]
  const { run, transport } = heart(chain, { fields: { cookie: 's=1' } })
  const { failure } = await run()
  assert.deepEqual([failure, transport.seen.length, transport.seen[2]?.request.fields], [null, 3, {}])
})

const say = (action: Action) => (action.do === 'fail' ? action.stopped : action.do)

test('from https to http there is no way, from http to https there is', () => {
  assert.equal(say(onAnswer(301, { location: 'http://a.test/b' })), 'redirect-downgrade')
  assert.equal(say(onAnswer(301, { location: 'https://a.test/b' }, { url: 'http://a.test/' })), 'look')
})

test("redirect: 'manual' gives the redirect as the answer, 'error' refuses it", () => {
  const fields = { location: '/b' }
  assert.equal(say(onAnswer(301, fields, { redirect: 'manual' })), 'deliver')
  assert.equal(say(onAnswer(301, fields, { redirect: 'error' })), 'redirect-refused')
})

const paused = (value: string, options = {}) => onAnswer(307, { location: '/b', 'retry-after': value }, options)

test('Retry-After on a redirect is the least time before the next request', () => {
  const wait = paused('4') as Wait
  assert.deepEqual([wait.do, wait.waitMs, wait.source, wait.resend], ['wait', 5000, 'retry-after', false])
  assert.deepEqual([wait.to?.url.href, wait.hop?.status], ['https://a.test/b', 307])
  assert.equal(say(paused('0')), 'look')
  assert.equal(say(paused('soon')), 'look')
})

test('a pause before a redirect that does not fit is not begun', () => {
  for (const [value, options, stopped, retryAfterMs] of [
    ['61', { deadlineMs: 600_000 }, 'max-wait', 61_000],
    ['30', {}, 'deadline', 30_000],
    ['1', { maxWaitMs: 0 }, 'max-wait', 1000],
  ] as const) {
    const action = paused(value, options) as Fail
    assert.deepEqual([action.stopped, action.retryAfterMs, action.rule], [stopped, retryAfterMs, 'follow'])
  }
})

test('a pause before a redirect is waited out and costs no attempt and no budget', async () => {
  const pause: Line = { status: 302, fields: { location: '/b', 'retry-after': '2' } }
  const options = { attempts: 1, budget: { ratio: 0, perSecond: 0 }, dice: () => 0 }
  const { run, transport } = heart([pause, OK], options)
  const { trail, attempt } = await run()
  assert.deepEqual(told(trail), [
    'send GET https://a.test/',
    'answer 302',
    'wait 2000 retry-after',
    'hop 302 GET https://a.test/b',
    'send GET https://a.test/b',
    'answer 200',
    'end delivered use',
  ])
  assert.equal(attempt, 1)
  assert.equal((transport.seen[1]?.atMs ?? 0) - (transport.seen[0]?.atMs ?? 0), 2001)
})
