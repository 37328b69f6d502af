import type { WireBody } from './ports.ts'

const encoder = new TextEncoder()

/**
 * A body that comes in pieces, whole in memory.
 * @throws {RangeError} it is longer than `mostBytes`
 */
export function wholeBody(body: WireBody, mostBytes: number): Promise<Uint8Array> {
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
  return new Response(ReadableStream.from(body).pipeThrough(counting)).bytes()
}
