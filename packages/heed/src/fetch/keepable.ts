import { NO_BODY, NOT_YET_OPEN, type SendableBody } from '../body.ts'
import { joined } from '../joined.ts'
import type { WireBody } from '../ports.ts'
import type { FetchInit } from './create-fetch.ts'

/** So much of a body whose source is not known is held in memory, so that it can be sent again. */
const KEPT_BYTES = 2 ** 20

type Kept = Pick<SendableBody, 'body' | 'source' | 'bytes'>

/**
 * The body of a request, so that it can be sent again where it was given as text, bytes, a form or a Blob. A stream that the
 * caller passes is sent as it comes, once. The body of a `Request` is a stream whatever it was made of, so it is read
 * ahead; one that is longer than 1 MiB is sent once.
 */
export async function keepable(request: Request, init: FetchInit | undefined): Promise<Kept> {
  const stream = request.body
  if (stream === null) return NO_BODY
  const given: unknown = init?.body ?? null
  if (given instanceof Blob) return { body: NOT_YET_OPEN, source: () => given.stream(), bytes: given.size }
  if (given === null) return ahead(stream, request.signal)
  return isStream(given) ? once(stream) : again(new Uint8Array(await request.arrayBuffer()))
}

const isStream = (given: unknown): boolean => given instanceof ReadableStream || Symbol.asyncIterator in Object(given)

const again = (body: Uint8Array): Kept => ({ body, source: 'bytes', bytes: null })
const once = (body: WireBody): Kept => ({ body, source: 'one-shot', bytes: null })

async function ahead(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Kept> {
  const reader = stream.getReader()
  const leave = (): void => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', leave, { once: true })
  const read: Uint8Array[] = []
  let bytes = 0
  let over = false
  while (!over && bytes <= KEPT_BYTES) {
    const { done, value } = await reader.read()
    over = done
    if (value === undefined) continue
    read.push(value)
    bytes += value.length
  }
  signal.removeEventListener('abort', leave)
  signal.throwIfAborted()
  return over ? again(joined(read, bytes)) : once(rest(read, reader))
}

async function* rest(
  read: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* read
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
