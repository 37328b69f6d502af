import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

type Serve = (request: IncomingMessage, response: ServerResponse, other: string) => unknown

/** A server of everything that a fetch may meet. `other` is a second origin of the same. */
const PATHS: Readonly<Record<string, Serve>> = {
  '/text': (_, response) => response.end('text'),
  '/json': (_, response) => response.setHeader('content-type', 'application/json').end('{"a":[1,2]}'),
  '/empty': (_, response) => response.end(),
  '/no-content': (_, response) => response.writeHead(204).end(),
  '/reset-content': (_, response) => response.writeHead(205).end(),
  '/not-modified': (_, response) => response.writeHead(304, { etag: '"1"' }).end(),
  '/missing': (_, response) => response.writeHead(404, 'Gone Fishing').end('no such thing'),
  '/teapot': (_, response) => response.writeHead(418).end('tea'),
  '/broken': (_, response) => response.writeHead(501).end('not built'),
  '/odd': (_, response) => response.writeHead(299, 'Odd').end('odd'),
  '/cookies': (_, response) => response.setHeader('set-cookie', ['a=1', 'b=2; Path=/']).end('cookies'),
  '/lines': (_, response) => response.setHeader('x-many', ['one', 'two']).end('lines'),
  '/latin': (_, response) => response.setHeader('x-latin', 'caf\u00e9').end('latin'),
  '/gzip': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('packed')),
  '/bad-gzip': (_, response) => response.setHeader('content-encoding', 'gzip').end('not packed'),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('half', () => response.destroy())
  },
  '/pieces': async (_, response) => {
    for (const piece of ['a', 'b', 'c']) {
      response.write(piece)
      await new Promise(resolve => setImmediate(resolve))
    }
    response.end()
  },
  '/begun-and-broken': (_, response) => response.write('begun', () => setTimeout(() => response.destroy(), 20)),
  '/never': () => undefined,
  '/begun': (_, response) => response.write('begun'),
  '/echo': async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const told = ['content-type', 'content-length', 'transfer-encoding', 'x-mine', 'authorization', 'accept', 'range']
    told.push('host', 'cache-control', 'pragma', 'referer', 'sec-fetch-mode', 'accept-language')
    const fields = told.flatMap(name => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]]))
    const content = String(body).replaceAll(/-{4,}[-\w]+/g, 'BOUNDARY')
    const type = String(request.headers['content-type']).replace(/-{4,}[-\w]+/, 'BOUNDARY')
    const shown = fields.filter(([name]) => name !== 'content-type' && name !== 'content-length')
    response.end(JSON.stringify({ method: request.method, type, shown, content }))
  },
  '/to': (request, response, other) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams
    const here = `http://${request.headers.host}`
    const to = (query.get('at') ?? '/text')
      .replace('OTHER', other)
      .replace('HERE', here)
      .replace('LOGIN', withLogin(other))
    response.writeHead(Number(query.get('status') ?? 302), { location: to }).end('moved')
  },
  '/to-nowhere': (_, response) => response.writeHead(302).end('moved, and not where'),
  '/to-nonsense': (_, response) => response.writeHead(302, { location: 'http://:x' }).end(),
  '/to-mail': (_, response) => response.writeHead(302, { location: 'mailto:a@b.test' }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
}

const withLogin = (origin: string): string => origin.replace('//', '//ada:secret@')

export interface FaceServer {
  readonly origin: string
  readonly other: string
  close(): void
}

export async function faceServer(): Promise<FaceServer> {
  let other = ''
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => {})
    const serve = PATHS[new URL(request.url ?? '', 'http://x').pathname]
    if (serve === undefined) response.writeHead(404).end()
    else serve(request, response, other)
  }
  const servers = [createServer(listener), createServer(listener)]
  const origins = await Promise.all(
    servers.map(async server => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    }),
  )
  const [origin = '', second = ''] = origins
  other = second
  return {
    origin,
    other,
    close() {
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}
