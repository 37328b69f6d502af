import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type {
  Disposal,
  FieldRecord,
  Flight,
  Transport,
  WireAnswer,
  WireFault,
  WireLimits,
  WireRequest,
} from '../src/ports.ts'

/** One request as the raw server read it. */
export interface RawRequest {
  readonly head: string
  readonly body: Buffer
}

/** One connection of the raw server: reads requests, writes whatever the test wants. */
export class Line {
  readonly socket: Socket
  /** Counts connections from 1. */
  readonly number: number
  #read: Buffer = Buffer.alloc(0)
  #wake: (() => void) | null = null

  constructor(socket: Socket, number: number) {
    this.socket = socket
    this.number = number
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', chunk => {
      this.#read = Buffer.concat([this.#read, chunk])
      this.#wake?.()
    })
    socket.on('close', () => this.#wake?.())
  }

  /** Bytes that came and were not asked for yet. */
  get unread(): number {
    return this.#read.length
  }

  /** The next head alone; null when the connection closed. */
  async head(): Promise<string | null> {
    const end = await this.#until(() => this.#read.indexOf('\r\n\r\n'))
    return end === null ? null : this.#cut(end + 4).toString('latin1')
  }

  /** The next whole request; null when the connection closed. */
  async next(): Promise<RawRequest | null> {
    const head = await this.head()
    if (head === null) return null
    const length = /content-length: (\d+)/i.exec(head)?.[1]
    if (/transfer-encoding: chunked/i.test(head)) {
      const end = await this.#until(() => this.#read.indexOf('0\r\n\r\n'))
      return end === null ? null : { head, body: this.#cut(end + 5) }
    }
    const bytes = Number(length ?? 0)
    const there = await this.#until(() => (this.#read.length >= bytes ? bytes : -1))
    return there === null ? null : { head, body: this.#cut(bytes) }
  }

  async write(data: string | Uint8Array): Promise<void> {
    await new Promise<void>(resolve => this.socket.write(data, () => resolve()))
  }

  async #until(found: () => number): Promise<number | null> {
    for (;;) {
      const at = found()
      if (at !== -1) return at
      if (this.socket.destroyed) return null
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  #cut(bytes: number): Buffer {
    const cut = this.#read.subarray(0, bytes)
    this.#read = this.#read.subarray(bytes)
    return cut
  }
}

/** What one exchange gave, and what the judge was asked meanwhile. */
export interface Sending {
  readonly flight: Flight
  readonly landed: Promise<WireAnswer | WireFault>
  readonly interims: number[]
  readonly heads: { status: number; fields: FieldRecord }[]
  /** How often the judge was told that a stream is over. */
  streamsOver(): number
}

export interface SendOptions extends Partial<Omit<WireRequest, 'url' | 'origin' | 'method'>> {
  readonly method?: string
  readonly path?: string
  readonly disposal?: Disposal
  readonly limits?: Partial<WireLimits>
  readonly interimsMax?: number
  readonly onHead?: () => void
}

export const limits: WireLimits = {
  bodyBytes: 1024 * 1024,
  errorBytes: 1000,
  ratio: 200,
  ratioFromBytes: 64 * 1024,
  codings: 2,
  bodyIdleMs: 30_000,
  headMs: 0,
  discardBytes: 64 * 1024,
  discardMs: 1000,
}

export function send(transport: Transport, origin: string, options: SendOptions = {}): Sending {
  const { method = 'GET', path = '/', disposal = 'keep', interimsMax = 32, onHead, limits: own, ...rest } = options
  const interims: number[] = []
  const heads: Sending['heads'] = []
  let streamsOver = 0
  const url = new URL(path, origin)
  const request = { fields: {}, body: null, bodyBytes: null, newConnection: false, ...rest }
  const flight = transport.send(
    { method, url, origin: url.origin, ...request },
    { ...limits, ...own },
    {
      interim: status => interims.push(status) <= interimsMax,
      head: (status, _text, fields) => {
        heads.push({ status, fields })
        onHead?.()
        return disposal
      },
      streamOver: () => {
        streamsOver++
      },
    },
  )
  return { flight, landed: flight.landed, interims, heads, streamsOver: () => streamsOver }
}

/** What a test is asked for: to clean up behind it. A test of node:test is one. */
export interface Cleaner {
  after(clean: () => unknown): void
}

/** A raw server on loopback, and a transport of its own, both gone after the test. */
export interface Wire {
  readonly origin: string
  readonly transport: Transport
  readonly lines: Line[]
  send(options?: SendOptions): Sending
  answer(options?: SendOptions): Promise<WireAnswer>
  fault(options?: SendOptions): Promise<WireFault>
}

export async function wireOver(t: Cleaner, serve: (line: Line) => unknown, transport: Transport): Promise<Wire> {
  const lines: Line[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    const line = new Line(socket, lines.length + 1)
    lines.push(line)
    socket.on('end', () => socket.end())
    serve(line)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.after(async () => {
    for (const line of lines) line.socket.destroy()
    server.close()
    await transport.close()
  })
  const start = (options?: SendOptions) => send(transport, origin, options)
  return {
    origin,
    transport,
    lines,
    send: start,
    answer: async options => asAnswer(await start(options).landed),
    fault: async options => asFault(await start(options).landed),
  }
}

export function asAnswer(landed: WireAnswer | WireFault): WireAnswer {
  if (landed.kind === 'answer') return landed
  throw new Error(`an answer was due, not the fault ${landed.name}`, { cause: landed.cause })
}

export function asFault(landed: WireAnswer | WireFault): WireFault {
  if (landed.kind === 'fault') return landed
  throw new Error(`a fault was due, not an answer of ${landed.status} (${landed.body.length} bytes)`)
}

/** Answers every request of every connection with the same bytes. */
export function always(bytes: string | Uint8Array): (line: Line) => Promise<void> {
  return async line => {
    while ((await line.next()) !== null) await line.write(bytes)
  }
}

/** Answers the first request with these bytes and closes; all later ones get a 200 that names connection and turn. */
export function firstThenSound(
  bytes: string | Uint8Array,
  after: (line: Line) => unknown = () => {},
): (line: Line) => Promise<void> {
  let turn = 0
  return async line => {
    while ((await line.next()) !== null) {
      turn++
      if (turn > 1) await line.write(nonce(`${line.number}-${turn}`))
      else {
        await line.write(bytes)
        await after(line)
      }
    }
  }
}

/** Waits until the client has dropped this connection; throws when it does not. */
export async function dropped(line: Line | undefined): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (line?.socket.destroyed) return
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error('the connection is still open')
}

/** A sound answer whose body is this text. */
export function nonce(text: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}

export function text(answer: WireAnswer): string {
  return Buffer.from(answer.body).toString('latin1')
}
