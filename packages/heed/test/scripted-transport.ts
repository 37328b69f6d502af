import type {
  Clock,
  Disposal,
  FaultName,
  FieldRecord,
  Flight,
  Judge,
  Transport,
  WireAnswer,
  WireFault,
  WireLimits,
  WireRequest,
} from '../src/ports.ts'

/** An answer. Times are milliseconds of the clock; Infinity never comes. */
export interface Reply {
  readonly status: number
  readonly statusText?: string
  readonly fields?: FieldRecord
  readonly body?: string
  /** Informational answers, all told just before the head. */
  readonly interims?: readonly number[]
  /** From the request to the head. Default 1. */
  readonly headMs?: number
  /** From the head to the end of the body. Default 1. */
  readonly bodyMs?: number
  /** The body ends with this fault instead of its end; who reads it as a stream gets what is in `body` before. */
  readonly breaks?: FaultName
}

/** No answer. */
export interface Break {
  readonly fault: FaultName
  readonly sent: boolean
  /** Default 1. */
  readonly afterMs?: number
  readonly cause?: unknown
}

export type Line = Reply | Break

/** What answers: lines in order, or a function of the request and of how many came before it. */
export type Script = readonly Line[] | ((request: WireRequest, index: number) => Line)

export interface Seen {
  readonly atMs: number
  readonly request: WireRequest
  /** What became of the answer's body; null while no head came. */
  disposal: Disposal | null
  /** The fault with which it was aborted. */
  aborted: FaultName | null
}

export interface ScriptedTransport extends Transport {
  readonly seen: readonly Seen[]
}

const NO_BYTES = new Uint8Array(0)

/** The break of a streamed body, as transports tell it. */
export class BrokenStream extends Error {
  readonly fault: WireFault

  constructor(fault: WireFault) {
    super(fault.name)
    this.fault = fault
  }
}

/**
 * A transport that answers from a script and keeps the contract of `Transport` to the letter. It throws when it is
 * misused: more sends than lines, a stream sent twice, field names not in lower case, a send after close.
 */
export function scriptedTransport(clock: Clock, script: Script): ScriptedTransport {
  const seen: Seen[] = []
  const streams = new Set<unknown>()
  let closed = false

  function check(request: WireRequest): void {
    if (closed) throw new Error('sent after close')
    const shouted = Object.keys(request.fields).find(name => name !== name.toLowerCase())
    if (shouted !== undefined) throw new Error(`the field name ${shouted} is not in lower case`)
    if (request.url.origin !== request.origin) throw new Error(`${request.origin} is not the origin of the url`)
    if (request.body === null || typeof request.body === 'string' || request.body instanceof Uint8Array) return
    if (streams.has(request.body)) throw new Error('the same stream was sent twice')
    streams.add(request.body)
  }

  return {
    seen,
    send(request, limits, judge) {
      check(request)
      const line = typeof script === 'function' ? script(request, seen.length) : script[seen.length]
      if (line === undefined) throw new Error(`the script has no line for send ${seen.length + 1}`)
      const entry: Seen = { atMs: clock.steadyMs(), request, disposal: null, aborted: null }
      seen.push(entry)
      return fly(clock, line, limits, judge, entry)
    },
    async close() {
      closed = true
    },
  }
}

function fly(clock: Clock, line: Line, limits: WireLimits, judge: Judge, seen: Seen): Flight {
  const { promise, resolve } = Promise.withResolvers<WireAnswer | WireFault>()
  let over = false
  let alarm: unknown = null
  let outlives = false
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null

  function after(delayMs: number, then: () => void): void {
    alarm = delayMs === Number.POSITIVE_INFINITY ? null : clock.set(delayMs, then)
  }

  function finish(): void {
    over = true
    if (alarm !== null) clock.clear(alarm)
    if (stream !== null) judge.streamOver()
  }

  function fail(name: FaultName, cause: unknown, sent = true): void {
    if (over) return
    finish()
    const fault: WireFault = { kind: 'fault', name, sent, cause }
    if (stream !== null) stream.error(new BrokenStream(fault))
    else if (outlives && name !== 'aborted') resolve(answer(line as Reply, NO_BYTES, null, false))
    else resolve(fault)
  }

  function head(reply: Reply): void {
    for (const status of reply.interims ?? []) {
      if (over) return
      if (!judge.interim(status, {})) fail('interim-flood', null)
    }
    if (over) return
    if (!(reply.status >= 100 && reply.status <= 599)) fail('invalid-status', null)
    else if (reply.status >= 200) final(reply)
    else if (!judge.interim(reply.status, reply.fields ?? {})) fail('interim-flood', null)
  }

  function final(reply: Reply): void {
    const disposal = judge.head(reply.status, reply.statusText ?? '', reply.fields ?? {})
    seen.disposal = disposal
    if (!over) body(reply, disposal)
  }

  function body(reply: Reply, disposal: Disposal): void {
    const { bodyMs = 1 } = reply
    outlives = disposal === 'discard' || disposal === 'keep-start'
    const bytes = new TextEncoder().encode(reply.body ?? '')
    if (disposal === 'stream') {
      const made = new ReadableStream<Uint8Array>({
        start(controller) {
          stream = controller
        },
        cancel: () => finish(),
      })
      resolve(answer(reply, NO_BYTES, made, true))
    }
    if (disposal === 'discard' && bodyMs > limits.discardMs) after(limits.discardMs, () => fail('body-idle', null))
    else after(bodyMs, () => end(reply, disposal, bytes))
  }

  function end(reply: Reply, disposal: Disposal, bytes: Uint8Array): void {
    if (reply.breaks !== undefined) broken(reply.breaks, bytes)
    else if (disposal === 'keep' && bytes.length > limits.bodyBytes) fail('too-large', null)
    else {
      finish()
      if (stream === null) resolve(answer(reply, bytes, null, true))
      else if (bytes.length > 0) stream.enqueue(bytes)
      stream?.close()
    }
  }

  /** A stream that breaks forgets what nobody has taken yet, so there is a moment to take it. */
  function broken(name: FaultName, bytes: Uint8Array): void {
    if (stream === null || bytes.length === 0) fail(name, null)
    else {
      stream.enqueue(bytes)
      after(1, () => fail(name, null))
    }
  }

  if ('fault' in line) after(line.afterMs ?? 1, () => fail(line.fault, line.cause ?? null, line.sent))
  else after(line.headMs ?? 1, () => head(line))
  return {
    landed: promise,
    abort(name, cause) {
      if (!over) seen.aborted = name
      fail(name, cause, 'fault' in line ? line.sent : true)
    },
  }
}

function answer(reply: Reply, body: Uint8Array, stream: ReadableStream<Uint8Array> | null, whole: boolean): WireAnswer {
  const { status, statusText = '', fields = {} } = reply
  return { kind: 'answer', status, statusText, fields, body, stream, whole }
}
