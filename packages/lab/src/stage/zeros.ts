import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { constants, createBrotliCompress, createDeflateRaw, createZstdCompress } from 'node:zlib'
import type { Coding } from '../script/answer.ts'
import { adler32OfZeros, crc32OfZeros } from './checksum.ts'

const UNIT = Buffer.alloc(2 ** 20)
const WRITE_BYTES = 65_536

/** A format without its checksum, which the encoder could not know for zeros that it never sees. */
interface Bare {
  readonly encoder: () => Transform & { flush(kind: number, done: () => void): void }
  readonly flush: number
  readonly head: Buffer
  readonly tail: (bytes: number) => Buffer
}

const NOTHING = Buffer.alloc(0)
const deflateRaw = () => createDeflateRaw({ level: constants.Z_BEST_COMPRESSION })
const smallWindow = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 18 }

const BARE: Readonly<Record<Coding, Bare>> = {
  gzip: {
    encoder: deflateRaw,
    flush: constants.Z_SYNC_FLUSH,
    // RFC 1952 section 2.3: the magic number, deflate, no flags, no time, slowest, unknown system.
    head: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]),
    tail: bytes => {
      const tail = Buffer.alloc(8)
      tail.writeUInt32LE(crc32OfZeros(bytes))
      tail.writeUInt32LE(bytes % 2 ** 32, 4)
      return tail
    },
  },
  deflate: {
    encoder: deflateRaw,
    flush: constants.Z_SYNC_FLUSH,
    // RFC 1950 section 2.2: a window of 32 KiB, slowest.
    head: Buffer.from([0x78, 0xda]),
    tail: bytes => {
      const tail = Buffer.alloc(4)
      tail.writeUInt32BE(adler32OfZeros(bytes))
      return tail
    },
  },
  br: {
    encoder: () => createBrotliCompress({ params: smallWindow }),
    flush: constants.BROTLI_OPERATION_FLUSH,
    head: NOTHING,
    tail: () => NOTHING,
  },
  zstd: {
    encoder: createZstdCompress,
    flush: constants.ZSTD_e_flush,
    head: NOTHING,
    tail: () => NOTHING,
  },
}

/**
 * So many zeros, coded. After the first megabytes an encoder gives the same bytes for each further one, so those are
 * repeated: 10 GiB cost no more time than their sending.
 */
export async function* codedZeros(bytes: number, coding: Coding): AsyncGenerator<Buffer> {
  const { encoder: open, flush, head, tail } = BARE[coding]
  const encoder = open()
  try {
    yield head
    let left = bytes
    let block: Buffer = NOTHING
    for (let steady = false; !steady && left >= UNIT.length; left -= UNIT.length) {
      const next = await flushed(encoder, flush)
      steady = next.equals(block)
      block = next
      yield block
    }
    const repeats = Math.floor(left / UNIT.length)
    yield* repeated(block, repeats)
    yield await finished(encoder, left - repeats * UNIT.length)
    yield tail(bytes)
  } finally {
    encoder.destroy()
  }
}

/** What the encoder makes of one more unit of zeros, whole to the last byte. */
async function flushed(encoder: ReturnType<Bare['encoder']>, kind: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  const take = (piece: Buffer): number => pieces.push(piece)
  encoder.on('data', take)
  encoder.write(UNIT)
  await new Promise<void>(resolve => encoder.flush(kind, resolve))
  encoder.off('data', take)
  return Buffer.concat(pieces)
}

async function finished(encoder: Transform, bytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  encoder.on('data', (piece: Buffer) => pieces.push(piece))
  encoder.end(UNIT.subarray(0, bytes))
  await once(encoder, 'end')
  return Buffer.concat(pieces)
}

function* repeated(block: Buffer, times: number): Generator<Buffer> {
  const atOnce = Math.max(1, Math.floor(WRITE_BYTES / Math.max(1, block.length)))
  const several = Buffer.concat(new Array<Buffer>(Math.min(atOnce, times)).fill(block))
  for (let left = times; left > 0; left -= atOnce) yield several.subarray(0, Math.min(atOnce, left) * block.length)
}
