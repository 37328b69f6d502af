import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type Client, createClient } from '../../src/client.ts'
import type { ClientOptions } from '../../src/options/options.ts'

/** One request as the server read it, whole. */
export interface Seen {
  /** Counts requests from 1. */
  readonly number: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
}

export type Serve = (request: Seen, response: ServerResponse) => unknown

export interface Loopback {
  readonly origin: string
  readonly seen: Seen[]
}

/** A server on loopback, gone after the test; `secure` holds key and certificate. */
export async function loopback(
  t: TestContext,
  serve: Serve,
  secure?: { key: string; cert: string },
): Promise<Loopback> {
  const seen: Seen[] = []
  const listener: RequestListener = async (incoming, response) => {
    response.on('error', () => {})
    const { method = '', url = '', headers } = incoming
    try {
      const body = Buffer.concat(await incoming.toArray())
      const request = { number: seen.length + 1, method, path: url, headers, body }
      seen.push(request)
      await serve(request, response)
    } catch {
      // The client left in the middle of its request.
      response.destroy()
    }
  }
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http${secure === undefined ? '' : 's'}://127.0.0.1:${port}`, seen }
}

/** A client of its own for a test, closed after it; backs off for at most a few milliseconds. */
export function clientFor(t: TestContext, options: ClientOptions = {}): Client {
  const client = createClient({ backoff: { faultMs: 1, throttleMs: 1 }, ...options })
  t.after(() => client.close())
  return client
}

/** Answers with this status, these fields and this body. */
export const answering =
  (status: number, fields: Record<string, string | string[]> = {}, body: string | Uint8Array = ''): Serve =>
  (_request, response) => {
    response.writeHead(status, fields).end(body)
  }

/** What this call fails with. */
export async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('It should have failed.')
}
