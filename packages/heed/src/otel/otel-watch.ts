import { type Attributes, context, type Meter, type Tracer, trace } from '@opentelemetry/api'
import { OptionError } from '../errors/errors.ts'
import { serverOf } from '../server-of.ts'
import type { AttemptStart, OriginNews, Watch } from '../watch.ts'
import { CallSpans, type Tracing } from './call-spans.ts'
import { type Instruments, instrumentsFrom } from './instruments.ts'
import { isSuppressed } from './suppression.ts'

export interface OtelOptions {
  /** Makes the spans. Default: the tracer `heed` of the provider that is registered, now or later. */
  readonly tracer?: Tracer
  /** Makes the instruments. Default: the meter `heed` of the provider that is registered, now or later. */
  readonly meter?: Meter
  /**
   * Whether the context of a trace goes along with a request, as the registered propagator writes it (traceparent,
   * tracestate, baggage). Default true; a function is asked for each request, redirects to other hosts included.
   */
  readonly propagate?: boolean | ((request: AttemptStart) => boolean)
}

/**
 * Traces and metrics for OpenTelemetry: `createClient({ watch: otel() })`. For each call an INTERNAL span, and under it a
 * CLIENT span for each request on the wire, after the conventions for HTTP. One may serve several clients.
 * @throws {OptionError} for an option that is unknown or of the wrong type
 */
export function otel(options: OtelOptions = {}): Watch {
  check(options)
  const { propagate = true } = options
  const tracing: Tracing = {
    tracer: options.tracer ?? trace.getTracer('heed'),
    instruments: instrumentsFrom(options.meter ?? null),
    propagates: typeof propagate === 'boolean' ? () => propagate : propagate,
  }
  return {
    // What an exporter sends is not traced, or it would never come to an end.
    isOn: () => !isSuppressed(context.active()),
    call: start => new CallSpans(tracing, start),
    origin: news => measured(news, tracing.instruments()),
  }
}

function measured({ origin, what, forMs }: OriginNews, { changes, pauseSeconds }: Instruments): void {
  const place = origin === null ? {} : placeOf(origin)
  changes.add(1, { ...place, 'heed.origin.change': what })
  if (what === 'paused' && forMs !== null) pauseSeconds.record(forMs / 1000, place)
}

function placeOf(origin: string): Attributes {
  const { host, port } = serverOf(new URL(origin))
  return { 'server.address': host, 'server.port': port }
}

const FORMS: Readonly<Record<string, readonly [wanted: string, holds: (value: unknown) => boolean]>> = {
  tracer: ['a Tracer, such as trace.getTracer(name)', value => has(value, 'startSpan')],
  meter: ['a Meter, such as metrics.getMeter(name)', value => has(value, 'createHistogram')],
  propagate: [
    'true, false, or a function that says so for a request',
    value => typeof value === 'boolean' || typeof value === 'function',
  ],
}

const has = (value: unknown, member: string): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, member) === 'function'

function check(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined
    if (form === undefined) {
      throw new OptionError(name, `There is no option ${name}. Known here: ${Object.keys(FORMS).join(', ')}.`)
    }
    const [wanted, holds] = form
    if (value !== undefined && !holds(value)) throw new OptionError(name, `The option ${name} must be ${wanted}.`)
  }
}
