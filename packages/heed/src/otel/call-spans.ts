import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { AttemptEnd, AttemptStart, AttemptWatch, CallEnd, CallStart, CallStep, CallWatch } from '../watch.ts'
import { callErrorOf, countedBy, endOf, nameOf, startOf } from './attributes.ts'
import type { Instruments } from './instruments.ts'
import { suppressed } from './suppression.ts'

/** What all calls of a watch have in common. */
export interface Tracing {
  readonly tracer: Tracer
  readonly instruments: () => Instruments
  readonly propagates: (request: AttemptStart) => boolean
}

/** One call: an INTERNAL span, and under it a CLIENT span for each request on the wire. */
export class CallSpans implements CallWatch {
  readonly #tracing: Tracing
  readonly #start: CallStart
  readonly #span: Span
  readonly #context: Context

  constructor(tracing: Tracing, start: CallStart) {
    const outer = context.active()
    this.#tracing = tracing
    this.#start = start
    this.#span = tracing.tracer.startSpan(`heed ${nameOf(start)}`, { attributes: startOf(start) }, outer)
    this.#context = trace.setSpan(outer, this.#span)
  }

  /** So that what the caller's own functions do, such as asking for a token, belongs to the call. */
  run(begin: () => void): void {
    context.with(this.#context, begin)
  }

  attempt(start: AttemptStart): AttemptWatch {
    const { tracer, instruments, propagates } = this.#tracing
    const mayPropagate = propagates(start)
    const options = { kind: SpanKind.CLIENT, attributes: startOf(start) }
    const span = tracer.startSpan(nameOf(start), options, this.#context)
    const within = trace.setSpan(this.#context, span)
    const fields: Record<string, string> = {}
    if (mayPropagate) propagation.inject(within, fields, LOWER_CASE)
    const { budgetUsed } = start
    if (budgetUsed !== null) instruments().budget.record(budgetUsed, placeOf(start), within)
    return {
      fields,
      run: send => context.with(suppressed(within), send),
      end: end => ended(span, within, start, end, instruments()),
    }
  }

  step({ entry }: CallStep): void {
    this.#span.addEvent(`heed.${entry.what}`, { 'heed.reason': entry.reason, ...factsOf(entry) })
  }

  end(end: CallEnd): void {
    const { status, stopped, cache, outcome, sends, attempts, hops, tookMs } = end
    const error = callErrorOf(end)
    const told: Attributes = {
      'heed.outcome': outcome,
      ...(status !== null && { 'http.response.status_code': status }),
      ...(error !== null && { 'error.type': error }),
    }
    this.#span.setAttributes({
      ...told,
      'heed.sends': sends,
      'heed.attempts': attempts,
      'heed.hops': hops,
      ...(stopped !== null && { 'heed.stopped': stopped }),
      ...(cache !== null && { 'heed.cache': cache }),
    })
    if (error !== null) this.#span.setStatus({ code: SpanStatusCode.ERROR })
    this.#span.end()
    const counted = countedBy(this.#start)
    const { callSeconds, sends: sendsOfCalls } = this.#tracing.instruments()
    callSeconds.record(tookMs / 1000, { ...counted, ...told }, this.#context)
    sendsOfCalls.record(sends, counted, this.#context)
  }
}

function ended(
  span: Span,
  within: Context,
  start: AttemptStart,
  end: AttemptEnd,
  { requestSeconds }: Instruments,
): void {
  const attributes = endOf(end)
  span.setAttributes(attributes)
  if (attributes['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
  requestSeconds.record(end.tookMs / 1000, { ...countedBy(start), ...attributes }, within)
}

const placeOf = ({ host, port }: AttemptStart): Attributes => ({ 'server.address': host, 'server.port': port })

/** heed names fields in lower case, so that one which the caller set is replaced and not sent twice. */
const LOWER_CASE = {
  set(fields: Record<string, string>, name: string, value: string): void {
    fields[name.toLowerCase()] = value
  },
}

/** What an event of the call's span holds besides the reason. */
function factsOf(entry: CallStep['entry']): Attributes {
  switch (entry.what) {
    case 'wait':
      return { 'heed.wait.ms': entry.waitMs, 'heed.wait.source': entry.source }
    case 'hop':
      return { 'http.response.status_code': entry.status, 'heed.dropped': [...entry.dropped] }
    case 'cache':
      return { 'heed.cache': entry.is, 'heed.age.ms': entry.ageMs }
    case 'join':
      return { 'heed.wait.ms': entry.waitedMs }
    case 'renew':
      return { 'heed.renewal': entry.outcome, 'heed.wait.ms': entry.tookMs }
    case 'note':
      return { 'http.response.status_code': entry.status }
  }
}
