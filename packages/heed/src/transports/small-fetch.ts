import { lookup } from '#edition/status/lookup'
import type {
  Clock,
  FaultName,
  Flight,
  Judge,
  Transport,
  WireAnswer,
  WireFault,
  WireLimits,
  WireRequest,
} from '../ports.ts'
import { streamOf } from '../stream-of.ts'
import { BrokenBody } from './broken-body.ts'
import { fieldsOf } from './fetch-fields.ts'
import { withLength } from './outgoing.ts'
import { NESTED, platformFetch } from './platform-fetch.ts'

/** What only the making of a connection fails with: surely nothing went out. Browsers tell none of them. */
const UNSENT: Readonly<Record<string, FaultName>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
}

const NO_BYTES = new Uint8Array()
const READ_AHEAD_BYTES = 64 * 1024

/**
 * The transport of `heed/fetch`, over the platform's own: it hands every body on that is wanted, keeps none, and knows a failure
 * by little more than whether a connection was made. `followsRedirects`: as on a page, it cannot see redirects nor send a stream.
 */
export const smallTransport = (clock: Clock, followsRedirects: boolean): Transport => ({
  followsRedirects,
  send: (request, limits, judge) => new SmallFlight(request, limits, judge, clock, followsRedirects),
  close: async () => undefined,
})

class SmallFlight implements Flight {
  readonly landed: Promise<WireAnswer | WireFault>
  readonly #land: (landed: WireAnswer | WireFault) => void
  readonly #limits: WireLimits
  readonly #judge: Judge
  readonly #clock: Clock
  readonly #controller = new AbortController()
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null
  #out: ReadableStreamDefaultController<Uint8Array> | null = null
  #sent = false
  #isDropped = false
  #isOver = false

  constructor(request: WireRequest, limits: WireLimits, judge: Judge, clock: Clock, onPage: boolean) {
    const { promise, resolve } = Promise.withResolvers<WireAnswer | WireFault>()
    this.landed = promise
    this.#land = resolve
    this.#limits = limits
    this.#judge = judge
    this.#clock = clock
    this.#send(request, onPage).then(
      response => this.#take(response),
      error => this.#refuse(error),
    )
  }

  /** Before its end nothing else ends it; a body that is handed on breaks. */
  abort(name: FaultName, cause: unknown): void {
    const fault: WireFault = { kind: 'fault', name, sent: this.#sent, cause }
    if (!this.#finish(false)) return
    this.#out?.error(new BrokenBody(fault))
    // What breaks in a body that nobody wants does not hide its head.
    if (!this.#isDropped || name === 'aborted') this.#land(fault)
  }

  async #send({ url, method, fields, body, bodyBytes, asked }: WireRequest, onPage: boolean): Promise<Response> {
    const init: RequestInit & { [NESTED]: true; duplex?: 'half' } = {
      ...asked,
      method,
      headers: fields,
      redirect: onPage ? 'follow' : 'manual',
      signal: this.#controller.signal,
      [NESTED]: true,
    }
    if (typeof body === 'string' || body instanceof Uint8Array) init.body = body as Uint8Array<ArrayBuffer>
    else if (body !== null) {
      const stream = streamOf(this.#read(body))
      init.body = onPage ? await new Response(stream).blob() : stream
      init.duplex = 'half'
      if (bodyBytes !== null && !onPage) init.headers = withLength(fields, bodyBytes)
    }
    this.#controller.signal.throwIfAborted()
    this.#sent = true
    return platformFetch()(url.href, init)
  }

  /** The caller's body; where it breaks, so does the request. */
  async *#read(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    try {
      yield* body
    } catch (cause) {
      this.abort('request-body', cause)
      throw cause
    }
  }

  #refuse(error: unknown): void {
    const { cause = error } = error as { readonly cause?: unknown }
    const { code = '' } = Object(cause) as { readonly code?: string }
    const unsent = UNSENT[code]
    if (unsent !== undefined) this.#sent = false
    this.abort(unsent ?? (this.#sent ? 'reset' : 'unsendable'), error)
  }

  #take(response: Response): void {
    const { status, statusText, headers, body } = response
    this.#reader = body?.getReader() ?? null
    if (this.#isOver) this.#reader?.cancel().catch(() => undefined)
    else if ((lookup(status)?.kind ?? 'informational') === 'informational') this.abort('invalid-status', null)
    else {
      const fields = fieldsOf(headers)
      this.#isDropped = this.#judge.head(status, statusText, fields) === 'discard'
      const landed = (stream: WireAnswer['stream'], whole: boolean): void =>
        this.#land({ kind: 'answer', status, statusText, fields, body: NO_BYTES, stream, whole })
      if (this.#isDropped) this.#drop().then(whole => landed(null, whole))
      else landed(this.#stream(), true)
    }
  }

  #stream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#out = controller
        },
        pull: async controller => {
          const piece = await this.#next(this.#limits.bodyIdleMs)
          if (piece !== null) controller.enqueue(piece)
          else if (this.#finish(true)) controller.close()
        },
        cancel: () => void this.#finish(false),
      },
      // Read ahead, so that who waits for its end learns that it breaks.
      new ByteLengthQueuingStrategy({ highWaterMark: READ_AHEAD_BYTES }),
    )
  }

  /** Read on for a little while, so that the connection can be used again. */
  async #drop(): Promise<boolean> {
    const { discardBytes, discardMs } = this.#limits
    let piece = await this.#next(discardMs)
    for (let bytes = 0; piece !== null && bytes < discardBytes; piece = await this.#next(discardMs))
      bytes += piece.length
    const whole = piece === null && !this.#isOver
    this.#finish(whole)
    return whole
  }

  /** The next piece; null: it is over, or was silent for too long. */
  async #next(idleMs: number): Promise<Uint8Array | null> {
    const alarm = this.#clock.set(idleMs, () => this.abort('body-idle', null))
    try {
      const step = this.#isOver ? undefined : await this.#reader?.read()
      return this.#isOver ? null : (step?.value ?? null)
    } catch (error) {
      this.abort('truncated', error)
      return null
    } finally {
      this.#clock.clear(alarm)
    }
  }

  /** True: this was its end. What did not end whole takes its connection with it. */
  #finish(whole: boolean): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    if (!whole) this.#controller.abort()
    if (this.#out !== null) this.#judge.streamOver()
    return true
  }
}
