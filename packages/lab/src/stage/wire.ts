import type { Socket } from 'node:net'
import { setTimeout as pass, setImmediate as turn } from 'node:timers/promises'

/** The client is gone, or the lab closes: nothing more can be sent. */
export class Gone extends Error {
  constructor() {
    super('The connection is gone.')
    this.name = 'Gone'
  }
}

/** The sending side of one connection. Every method that waits throws `Gone` once the connection is gone. */
export interface Wire {
  /** Sends bytes and waits until the system has taken them, however slowly the client reads. */
  send(bytes: Buffer): Promise<void>
  wait(ms: number): Promise<void>
  /** Waits for the client to leave. Never comes back otherwise. */
  stall(): Promise<never>
  /** Ends the connection in an orderly way, also where the client still sends. */
  end(): void
  /** Ends the connection with a TCP reset. */
  reset(): void
}

/** What a wire is made of. */
export interface WireEnds {
  /** Where plain bytes are written: a TCP socket or the TLS socket over it. */
  readonly socket: Socket
  /** The TCP socket under a TLS socket. Left out: `socket` is TCP. */
  readonly tcp?: Socket
  /** Aborts when the client is gone, or when the lab closes. */
  readonly gone: AbortSignal
}

const LINGER_MS = 5000
const TURN_BYTES = 65_536
const TURN_SENDS = 16
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function wireOver({ socket, tcp = socket, gone }: WireEnds): Wire {
  let bytesInTurn = 0
  let sendsInTurn = 0
  return {
    async send(bytes) {
      await written(socket, bytes, gone)
      bytesInTurn += bytes.length
      sendsInTurn += 1
      if (bytesInTurn < TURN_BYTES && sendsInTurn < TURN_SENDS) return
      // A client that reads as fast as we write would keep everybody else, and its own leaving, from being heard.
      bytesInTurn = 0
      sendsInTurn = 0
      await turn()
    },
    async wait(ms) {
      if (ms <= 0) return
      await pass(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal: gone }).catch(leave)
    },
    stall: () => until(gone),
    end: () => endOrderly(socket, tcp),
    reset: () => {
      tcp.resetAndDestroy()
    },
  }
}

function leave(): never {
  throw new Gone()
}

function written(socket: Socket, bytes: Buffer, gone: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = (): void => reject(new Gone())
    if (gone.aborted || !socket.writable) return left()
    gone.addEventListener('abort', left, { once: true })
    socket.write(bytes, error => {
      gone.removeEventListener('abort', left)
      if (error) left()
      else resolve()
    })
  })
}

function until(gone: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const left = (): void => reject(new Gone())
    if (gone.aborted) left()
    else gone.addEventListener('abort', left, { once: true })
  })
}

/** RFC 9112 section 9.6: what still arrives is read for a while, as unread bytes would turn the end into a reset. */
function endOrderly(socket: Socket, tcp: Socket): void {
  socket.end()
  socket.resume()
  const timer = setTimeout(() => tcp.destroy(), LINGER_MS)
  tcp.once('close', () => clearTimeout(timer))
}
