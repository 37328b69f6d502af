import type { WireBody } from '../ports.ts'
import { Upload } from './upload.ts'

const encoder = new TextEncoder()

/** A body that is neither text nor bytes, on its way out over `fetch`. */
export const uploadOf = (body: WireBody): Upload | null =>
  body === null || typeof body === 'string' || body instanceof Uint8Array ? null : new Upload(body)

/** Text as bytes: of text, `fetch` would say a Content-Type that nobody asked for. */
export const bytesOf = (body: WireBody): Uint8Array<ArrayBuffer> | null =>
  typeof body === 'string'
    ? encoder.encode(body)
    : body instanceof Uint8Array
      ? (body as Uint8Array<ArrayBuffer>)
      : null

/** The pieces of a body, counted: one that is not as long as it was said to be breaks, and so does the request. */
async function* counted(upload: Upload, bytes: number | null): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let out = 0
  for (let step = await upload.next(); step.done !== true; step = await upload.next()) {
    out += step.value.length
    if (bytes !== null && out > bytes) throw broken(upload, bytes)
    if (step.value.length > 0) yield step.value as Uint8Array<ArrayBuffer>
  }
  // What was let go before its end must not pass for a whole body.
  if (upload.stopped) throw new TypeError('The exchange was over before its body.')
  if (bytes !== null && out !== bytes) throw broken(upload, bytes)
}

function broken(upload: Upload, bytes: number): TypeError {
  const error = new TypeError(`The body is not the ${bytes} bytes that it was said to be.`)
  upload.broken = true
  upload.cause = error
  return error
}

/**
 * A body as a stream: its next piece is asked for when there is room. `onBroken` is called before the stream breaks, since
 * workerd takes a stream that breaks for one that ends.
 */
export function streamed(
  upload: Upload,
  bytes: number | null,
  onBroken: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = counted(upload, bytes)
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async controller => {
        try {
          const step = await pieces.next()
          if (step.done === true) controller.close()
          else controller.enqueue(step.value)
        } catch (error) {
          if (!upload.stopped) onBroken()
          throw error
        }
      },
      cancel: () => upload.stop(),
    },
    { highWaterMark: 0 },
  )
  const { FixedLengthStream } = globalThis as { readonly FixedLengthStream?: LengthStream }
  return bytes === null || FixedLengthStream === undefined ? stream : stream.pipeThrough(new FixedLengthStream(bytes))
}

/** workerd's way to say how long a stream is; others take the field. */
type LengthStream = new (bytes: number) => TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>

/** A whole body, for platforms that send none as it comes. */
export async function gathered(upload: Upload, bytes: number | null): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of counted(upload, bytes)) pieces.push(piece)
  return new Blob(pieces)
}

/** The fields of a streamed body whose length is known. */
export const withLength = (fields: Readonly<Record<string, string>>, bytes: number): Record<string, string> => ({
  ...fields,
  'content-length': String(bytes),
})
