import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { createApp, type RequestReport } from './app.ts'
import { phraseOf, problem } from './problem.ts'
import type { OriginName } from './script/answer.ts'
import { certificate, secureContext } from './stage/certificate.ts'

/** How to start a lab. */
export interface LabOptions {
  /** 0 to 65535; default 0, which takes any free port. */
  readonly port?: number
  /** The address to listen on; default `127.0.0.1`, for this machine alone. */
  readonly host?: string
  /**
   * Which addresses to open besides `a`: `b` is a second http origin, `s` and `t` are https with a certificate that the lab
   * makes. Default `['b']`. They take any free port.
   */
  readonly origins?: readonly OriginName[]
  /** The lab's clock in milliseconds, of which only differences count; default the monotonic clock. */
  readonly now?: () => number
  /** Answers that take longer are ended: stalls, and clients that do not read. Default 60,000. */
  readonly longestAnswerMs?: number
  /** Hears of every request once it has been dealt with. */
  readonly onRequest?: (report: RequestReport) => void
}

/** A running lab. */
export interface Lab {
  /** `http://127.0.0.1:4780`, with no slash at the end. */
  readonly url: string
  readonly port: number
  /** The addresses of all that is open; `a` is `url`. */
  readonly origins: Readonly<Partial<Record<OriginName, string>>>
  /** The certificate that clients of the https origins have to trust, in PEM; null: there are none. */
  readonly authority: string | null
  /** Stops: no new connections, late answers cut short, open sockets ended. A second call waits for the first. */
  close(): Promise<void>
}

const GRACE_MS = 200
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

const PARSER_WORDS: Readonly<Record<string, string>> = {
  HPE_INVALID_METHOD:
    'This request begins with no method that the lab can read. It reads the registered ones, such as GET and QUERY.',
  HPE_HEADER_OVERFLOW: 'The head of this request is longer than 16 KiB. Send fewer fields, or shorter ones.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The whole of this request did not come in time. Send it again, and faster.',
}

/**
 * Starts a lab.
 *
 * @throws RangeError when the port is not a whole number from 0 to 65535
 * @throws the system's error (`EADDRINUSE`, `EACCES`, `ENOTFOUND` ...) when it cannot listen there
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { port = 0, host = '127.0.0.1', now = () => performance.now(), onRequest = () => {} } = options
  const { longestAnswerMs = 60_000 } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`The port must be a whole number from 0 to 65535, which ${port} is not.`)
  }
  const closing = new AbortController()
  const bases: Partial<Record<OriginName, string>> = {}
  const doors: Door[] = []
  const app = createApp({ now, closing: closing.signal, longestAnswerMs, onRequest, bases, tcpUnder })
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= shut(doors, closing)
    return closed
  }
  const names = new Set<OriginName>(['a', ...(options.origins ?? ['b'])])
  try {
    for (const name of names) {
      const door = await openDoor(name, listenerFor(app, name, host), name === 'a' ? port : 0, host)
      doors.push(door)
      bases[name] = `${isSecure(name) ? 'https' : 'http'}://${reachable(host)}:${door.port}`
    }
  } catch (error) {
    await close()
    throw error
  }
  const authority = [...names].some(isSecure) ? (await certificate()).authority : null
  return { url: bases.a ?? '', port: doors[0]?.port ?? port, origins: bases, authority, close }
}

const isSecure = (name: OriginName): boolean => name === 's' || name === 't'

function listenerFor(app: ReturnType<typeof createApp>, origin: OriginName, host: string): RequestListener {
  const errorHandler = () => problem({ status: 400, detail: 'The target or the Host of this request is not valid.' })
  // The process is shared with the client that practises here: its own Request and Response stay as they are.
  const options = { hostname: host, overrideGlobalObjects: false, errorHandler }
  return getRequestListener((request, env) => app.fetch(request, { ...env, origin }), options)
}

/** One listening address. */
interface Door {
  readonly port: number
  /** What listens. */
  readonly outer: TcpServer
  /** What reads requests: the same, or behind TLS. */
  readonly inner: Server
}

async function openDoor(name: OriginName, listener: RequestListener, port: number, host: string): Promise<Door> {
  // The lab asks for Host itself, with a sentence where Node's own refusal has no body.
  const inner = createServer({ requireHostHeader: false }, listener)
  inner.on('clientError', refuseMalformed)
  // A pipelining client has many requests wait on one socket.
  inner.on('connection', (socket: Socket) => socket.setMaxListeners(0))
  const outer = isSecure(name) ? await secured(inner) : inner
  return { port: await listen(outer, port, host), outer, inner }
}

const tcpSockets = new WeakMap<Socket, Socket>()

function tcpUnder(socket: Socket): { readonly tcp?: Socket } {
  const tcp = tcpSockets.get(socket)
  return tcp === undefined ? {} : { tcp }
}

/** TLS by hand in place of `node:https`, so that the TCP socket is known, which alone can be reset. */
async function secured(inner: Server): Promise<TcpServer> {
  const context = await secureContext()
  return createTcpServer({ allowHalfOpen: true, noDelay: true }, tcp => {
    const socket = new TLSSocket(tcp, { isServer: true, secureContext: context, ALPNProtocols: ['http/1.1'] })
    tcpSockets.set(socket, tcp)
    // Clients that do not trust the certificate end the handshake, which is their right.
    socket.on('error', () => tcp.destroy())
    tcp.on('error', () => {})
    socket.once('secure', () => inner.emit('connection', socket))
  })
}

function listen(server: TcpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** The host to write in an address: a wildcard is reached by loopback, an IPv6 address goes in brackets. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

async function shut(doors: readonly Door[], closing: AbortController): Promise<void> {
  const done = doors.map(({ outer }) => new Promise<void>(resolve => outer.close(() => resolve())))
  closing.abort()
  for (const { inner } of doors) inner.closeIdleConnections()
  // An answer under way may still arrive; a socket that stays open after that is ended.
  const timer = setTimeout(() => {
    for (const { inner } of doors) inner.closeAllConnections()
  }, GRACE_MS)
  await Promise.all(done)
  clearTimeout(timer)
}

/** Bytes that are no HTTP request: the same kind of answer, written by hand as there is no request to answer. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return
  const status = PARSER_STATUS[error.code ?? ''] ?? 400
  const phrase = phraseOf(status)
  const detail = PARSER_WORDS[error.code ?? ''] ?? 'The lab could not read this as an HTTP request.'
  const body = JSON.stringify({ type: 'about:blank', title: phrase, status, detail })
  const fields = `Content-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close`
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${fields}\r\n\r\n${body}`)
}
