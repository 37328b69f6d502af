import { brokenError, errorOf } from '#edition/errors/ending'
import { lookup } from '#edition/status/lookup'
import { type Exchange, givesAnswer } from '../exchange.ts'
import type { FieldRecord, WireAnswer } from '../ports.ts'
import { faultOf } from '../transports/broken-body.ts'
import { keepTrail } from './trail-of.ts'

/**
 * How the call ended, in the words of the Fetch standard.
 * @throws the signal's reason when it fired; `TypeError` with heed's error as its `cause` when there is no whole answer, or
 *   a redirect that is not followed
 */
export async function responseOf(exchange: Exchange, { signal, integrity }: Request): Promise<Response> {
  const { answer, failure, fault } = exchange
  if (answer !== null && givesAnswer(exchange)) {
    if (integrity === '') return genuine(exchange, answer, signal)
    // Nothing of it is handed on before all of it is known to be right.
    const { intactContent } = await import('./integrity.ts')
    const body = await intactContent(genuine(exchange, answer, signal), integrity)
    return genuine(exchange, { ...answer, body, stream: null }, signal)
  }
  if (fault?.name === 'aborted') throw signal.reason
  throw new TypeError('fetch failed', { cause: failure === null ? fault?.cause : errorOf(exchange, failure) })
}

function genuine(exchange: Exchange, answer: WireAnswer, signal: AbortSignal): Response {
  const { status, statusText, fields } = answer
  const bodiless = exchange.request.method === 'HEAD' || lookup(status)?.bodiless === true
  if (bodiless) answer.stream?.cancel().catch(() => undefined)
  const body = bodiless ? null : bodyOf(exchange, answer, signal)
  const response = new Response(body, { status, statusText, headers: headersOf(fields) })
  keepTrail(response, exchange)
  return dressed(response, exchange)
}

function headersOf(fields: FieldRecord): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(fields)) {
    for (const line of typeof value === 'string' ? [value] : value) headers.append(name, line)
  }
  return headers
}

/** Copies what it hands on: a byte stream takes the memory of its pieces away, and others may hold a part of it. */
function bodyOf(exchange: Exchange, answer: WireAnswer, signal: AbortSignal): Uint8Array<ArrayBuffer> | ReadableStream {
  if (answer.stream === null) return new Uint8Array(answer.body)
  const reader = answer.stream.getReader()
  return new ReadableStream({
    type: 'bytes',
    // Also who waits for the end without reading is told that there will be none.
    start: controller => void reader.closed.catch(broken => controller.error(brokenBy(exchange, broken, signal))),
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(new Uint8Array(value))
        controller.close()
        // A reader that brought its own memory gets it back.
        controller.byobRequest?.respond(0)
      } catch (broken) {
        controller.error(brokenBy(exchange, broken, signal))
      }
    },
    cancel: reason => reader.cancel(reason),
  })
}

function brokenBy(exchange: Exchange, broken: unknown, signal: AbortSignal): unknown {
  if (faultOf(broken)?.name === 'aborted' && signal.aborted) return signal.reason
  return new TypeError('terminated', { cause: brokenError(exchange, broken) })
}

/**
 * Nobody but the platform's own fetch can make a Response that says where it came from, or whose headers cannot be changed.
 * So it is said by properties of its own, and by those of its clones.
 */
function dressed(response: Response, exchange: Exchange): Response {
  const own = (value: unknown): PropertyDescriptor => ({ value, configurable: true })
  for (const change of ['append', 'delete', 'set'] as const)
    Object.defineProperty(response.headers, change, own(immutable))
  return Object.defineProperties(response, {
    url: own(exchange.request.url.href),
    redirected: own(exchange.hop > 0),
    type: own(exchange.crossed ? 'cors' : 'basic'),
    clone: own(() => dressed(Response.prototype.clone.call(response), exchange)),
  })
}

function immutable(): never {
  throw new TypeError('immutable')
}
