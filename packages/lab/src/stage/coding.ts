import { pipeline, type Readable, type Transform } from 'node:stream'
import { constants, createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib'
import type { Coding } from '../script/answer.ts'
import type { Pieces } from './pieces.ts'

// Brotli's own default takes seconds for a megabyte.
const BROTLI_QUALITY = 5

function encoder(coding: Coding): Transform {
  if (coding === 'gzip') return createGzip()
  // RFC 9110 section 8.4.1.2: what HTTP calls deflate is the zlib format.
  if (coding === 'deflate') return createDeflate()
  if (coding === 'zstd') return createZstdCompress()
  return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
}

/** Puts one content coding on a body as it is read. */
export function encoded(pieces: Pieces, coding: Coding): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]() {
      // A reader that stops early destroys the stream; the pipeline ends the source with it.
      const stream: Readable = pipeline(pieces, encoder(coding), () => {})
      return stream[Symbol.asyncIterator]()
    },
  }
}
