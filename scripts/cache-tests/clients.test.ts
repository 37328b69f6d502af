import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { Agent, DecoratorHandler, type Dispatcher } from 'undici'
import { contenders, type Fetch } from './clients.ts'

const seen: IncomingMessage[] = []
const server = createServer((request, response) => {
  seen.push(request)
  const path = request.url ?? ''
  if (path === '/hinted') response.writeEarlyHints({ link: '</a.css>; rel=preload' })
  if (path === '/moved') response.writeHead(302, { location: '/fresh' })
  else if (path === '/broken') response.writeHead(500)
  else if (path !== '/silent') response.writeHead(200, { 'cache-control': 'max-age=60', 'set-cookie': ['a=1', 'b=2'] })
  if (path !== '/silent') response.end(`${seen.length}`)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
after(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  seen.length = 0
})

const opened = async (name: string): Promise<Fetch> => {
  const send = await contenders[name]?.open()
  assert.ok(send !== undefined)
  return send
}

/** Writes down the status of each interim answer, as the suite's own handler does. */
class Noting extends DecoratorHandler {
  readonly #next: Dispatcher.DispatchHandler
  readonly #interims: number[]

  constructor(handler: Dispatcher.DispatchHandler, interims: number[]) {
    super(handler)
    this.#next = handler
    this.#interims = interims
  }

  onResponseStart(...head: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    if (head[1] < 200) this.#interims.push(head[1])
    this.#next.onResponseStart?.(...head)
  }
}

const noting = (interims: number[]): Dispatcher =>
  new Agent().compose(dispatch => (options, handler) => dispatch(options, new Noting(handler, interims)))

for (const name of ['heed-without-cache', 'undici', 'fetch']) {
  test(`${name}: an interim answer comes to the dispatcher that the suite brings`, async () => {
    const interims: number[] = []
    const answer = await (await opened(name))(`${base}/hinted`, { headers: [], dispatcher: noting(interims) })
    assert.deepEqual([answer.status, interims], [200, [103]])
  })
}

for (const name of ['heed-without-cache', 'fetch']) {
  test(`${name}: every call reaches the server, once, and its answer is told as it came`, async () => {
    const send = await opened(name)
    const init = { method: 'M-SEARCH', body: 'abc', headers: [['foo', '1'] as const, ['foo', '2'] as const] }
    assert.equal(await (await send(`${base}/fresh`, init)).text(), '1')
    assert.equal(await (await send(`${base}/fresh`, { headers: [] })).text(), '2')
    assert.equal(seen[0]?.method, 'M-SEARCH')
    assert.equal(seen[0]?.headers.foo, '1, 2')
    const moved = await send(`${base}/moved`, { headers: [], redirect: 'manual' })
    assert.deepEqual([moved.status, moved.headers.get('location')], [302, '/fresh'])
    const broken = await send(`${base}/broken`, { headers: [] })
    assert.deepEqual([broken.status, await broken.text(), seen.length], [500, '4', 4])
  })

  test(`${name}: the cache mode no-cache is said as the Fetch standard says it`, async () => {
    await (await opened(name))(`${base}/fresh`, { headers: [], cache: 'no-cache' })
    assert.equal(seen[0]?.headers['cache-control'], 'max-age=0')
  })

  test(`${name}: a signal ends the call with the name that the suite knows`, async () => {
    const abort = new AbortController()
    const waiting = (await opened(name))(`${base}/silent`, { headers: [], signal: abort.signal })
    server.once('request', () => abort.abort())
    await assert.rejects(waiting, { name: 'AbortError' })
  })
}

test('undici keeps what is fresh, also for requests with a dispatcher of their own', async () => {
  const send = await opened('undici')
  assert.equal(await (await send(`${base}/fresh`, { headers: [] })).text(), '1')
  const answer = await send(`${base}/fresh`, { headers: [], dispatcher: new Agent() })
  assert.equal(await answer.text(), '1')
  assert.ok(answer.headers.has('age'))
  assert.equal(seen.length, 1)
})

test('a cache mode that is not mapped is refused', async () => {
  const send = await opened('heed-without-cache')
  await assert.rejects(async () => send(`${base}/fresh`, { headers: [], cache: 'reload' }), /reload is not mapped/)
})
