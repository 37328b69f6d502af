/** The server that every runtime talks to: what it says at each address, and what it was asked there. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly cookie: string | null
  /** Milliseconds on the server's clock. */
  readonly atMs: number
}

type Serve = (response: ServerResponse, turn: number, request: IncomingMessage, body: Buffer) => unknown

export interface Server {
  readonly origin: string
  /** An address where nothing listens. */
  readonly nowhere: string
  /** What came under the address of one behaviour, in order. */
  asked(id: string): readonly Asked[]
  /** Says this at an address, for pages and scripts. */
  show(path: string, type: string, content: string): void
  close(): Promise<void>
}

const failing = (status: number, fields: Record<string, string> = {}): Serve => {
  return response => response.writeHead(status, fields).end('{}')
}
const then =
  (first: Serve): Serve =>
  (response, turn, request, body) =>
    turn === 1 ? first(response, turn, request, body) : response.end('whole')
const echo: Serve = (response, _turn, { headers }, body) =>
  response.end(
    JSON.stringify({
      bytes: body.length,
      start: body.toString().slice(0, 20),
      length: headers['content-length'] ?? null,
    }),
  )
const drop: Serve = response => response.socket?.destroy()
const problem = JSON.stringify({ title: 'Not here', status: 404 })

/** Holds an answer back until another request comes. */
type Latch = (id: string) => PromiseWithResolvers<void>

function latches(): Latch {
  const all = new Map<string, PromiseWithResolvers<void>>()
  return id => {
    const known = all.get(id) ?? Promise.withResolvers<void>()
    all.set(id, known)
    return known
  }
}

const servesWith = (latch: Latch): Readonly<Record<string, Serve>> => ({
  success: response => response.setHeader('content-type', 'application/json').end('{"ok":true}'),
  post: (response, _turn, { headers }, body) =>
    response.end(JSON.stringify([headers['content-type'], body.toString()])),
  failure: response => response.writeHead(404, { 'content-type': 'application/problem+json' }).end(problem),
  wait: then(failing(429, { 'retry-after': '1' })),
  again: then(failing(500)),
  'post-once': then(failing(500)),
  'post-reset': then(drop),
  redirect: response => response.writeHead(302, { location: '/found' }).end(),
  'redirect-told': response => response.writeHead(302, { location: '/found' }).end(),
  'redirect-shown': response => response.writeHead(302, { location: '/found' }).end(),
  found: response => response.end('found'),
  'broken-off': then(response => {
    response.writeHead(200, { 'content-length': '9' }).write('half')
    setTimeout(() => response.socket?.destroy(), 20)
  }),
  abort: () => latch('abort').resolve(),
  'abort/asked': response => latch('abort').promise.then(() => response.end()),
  'abort-wait': failing(429, { 'retry-after': '5' }),
  deadline: () => {},
  warm: response => response.end('warm'),
  shared: () => {},
  'too-long': failing(503, { 'retry-after': '3600' }),
  stream: response => {
    response.write('one,')
    latch('stream').promise.then(() => response.end('two'))
  },
  'stream/go': response => {
    latch('stream').resolve()
    response.end()
  },
  'upload-stream': echo,
  'upload-blob': echo,
  'upload-broken': echo,
  'length-required': (response, turn, request, body) =>
    (request.headers['content-length'] === undefined ? failing(411) : echo)(response, turn, request, body),
  coded: response => response.setHeader('content-encoding', 'gzip').end(gzipSync('packed')),
  'too-large': response => response.end('x'.repeat(5000)),
  'too-dense': response => response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(4_000_000))),
  cookies: response => response.setHeader('set-cookie', ['a=1', 'b=2']).end(),
  hints: response => {
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    response.end()
  },
  cache: (response, turn) => response.setHeader('cache-control', 'max-age=60').end(`${turn}`),
  'cache-file': (response, turn) => response.setHeader('cache-control', 'max-age=60').end(`${turn}`),
  download: response => response.end('x'.repeat(50_000)),
})

/** An origin where nothing listens any more. */
async function closedOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}/`
}

export async function startServer(): Promise<Server> {
  const log: Asked[] = []
  const serves = servesWith(latches())
  const shown = new Map<string, readonly [type: string, content: string]>()
  const server = createServer(async (request, response) => {
    response.on('error', () => {})
    const path = (request.url ?? '').slice(1)
    const page = shown.get(path)
    if (page !== undefined) return response.setHeader('content-type', page[0]).end(page[1])
    try {
      const body = Buffer.concat(await request.toArray())
      const cookie = request.headers.cookie ?? null
      log.push({ method: request.method ?? '', path, cookie, atMs: performance.now() })
      const turn = log.filter(each => each.path === path).length
      return (serves[path] ?? failing(404))(response, turn, request, body)
    } catch {
      // The client left in the middle of its request.
      return response.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nowhere: await closedOrigin(),
    asked: id => log.filter(({ path }) => path === id),
    show: (path, type, content) => shown.set(path, [type, content]),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
