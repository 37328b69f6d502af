import assert from 'node:assert/strict'
import { getEventListeners, once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { AbortError } from '../../src/index.ts'
import type { RequestOptions } from '../../src/options/options.ts'
import { clientFor, failureOf, type Loopback, loopback, type Serve } from './loopback.ts'

const reason = new Error('no longer needed')
const shortly = (run: () => void): void => void setTimeout(run, 20)

/** Calls with a signal that fires as soon as `when` says so, and gives the error once no further request can come. */
async function aborted(
  t: TestContext,
  serve: Serve,
  when: (abort: () => void) => RequestOptions,
): Promise<AbortError & { requests: Loopback['seen'] }> {
  const controller = new AbortController()
  const options = when(() => controller.abort(reason))
  const { origin, seen } = await loopback(t, serve)
  const error = await failureOf(clientFor(t)(origin, { signal: controller.signal, ...options }))
  assert.ok(error instanceof AbortError, String(error))
  assert.equal(error.cause, reason)
  assert.equal(error.code, 'HEED_ABORTED')
  const arrived = seen.length
  await new Promise(resolve => setTimeout(resolve, 60))
  assert.equal(seen.length, arrived)
  return Object.assign(error, { requests: seen })
}

const silent: Serve = () => {}

test('a signal that fired already sends nothing', async t => {
  const error = await aborted(t, silent, abort => {
    abort()
    return {}
  })
  assert.equal(error.requests.length, 0)
  assert.match(error.message, /^GET \S+ failed \(aborted\)\. The caller aborted the call\. Nothing more was sent\.$/)
})

test('while the server thinks', async t => {
  let abortSoon = (): void => {}
  const thinking: Serve = () => abortSoon()
  const error = await aborted(t, thinking, abort => {
    abortSoon = () => shortly(abort)
    return {}
  })
  assert.equal(error.requests.length, 1)
})

test('while the request is on its way', async t => {
  const error = await aborted(t, silent, abort => {
    async function* stalling(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10)
      shortly(abort)
      await new Promise(() => {})
    }
    return { body: stalling() }
  })
  assert.equal(error.requests.length, 0)
})

test('while a body comes', async t => {
  let abortSoon = (): void => {}
  let closed: Promise<unknown> | null = null
  const serve: Serve = (_request, response) => {
    closed = once(response, 'close')
    response.writeHead(200, { 'content-length': 10 }).write('half')
    abortSoon()
  }
  const error = await aborted(t, serve, abort => {
    abortSoon = () => shortly(abort)
    return {}
  })
  assert.equal(error.requests.length, 1)
  await closed
})

test('while heed waits before another attempt', async t => {
  const serve: Serve = (_request, response) => {
    response.writeHead(503, { 'retry-after': '8' }).end('busy')
  }
  const onWait = (abort: () => void): RequestOptions => ({
    onTrail: entry => {
      if (entry.what === 'wait') shortly(abort)
    },
  })
  const error = await aborted(t, serve, onWait)
  assert.equal(error.requests.length, 1)
  assert.equal(error.status, 503)
  assert.equal(error.lastAnswer?.headers.get('retry-after'), '8')
  assert.ok((error.trail.at(-1)?.atMs ?? 0) < 4_000)
  assert.equal(await error.lastAnswer?.text(), 'busy')
  assert.match(error.message, /Before that the server answered 503 Service Unavailable\./)
})

test('at the moment of a redirect', async t => {
  const serve: Serve = (_request, response) => {
    response.writeHead(302, { location: '/next' }).end()
  }
  const onHop = (abort: () => void): RequestOptions => ({
    onTrail: entry => {
      if (entry.what === 'hop') abort()
    },
  })
  assert.equal((await aborted(t, serve, onHop)).requests.length, 1)
})

test('at the moment of each other entry of the trail', async t => {
  const serve: Serve = (_request, response) => {
    response.writeHead(503).end()
  }
  for (const what of ['send', 'answer', 'wait']) {
    const error = await aborted(t, serve, abort => ({
      onTrail: entry => {
        if (entry.what === what) abort()
      },
    }))
    assert.ok(error.requests.length <= 1, what)
  }
})

test('AbortSignal.timeout ends the call with its own reason', async t => {
  const { origin } = await loopback(t, silent)
  const error = await failureOf(clientFor(t).get(origin, { signal: AbortSignal.timeout(20) }))
  assert.ok(error instanceof AbortError)
  assert.equal((error.cause as Error).name, 'TimeoutError')
})

test('a signal that fires after the end changes nothing, and keeps no listener', async t => {
  const { origin } = await loopback(t, (_request, response) => response.end('whole'))
  const controller = new AbortController()
  const { signal } = controller
  const api = clientFor(t)
  const answer = await api.get(origin, { signal })
  await api.get(origin, { signal, stream: true }).text()
  await failureOf(api.get(`${origin.slice(0, -1)}x`, { signal }))
  assert.equal(getEventListeners(signal, 'abort').length, 0)
  controller.abort()
  assert.equal(await answer.text(), 'whole')
})
