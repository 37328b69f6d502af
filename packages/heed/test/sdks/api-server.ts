import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a path begins with says what goes wrong before the API below it answers: `/busy-1/posts`. */
export type Trouble = 'well' | 'busy' | 'broken'

export interface Asked {
  readonly method: string
  /** Below the trouble, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
  readonly atMs: number
}

/** One vendor's API: answers what is asked of it. */
export type Api = (asked: Asked, response: ServerResponse) => unknown

export interface ApiServer {
  /** An address of the API whose first answer is this trouble; each call gives one of its own. */
  base(trouble: Trouble): { readonly url: string; readonly asked: readonly Asked[] }
  close(): void
}

/** A server on loopback that speaks one vendor's API, and fails first where it is told to. */
export async function apiServer(api: Api): Promise<ApiServer> {
  const bases = new Map<string, Asked[]>()
  const server = createServer(async (request, response) => {
    response.on('error', () => {})
    const [, base = '', ...rest] = (request.url ?? '').split('/')
    const asked = bases.get(base)
    if (asked === undefined) return response.writeHead(404).end()
    const whole = await askedOf(request, `/${rest.join('/')}`)
    if (whole === null) return response.destroy()
    asked.push(whole)
    if (asked.length === 1 && base.startsWith('busy')) {
      return response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' }).end('{"error":"busy"}')
    }
    if (asked.length === 1 && base.startsWith('broken')) {
      return response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"broken"}')
    }
    return api(whole, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    base(trouble) {
      const name = `${trouble}-${bases.size}`
      const asked: Asked[] = []
      bases.set(name, asked)
      return { url: `http://127.0.0.1:${port}/${name}`, asked }
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function askedOf(request: IncomingMessage, path: string): Promise<Asked | null> {
  const atMs = performance.now()
  try {
    const body = Buffer.concat(await request.toArray())
    return { method: request.method ?? '', path, headers: request.headers, body, atMs }
  } catch {
    // The client left in the middle of its request.
    return null
  }
}

export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** Server-sent events, one piece of the wire each. */
export async function events(response: ServerResponse, data: readonly string[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const each of data) {
    response.write(`data: ${each}\n\n`)
    await new Promise(resolve => setImmediate(resolve))
  }
  response.end()
}
