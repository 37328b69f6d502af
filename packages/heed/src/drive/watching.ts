import { isRedirectRefused, type Stopped } from '../action.ts'
import { type Exchange, givesAnswer } from '../exchange.ts'
import type {
  Disposal,
  FaultName,
  FieldRecord,
  Flight,
  Judge,
  Transport,
  WireAnswer,
  WireBody,
  WireFault,
  WireLimits,
  WireRequest,
} from '../ports.ts'
import { budgetUsed } from '../rules/budget.ts'
import { serverOf } from '../server-of.ts'
import { shownUrl } from '../shown-url.ts'
import type { TrailEntry } from '../trail.ts'
import type { AttemptStart, AttemptWatch, CallStep, CallWatch, Watch, WatchedCall } from '../watch.ts'

/** Runs a call that somebody looks at. */
export function watched(exchange: Exchange, watch: Watch, run: () => Promise<Exchange>): Promise<Exchange> {
  const watching = new Watching(exchange, watch)
  exchange.watched = watching
  return watching.run(run)
}

/** Counts the calls that are looked at. */
let calls = 0

/** One call that somebody looks at: what happens in it, told. Made only when somebody does. */
class Watching implements WatchedCall {
  readonly #exchange: Exchange
  readonly #call: number
  readonly #watch: CallWatch | null
  #sends = 0
  #refused: Stopped | null = null

  constructor(exchange: Exchange, watch: Watch) {
    this.#exchange = exchange
    this.#call = ++calls
    const { method, url } = exchange.request
    const start = { call: this.#call, method, url: shownUrl(url), ...serverOf(url) }
    this.#watch = safely(() => watch.call(start)) ?? null
  }

  /** In the context of the call: its begin, and what comes from a socket, whose context is that of whoever opened it. */
  run<Made>(work: () => Made): Made {
    const watch = this.#watch
    return watch?.run === undefined ? work() : once(work, then => watch.run?.(then))
  }

  carry(transport: Transport, request: WireRequest, limits: WireLimits, judge: Judge): Flight {
    const { attempt: attemptNumber, hop, origin, plan } = this.#exchange
    const call = this.#watch
    const sentMs = plan.clock.steadyMs()
    const send = ++this.#sends
    if (call?.attempt === undefined) return transport.send(request, limits, judge)
    const start: AttemptStart = {
      call: this.#call,
      send,
      attempt: attemptNumber,
      hop,
      method: request.method,
      url: shownUrl(request.url),
      ...serverOf(request.url),
      budgetUsed: plan.budget === null ? null : budgetUsed(origin.spending, plan.budget, sentMs),
    }
    const watch = safely(() => call.attempt?.(start)) ?? null
    if (watch === null) return transport.send(request, limits, judge)
    const { fields } = watch
    const sent = { ...request, body: this.#readInContext(request.body), fields: { ...request.fields, ...fields } }
    const seen = new SeenHead(judge, this, () => plan.clock.steadyMs())
    const over = (landed: WireAnswer | WireFault): void => this.#landed(watch, send, sentMs, seen, landed)
    try {
      const flight = once(
        () => transport.send(sent, limits, seen),
        then => (watch.run === undefined ? then() : watch.run(then)),
      )
      flight.landed.then(over)
      return flight
    } catch (cause) {
      over({ kind: 'fault', name: 'unsendable', sent: false, cause })
      throw cause
    }
  }

  /** A streamed body is the caller's code, too, and belongs to the call. */
  #readInContext(body: WireBody): WireBody {
    if (body === null || typeof body === 'string' || body instanceof Uint8Array) return body
    return {
      [Symbol.asyncIterator]: () => {
        const steps = this.run(() => body[Symbol.asyncIterator]())
        return {
          next: () => this.run(() => steps.next()),
          return: () => this.run(() => steps.return?.()) ?? Promise.resolve({ done: true, value: undefined }),
        }
      },
    }
  }

  #landed(
    watch: AttemptWatch,
    send: number,
    sentMs: number,
    { status, fields, headAtMs }: SeenHead,
    landed: WireAnswer | WireFault,
  ): void {
    const fault: FaultName | null = landed.kind === 'fault' ? landed.name : null
    const end = {
      call: this.#call,
      send,
      status,
      fault,
      refused: status !== null && isRedirectRefused(this.#refused) ? this.#refused : null,
      protocol: landed.kind === 'fault' ? null : (landed.protocol ?? null),
      fields: toldFields(fields),
      headMs: headAtMs === null ? null : headAtMs - sentMs,
      tookMs: this.#exchange.plan.clock.steadyMs() - sentMs,
    }
    safely(() => watch.end?.(end))
  }

  step(entry: TrailEntry): void {
    if (!isStep(entry)) return
    safely(() => this.#watch?.step?.({ call: this.#call, entry }))
  }

  judged(stopped: Stopped | null): void {
    this.#refused = stopped
  }

  end(nowMs: number): void {
    const { failure, answer, fault, attempt, hop, cache, startMs } = this.#exchange
    const end = {
      call: this.#call,
      outcome: failure === null ? ('delivered' as const) : ('failed' as const),
      error: !givesAnswer(this.#exchange),
      status: fault === null ? (answer?.status ?? null) : null,
      fault: fault?.name ?? null,
      stopped: failure?.stopped ?? null,
      sends: this.#sends,
      attempts: attempt,
      hops: hop,
      cache: cache?.is ?? null,
      tookMs: nowMs - startMs,
    }
    safely(() => this.#watch?.end?.(end))
  }
}

/** What is not told of a send or of the end of the call anyway. */
const isStep = (entry: TrailEntry): entry is CallStep['entry'] =>
  entry.what !== 'send' && entry.what !== 'answer' && entry.what !== 'fault' && entry.what !== 'end'

/** Sees the head on its way to whoever judges it. */
class SeenHead implements Judge {
  readonly #judge: Judge
  readonly #call: Watching
  readonly #nowMs: () => number
  status: number | null = null
  fields: FieldRecord = {}
  headAtMs: number | null = null

  constructor(judge: Judge, call: Watching, nowMs: () => number) {
    this.#judge = judge
    this.#call = call
    this.#nowMs = nowMs
  }

  interim(status: number, fields: FieldRecord): boolean {
    return this.#call.run(() => this.#judge.interim(status, fields))
  }

  head(status: number, statusText: string, fields: FieldRecord): Disposal {
    this.status = status
    this.fields = fields
    this.headAtMs = this.#nowMs()
    return this.#call.run(() => this.#judge.head(status, statusText, fields))
  }

  streamOver(): void {
    this.#judge.streamOver()
  }
}

/** Fields whose values hold nothing of the caller's, each with the form that is told; another form is left out. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  'content-type': /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}(?=$|[;\s])/,
  'content-length': /^\d{1,16}$/,
  age: /^\d{1,16}$/,
  'retry-after': /^(?:\d{1,16}|[A-Za-z]{3,9},? [\w: -]{1,30})$/,
}

function toldFields(fields: FieldRecord): Record<string, string> {
  const told: Record<string, string> = {}
  for (const [name, form] of Object.entries(HARMLESS)) {
    const value = fields[name]
    const found = typeof value === 'string' ? form.exec(value)?.[0] : undefined
    if (found !== undefined) told[name] = found
  }
  return told
}

/** Asked for each call, so no closure is made for it. */
export function isOn(watch: Watch): boolean {
  try {
    return watch.isOn()
  } catch (error) {
    uncaught(error)
    return false
  }
}

/** What somebody who looks on throws goes where uncaught errors go. */
function safely<Value>(look: () => Value): Value | undefined {
  try {
    return look()
  } catch (error) {
    uncaught(error)
    return undefined
  }
}

function uncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}

/** Does the work once, within what surrounds it, also where that fails or forgets it. What the work throws is thrown. */
function once<Made>(work: () => Made, surround: (then: () => void) => void): Made {
  let done: { readonly made: Made } | { readonly thrown: unknown } | null = null
  const then = (): void => {
    if (done !== null) return
    try {
      done = { made: work() }
    } catch (thrown) {
      done = { thrown }
    }
  }
  safely(() => surround(then))
  then()
  const end = done as { made: Made } | { thrown: unknown } | null
  if (end === null || 'thrown' in end) throw end?.thrown
  return end.made
}
