import type { Exchange } from '../exchange.ts'
import { joined } from '../joined.ts'
import type { Keeping } from '../keeping.ts'
import { cacheUrl, endLead, NO_BYTES } from './caching.ts'

/** Longest streamed body that is kept: it is held in memory until it is whole. */
const STREAMED_BYTES = 5 * 2 ** 20

/** Keeps the answer at hand; then equal requests need not wait any longer. */
export function keepAnswer(exchange: Exchange, keeping: Keeping): void {
  const kept = keepNow(exchange, keeping)
  if (kept === null) endLead(exchange, true)
  else kept.then(() => endLead(exchange, true))
}

/** One whose body is still on its way is kept when the last piece has passed. */
function keepNow(exchange: Exchange, keeping: Keeping): Promise<void> | null {
  const { answer } = exchange
  if (answer === null || !(answer.whole || !keeping.head.hasBody)) return null
  if (!keeping.head.hasBody) return put(exchange, keeping, NO_BYTES)
  if (answer.stream === null) return keepWhole(exchange, keeping)
  exchange.answer = { ...answer, stream: watched(answer.stream, bytes => keepBody(exchange, keeping, bytes)) }
  return null
}

/** The same stream; its bytes are told once it has ended well, unless they were too many. */
function watched(stream: ReadableStream<Uint8Array>, tell: (bytes: Uint8Array) => unknown): ReadableStream<Uint8Array> {
  let pieces: Uint8Array[] = []
  let bytes = 0
  const passing = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.byteLength
      if (bytes <= STREAMED_BYTES) pieces.push(piece)
      else pieces = []
      controller.enqueue(piece)
    },
    flush() {
      if (bytes <= STREAMED_BYTES) tell(joined(pieces, bytes))
    },
  })
  return stream.pipeThrough(passing)
}

/** Keeps the body that is in memory. */
export const keepWhole = (exchange: Exchange, keeping: Keeping): Promise<void> | null =>
  keepBody(exchange, keeping, exchange.answer?.body ?? NO_BYTES)

/** Keeps a body, joined to the kept part that it belongs to. */
function keepBody(exchange: Exchange, keeping: Keeping, arrived: Uint8Array): Promise<void> | null {
  if (keeping.onto === null) return put(exchange, keeping, arrived)
  const kept = exchange.plan.cache?.body(keeping.onto.id) ?? null
  const join = (before: Uint8Array | null): Promise<void> | null => {
    const slices = keeping.order.map(({ of, from, to }) => (of === 'kept' ? before : arrived)?.subarray(from, to))
    const bytes = keeping.order.reduce((sum, { from, to }) => sum + to - from, 0)
    // A part that is shorter than it says would leave a hole.
    const whole = slices.every((slice, at) => slice?.byteLength === lengthOf(keeping.order[at]))
    if (whole) return put(exchange, keeping, joined(slices as Uint8Array[], bytes))
    if (exchange.cache !== null) exchange.cache.kept = 'not kept: the parts do not make a whole'
    return null
  }
  return kept instanceof Promise ? kept.then(join).then(() => undefined) : join(kept)
}

const lengthOf = (slice: Keeping['order'][number] | undefined): number =>
  slice === undefined ? 0 : slice.to - slice.from

function put(exchange: Exchange, { head, replaces }: Keeping, body: Uint8Array): Promise<void> | null {
  const { cache, plan } = exchange
  if (cache === null || cache.whose === null || plan.cache === null) return null
  const url = cacheUrl(exchange)
  if (plan.cache.drops(url) !== cache.drops) {
    cache.kept = 'not kept: something at this address was changed while it was on its way'
    return null
  }
  // Of a part, and of a whole that came as one, the head knows the length.
  if (head.bodyBytes > 0 && head.bodyBytes !== body.byteLength) {
    cache.kept = 'not kept: it has not as many bytes as its Content-Range says'
    return null
  }
  const whole = { ...head, bodyBytes: body.byteLength }
  return plan.cache.keep(url, cache.whose, whole, body, replaces)
}
