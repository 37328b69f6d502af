import { type Context, context, createContextKey } from '@opentelemetry/api'

/** The key that `suppressTracing` of `@opentelemetry/core` sets: keys of the same name are one key. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
const SENDING = createContextKey('heed: a request is being sent')

/** Nobody below makes spans for the same request: instrumentations of undici and of sockets. */
export const suppressed = (outer: Context): Context => outer.setValue(SUPPRESSED, true).setValue(SENDING, true)

export const isSuppressed = (outer: Context): boolean => outer.getValue(SUPPRESSED) === true

/**
 * True while a request is handed to undici that `otel()` has made a span for. For instrumentations that still measure what
 * they make no span for: `new UndiciInstrumentation({ ignoreRequestHook: sentByHeed })`.
 */
export const sentByHeed = (): boolean => context.active().getValue(SENDING) === true
