import type { Answer, Coding, ScriptBody } from '../script/answer.ts'
import { FILLER_BLOCK } from '../script/filler.ts'
import { encoded } from './coding.ts'
import { collected } from './pieces.ts'
import { codedZeros } from './zeros.ts'

/** An answer's content with its codings on, to be read as often as needed. */
export interface Content {
  /** How long it is; null: it has no end. */
  lengthBytes(): Promise<number | null>
  pieces(): AsyncIterable<Buffer> | Iterable<Buffer>
}

const BLOCK_BYTES = 65_536
const HELD_BYTES = 262_144
const MEASURED_LIMIT = 100
const ZEROS = Buffer.alloc(BLOCK_BYTES)
const FILLER = Buffer.from(FILLER_BLOCK)

/** The lengths of large coded bodies that were found once: they are the same every time. */
const measured = new Map<string, number>()

/** The content that a script asks for; `fill` fills the templates in it. */
export function contentOf(answer: Answer, fill: (template: string) => string): Content {
  const { body, coding = [] } = answer
  if (body === undefined) return whole(Buffer.alloc(0))
  if (coding.length === 0) return uncoded(body, fill)
  const pieces = (): AsyncIterable<Buffer> => withCodings(body, coding, fill)
  if ('endless' in body) return { lengthBytes: async () => null, pieces }
  const sizeBytes = 'bytes' in body ? body.bytes : 'zeros' in body ? body.zeros : 0
  if (sizeBytes > HELD_BYTES) return { lengthBytes: () => measure(JSON.stringify([body, coding]), pieces), pieces }
  return held(pieces)
}

function whole(bytes: Buffer): Content {
  return { lengthBytes: async () => bytes.length, pieces: () => [bytes] }
}

function uncoded(body: ScriptBody, fill: (template: string) => string): Content {
  if ('endless' in body)
    return { lengthBytes: async () => null, pieces: () => repeated(FILLER, Number.POSITIVE_INFINITY) }
  if ('bytes' in body) return { lengthBytes: async () => body.bytes, pieces: () => repeated(FILLER, body.bytes) }
  if ('zeros' in body) return { lengthBytes: async () => body.zeros, pieces: () => repeated(ZEROS, body.zeros) }
  if ('base64' in body) return whole(Buffer.from(body.base64, 'base64'))
  // Places are only ever inside strings of the JSON, and what they are filled with needs no escape.
  return whole(Buffer.from('text' in body ? fill(body.text) : fill(JSON.stringify(body.json))))
}

function* repeated(block: Buffer, bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block
}

function withCodings(
  body: ScriptBody,
  [first, ...others]: readonly Coding[],
  fill: (template: string) => string,
): AsyncIterable<Buffer> {
  const coding = first as Coding
  const inner = 'zeros' in body ? codedZeros(body.zeros, coding) : encoded(uncoded(body, fill).pieces(), coding)
  return others.reduce<AsyncIterable<Buffer>>(encoded, inner)
}

/** Small enough to be coded once and kept. */
function held(pieces: () => AsyncIterable<Buffer>): Content {
  let made: Promise<Buffer> | undefined
  const bytes = (): Promise<Buffer> => {
    made ??= collected(pieces())
    return made
  }
  return {
    lengthBytes: async () => (await bytes()).length,
    async *pieces() {
      yield await bytes()
    },
  }
}

/** Codes a large body once for its length alone, as Content-Length goes out before it. */
async function measure(key: string, pieces: () => AsyncIterable<Buffer>): Promise<number> {
  let bytes = measured.get(key)
  if (bytes !== undefined) return bytes
  bytes = 0
  for await (const piece of pieces()) bytes += piece.length
  if (measured.size >= MEASURED_LIMIT) measured.clear()
  measured.set(key, bytes)
  return bytes
}
