import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server for an adapter's first request. */
export interface Greeting {
  readonly url: string
  close(): void
}

/** Answers everything with 200 and a few words. */
export async function openGreeting(): Promise<Greeting> {
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('content-type', 'text/plain').end('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hello`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
