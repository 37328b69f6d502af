import type { Clock, Disposal, FaultName, Transport, WireBody, WireRequest } from '../ports.ts'
import { Upload } from '../transports/upload.ts'
import { readerOf, type Script } from './script.ts'
import { joined, type Onlooker, ScriptedFlight } from './scripted-flight.ts'
import { settle } from './settle.ts'

/** One request that was sent. */
export interface Seen {
  /** When, in steady milliseconds of the clock. */
  readonly atMs: number
  readonly method: string
  /** The whole address. */
  readonly url: string
  /** Names in lower case. */
  readonly fields: Readonly<Record<string, string>>
  /** The content as text; of a stream what was read of it so far. Empty: there is none. */
  readonly body: string
  /** The same as bytes. */
  readonly bytes: Uint8Array
  readonly request: WireRequest
  /** What became of the answer's body; null while no head came. */
  readonly disposal: Disposal | null
  /** The fault with which it was aborted; null: it was not. */
  readonly aborted: FaultName | null
}

export interface ScriptedTransport extends Transport {
  /** What was sent, in order. */
  readonly seen: readonly Seen[]
}

/** So many pieces are read of a stream at once. Others get a turn before more are. */
const AT_ONCE = 1_000

class Sent implements Seen, Onlooker {
  readonly atMs: number
  readonly request: WireRequest
  disposal: Disposal | null = null
  aborted: FaultName | null = null
  readonly #read: Uint8Array[] = []

  constructor(atMs: number, request: WireRequest) {
    this.atMs = atMs
    this.request = request
  }

  get method(): string {
    return this.request.method
  }

  get url(): string {
    return this.request.url.href
  }

  get fields(): Readonly<Record<string, string>> {
    return this.request.fields
  }

  get body(): string {
    return new TextDecoder().decode(this.bytes)
  }

  get bytes(): Uint8Array {
    const { body } = this.request
    if (typeof body === 'string') return new TextEncoder().encode(body)
    return body instanceof Uint8Array ? body : joined(this.#read)
  }

  async read(upload: Upload, onBroken: (cause: unknown) => void): Promise<void> {
    try {
      for await (const piece of upload) {
        if (this.#read.push(piece) % AT_ONCE === 0) await settle()
      }
    } catch (cause) {
      onBroken(cause)
    }
  }
}

/**
 * A transport that answers from a script, in the time of a clock. It keeps the contract of `Transport` to the letter: what a
 * client does over it, it does over a wire that brings the same.
 *
 * `send` throws a sentence when the script has no line for a request, and when it is misused: a stream that is sent twice,
 * field names not in lower case, a send after close.
 *
 * @param clock the client's own; `fakeClock()` for no wait at all
 */
export function scriptedTransport(clock: Clock, script: Script): ScriptedTransport {
  const seen: Sent[] = []
  const streams = new Set<unknown>()
  const lineFor = readerOf(script)
  let closed = false

  function check(request: WireRequest): void {
    if (closed) throw new Error('sent after close')
    const shouted = Object.keys(request.fields).find(name => name !== name.toLowerCase())
    if (shouted !== undefined) throw new Error(`the field name ${shouted} is not in lower case`)
    if (request.url.origin !== request.origin) throw new Error(`${request.origin} is not the origin of the url`)
    if (!isStreamed(request.body)) return
    if (streams.has(request.body)) throw new Error('the same stream was sent twice')
    streams.add(request.body)
  }

  return {
    seen,
    send(request, limits, judge) {
      check(request)
      const line = lineFor(request, seen.length)
      const onlooker = new Sent(clock.steadyMs(), request)
      seen.push(onlooker)
      const { body, method } = request
      const upload = isStreamed(body) ? new Upload(body) : null
      const flight = new ScriptedFlight({ clock, line, method, limits, judge, upload, onlooker })
      if (upload !== null) void onlooker.read(upload, cause => flight.fail('request-body', cause))
      return flight
    },
    async close() {
      closed = true
    },
  }
}

const isStreamed = (body: WireBody): body is AsyncIterable<Uint8Array> =>
  body !== null && typeof body !== 'string' && !(body instanceof Uint8Array)
