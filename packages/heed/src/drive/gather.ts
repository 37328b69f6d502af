import type { Exchange } from '../exchange.ts'
import type { WireBody } from '../ports.ts'
import { streamOf } from '../stream-of.ts'

const encoder = new TextEncoder()

/**
 * A body that comes in pieces, whole in memory.
 * @throws {RangeError} it is longer than `mostBytes`
 */
function wholeBody(body: WireBody, mostBytes: number): Promise<Uint8Array> {
  if (body === null || typeof body === 'string') return Promise.resolve(encoder.encode(body ?? ''))
  if (body instanceof Uint8Array) return Promise.resolve(body)
  let bytes = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.byteLength
      if (bytes > mostBytes)
        controller.error(new RangeError(`The body is longer than limits.bodyBytes (${mostBytes}).`))
      else controller.enqueue(piece)
    },
  })
  return new Response(streamOf(body).pipeThrough(counting)).bytes()
}

/** The request's body, whole in memory, so that its length is known. A call does this once. */
export function gathered(exchange: Exchange): Promise<Uint8Array> {
  const { plan, source, request } = exchange
  exchange.repaired = true
  try {
    return wholeBody(typeof source === 'function' ? source() : request.body, plan.limits.bodyBytes)
  } catch (cause) {
    return Promise.reject(cause)
  }
}

/** From here on the request goes out with this body. */
export function useBody(exchange: Exchange, body: Uint8Array): void {
  exchange.request = { ...exchange.request, body, bodyBytes: body.byteLength }
  exchange.source = 'bytes'
}
