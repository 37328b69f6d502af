import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { mendHead } from './mend-head.ts'

// Why this exists: adr/0007-unasked-100-continue.md, adr/0012-heads-are-mended-before-they-are-parsed.md

/** Heads longer than this go through as they are: undici has its own bound on them. */
const heldBytesMax = 16 * 1024

/** More than this many in a row go through too, and undici ends the exchange: a flood must not go unseen. */
const droppedMax = 32

const headStart = Buffer.from('HTTP/1.1 1')
const headEnd = Buffer.from('\r\n\r\n')
const anyHeadStart = Buffer.from('HTTP/')

/** Which valve undici reads from right now; it parses what it read before it reads anything else. */
export interface Reading {
  valve: Valve | null
}

type Read = (size?: number) => Buffer | null

/** Stands before one HTTP/1.1 connection: takes out each `100 Continue` that comes where a head is due, mends the others. */
export class Valve {
  /** Set by the exchange: bytes of a body pass untouched, whatever they look like. */
  inBody: boolean = false
  /** How many it took out since an exchange last told of them. */
  skipped: number = 0
  readonly #reading: Reading
  readonly #read: Read
  #dropped: number = 0
  #held: Buffer | null = null

  constructor(socket: Socket, reading: Reading) {
    this.#reading = reading
    this.#read = socket.read.bind(socket) as Read
    socket.read = (size?: number) => this.read(size)
  }

  read(size?: number): Buffer | null {
    this.#reading.valve = this
    const chunk = this.#read(size)
    if (chunk === null || this.inBody) return chunk
    // 0x31 at offset 9 is the first digit of a 1xx status; any other head that is whole is mended and goes on.
    if (this.#held === null && chunk.length > 9 && chunk[9] !== 0x31 && mendHead(chunk)) return chunk
    return this.#sift(this.#held === null ? chunk : Buffer.concat([this.#held, chunk]))
  }

  /** Passes every head but `100`; a head is held until it is whole. */
  #sift(bytes: Buffer): Buffer | null {
    const passed: Buffer[] = []
    let rest = bytes
    this.#held = null
    while (rest.length > 0 && startsLike(headStart, rest)) {
      const end = rest.indexOf(headEnd)
      if (end === -1) {
        if (rest.length <= heldBytesMax) this.#held = rest
        break
      }
      const next = end + headEnd.length
      if (isContinue(rest) && this.#dropped++ < droppedMax) this.skipped++
      else passed.push(rest.subarray(0, next))
      rest = rest.subarray(next)
    }
    if (this.#held === null && rest.length > 0) {
      this.#dropped = 0
      if (!mendHead(rest) && startsLike(anyHeadStart, rest) && rest.length <= heldBytesMax) this.#held = rest
      else passed.push(rest)
    }
    // Nothing to hand on yet: read on, since undici takes `null` for an empty socket.
    if (passed.length === 0) return this.read()
    return passed.length === 1 ? (passed[0] ?? null) : Buffer.concat(passed)
  }
}

/** These bytes are such a start, or may become one. */
function startsLike(start: Buffer, bytes: Buffer): boolean {
  const length = Math.min(bytes.length, start.length)
  return bytes.compare(start, 0, length, 0, length) === 0
}

function isContinue(head: Buffer): boolean {
  return head.toString('latin1', 9, 12) === '100'
}

/** undici's own connector, with a valve before every HTTP/1.1 connection. */
export function valvedConnector(connectMs: number, reading: Reading): buildConnector.connector {
  const connect = buildConnector({ timeout: connectMs })
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null)
        return
      }
      if (!('alpnProtocol' in socket) || socket.alpnProtocol !== 'h2') new Valve(socket, reading)
      callback(null, socket)
    })
  }
}
