import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { createApp, type RequestReport } from './app.ts'
import { phraseOf, problem } from './problem.ts'

/** How to start a lab. */
export interface LabOptions {
  /** 0 to 65535; default 0, which takes any free port. */
  readonly port?: number
  /** The address to listen on; default `127.0.0.1`, for this machine alone. */
  readonly host?: string
  /** The lab's clock in milliseconds, of which only differences count; default the monotonic clock. */
  readonly now?: () => number
  /** Hears of every request once it has been dealt with. */
  readonly onRequest?: (report: RequestReport) => void
}

/** A running lab. */
export interface Lab {
  /** `http://127.0.0.1:4780`, with no slash at the end. */
  readonly url: string
  readonly port: number
  /** Stops: no new connections, late answers cut short, open sockets ended. A second call waits for the first. */
  close(): Promise<void>
}

const GRACE_MS = 200
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/**
 * Starts a lab.
 *
 * @throws RangeError when the port is not a whole number from 0 to 65535
 * @throws the system's error (`EADDRINUSE`, `EACCES`, `ENOTFOUND` ...) when it cannot listen there
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { port = 0, host = '127.0.0.1', now = () => performance.now(), onRequest = () => {} } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`The port must be a whole number from 0 to 65535, which ${port} is not.`)
  }
  const closing = new AbortController()
  const app = createApp({ now, closing: closing.signal, onRequest })
  const errorHandler = () => problem({ status: 400, detail: 'The target or the Host of this request is not valid.' })
  // The process is shared with the client that practises here: its own Request and Response stay as they are.
  const listener = getRequestListener(app.fetch, { hostname: host, overrideGlobalObjects: false, errorHandler })
  const server = createServer(listener)
  server.on('clientError', refuseMalformed)
  const bound = await listen(server, port, host)
  let closed: Promise<void> | undefined
  return {
    url: `http://${reachable(host)}:${bound}`,
    port: bound,
    close: () => {
      closed ??= shut(server, closing)
      return closed
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** The host to write in an address: a wildcard is reached by loopback, an IPv6 address goes in brackets. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

async function shut(server: Server, closing: AbortController): Promise<void> {
  const done = new Promise<void>(resolve => server.close(() => resolve()))
  closing.abort()
  // An answer under way may still arrive; a socket that stays open after that is ended.
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await done
  clearTimeout(timer)
}

/** Bytes that are no HTTP request: the same kind of answer, written by hand as there is no request to answer. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return
  const status = PARSER_STATUS[error.code ?? ''] ?? 400
  const phrase = phraseOf(status)
  const detail = 'The lab could not read this as an HTTP request.'
  const body = JSON.stringify({ type: 'about:blank', title: phrase, status, detail })
  const fields = `Content-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close`
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${fields}\r\n\r\n${body}`)
}
