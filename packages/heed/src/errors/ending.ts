import { faultWords } from '#edition/rules/words'
import { type Fail, isRedirectRefused } from '../action.ts'
import { Answer, type Poller } from '../answer.ts'
import { faultEntry, sendEntry } from '../drive/recorder.ts'
import type { Exchange } from '../exchange.ts'
import type { WireAnswer, WireFault } from '../ports.ts'
import { FAULTS } from '../rules/faults.ts'
import { mayRepeat } from '../rules/safety.ts'
import { shownUrl } from '../shown-url.ts'
import { lookup } from '../status/lookup.ts'
import { faultOf } from '../transports/broken-body.ts'
import {
  AbortError,
  type CallFacts,
  type OptionError,
  RedirectError,
  StatusError,
  TimeoutError,
  WireError,
} from './errors.ts'

/**
 * How a call ended, for callers who would rather look than catch. What queues and jobs need. The `code` of its error tells which
 * error it is, to people and to the compiler.
 */
export type Outcome =
  /** The answer is the result. */
  | { readonly kind: 'ok'; readonly answer: Answer }
  /** It may work from `notBefore` on, and it is safe to send it again then. */
  | { readonly kind: 'later'; readonly notBefore: Date; readonly error: StatusError | WireError }
  /** Sending it again unchanged would bring the same. */
  | { readonly kind: 'never'; readonly error: StatusError | WireError | OptionError }
  /** It may have been processed, and sending it again is not known to be safe: look before you send. */
  | { readonly kind: 'unknown'; readonly error: StatusError | WireError }

const LAST_DATE_MS = 8.64e15

/** The answer at the end of a call. A body handed on as a stream breaks with an error of heed's. */
export function answerOf(exchange: Exchange, wire: WireAnswer, poller: Poller | null = null): Answer {
  const { request, hop, trail, cache } = exchange
  const stream = wire.stream === null ? null : told(exchange, wire.stream)
  return new Answer(wire, stream, request.method, request.url, hop, exchange.tookMs, trail, cache, poller)
}

/** The error at the end of a call that failed. */
export function errorOf(exchange: Exchange, failure: Fail): StatusError | WireError {
  const { answer, fault } = exchange
  const facts = factsOf(exchange, failure, fault)
  const before = answer === null ? null : answerOf(exchange, answer)
  if (fault !== null) return wireError(fault, before, facts)
  if (before === null) throw new TypeError('a call ended without answer and without fault')
  return isRedirectRefused(failure.stopped) ? new RedirectError(before, facts) : new StatusError(before, facts)
}

export function outcomeOf(exchange: Exchange, failure: Fail): Outcome {
  const error = errorOf(exchange, failure)
  if (isUnknown(exchange, failure, exchange.fault)) return { kind: 'unknown', error }
  if (!mayWorkLater(exchange, failure, exchange.fault)) return { kind: 'never', error }
  return { kind: 'later', notBefore: retryAt(exchange, failure.retryAfterMs ?? pauseMs(exchange)), error }
}

function wireError(fault: WireFault, before: Answer | null, facts: CallFacts): WireError {
  const { name, cause } = fault
  // The parser's error holds the bytes it stumbled over, and with them whatever a server sent: cookies, keys.
  if (FAULTS[name].who === 'server' && cause instanceof Error) Reflect.deleteProperty(cause, 'data')
  if (name === 'aborted') return new AbortError(name, cause, before, facts)
  if (FAULTS[name].timeout) return new TimeoutError(name, cause, before, facts)
  return new WireError(name, cause, before, facts)
}

function factsOf(exchange: Exchange, failure: Fail, fault: WireFault | null): CallFacts {
  const { request, trail } = exchange
  return {
    method: request.method,
    url: shownUrl(request.url),
    trail: trail ?? [sendEntry(exchange)],
    stopped: failure.stopped,
    cause: exchange.signed?.cause,
    retryAt: failure.retryAfterMs === null ? null : retryAt(exchange, failure.retryAfterMs),
    retryable: !isUnknown(exchange, failure, fault) && mayWorkLater(exchange, failure, fault),
  }
}

const retryAt = (exchange: Exchange, afterMs: number): Date =>
  new Date(Math.min(LAST_DATE_MS, exchange.plan.clock.wallMs() + afterMs))

/** When nobody says how long: what heed would have waited at most before one more attempt. */
function pauseMs(exchange: Exchange): number {
  const { backoffCapMs, throttleBaseMs } = exchange.plan
  return Math.min(backoffCapMs, throttleBaseMs * 2 ** exchange.attempt)
}

/** It may have been processed, and nobody said that twice does no harm. */
function isUnknown(exchange: Exchange, failure: Fail, fault: WireFault | null): boolean {
  if (mayRepeat(exchange)) return false
  if (fault !== null) return fault.sent && !FAULTS[fault.name].unprocessed
  const row = exchange.answer === null ? null : lookup(exchange.answer.status)
  return failure.stopped === 'unsafe' || (failure.stopped === 'ordered' && row?.effect === 'not-stated')
}

/** Would the same request, sent later, have a chance? */
function mayWorkLater(exchange: Exchange, failure: Fail, fault: WireFault | null): boolean {
  const { answer } = exchange
  if (fault !== null) return FAULTS[fault.name].transient || fault.name === 'deadline' || fault.name === 'aborted'
  if (failure.stopped === 'ordered') return false
  // What holds an origin ends by itself, too.
  if (failure.rule === 'manners') return true
  // A wait that did not fit ends by itself, also one before a redirect.
  if (failure.stopped === 'max-wait' || failure.stopped === 'deadline') return true
  const retry = answer === null ? null : (lookup(answer.status)?.retry ?? null)
  // A final code whose fields asked for another try (a vendor's limit, an order).
  if (retry === null) return failure.rule === 'retry'
  return failure.retryAfterMs !== null || !(retry.onlyWhenAsked || failure.stopped === 'final')
}

/** The same stream, whose break is told as an error of heed's. */
function told(exchange: Exchange, stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (broken) {
          controller.error(brokenError(exchange, broken))
        }
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** The error for a body that broke off while it was handed on; what heed does not know stays as it is. */
export function brokenError(exchange: Exchange, broken: unknown): unknown {
  const fault = faultOf(broken)
  if (fault === null) return broken
  const failure: Fail = {
    do: 'fail',
    rule: 'fault',
    stopped: 'final',
    reason: faultWords(fault.name).meaning,
    retryAfterMs: null,
  }
  const facts = factsOf(exchange, failure, fault)
  const trail = [...facts.trail, faultEntry(exchange, fault, exchange.plan.clock.steadyMs())]
  return wireError(fault, null, { ...facts, trail })
}
