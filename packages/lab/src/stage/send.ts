import type { Answer, Drip } from '../script/answer.ts'
import type { Pen } from './pen.ts'
import { firstOf, type Pieces, slices } from './pieces.ts'
import type { Plan } from './plan.ts'

const PIECE_BYTES = 65_536
const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const CHUNK_END = Buffer.from('\r\n')

/** Sends the head, or the first half of it where it is to break there. */
export async function sendHead(pen: Pen, { head }: Plan, { break: broken, headDrip }: Answer): Promise<void> {
  const part = broken?.at === 'head' ? head.subarray(0, Math.floor(head.length / 2)) : head
  await sendPieces(pen, [part], headDrip, piece => pen.put(piece))
  if (broken !== undefined) await pen.flush()
}

/** Sends the content and what follows it; where it is to break, no end of it and nothing more. */
export async function sendContent(pen: Pen, { content, chunked, extra }: Plan, answer: Answer): Promise<void> {
  const { break: broken, bodyDrip } = answer
  if (content !== null) {
    const part = broken === undefined ? content : firstOf(content, broken.afterBytes ?? 0)
    await sendPieces(pen, part, bodyDrip, piece => (chunked ? putChunk(pen, piece) : pen.put(piece, piece.length)))
  }
  if (broken === undefined) {
    if (chunked) await pen.put(LAST_CHUNK)
    await pen.put(extra)
  }
  await pen.flush()
}

async function sendPieces(
  pen: Pen,
  pieces: Pieces,
  drip: Drip | undefined,
  put: (piece: Buffer) => Promise<void>,
): Promise<void> {
  let first = true
  for await (const piece of slices(pieces, drip?.bytes ?? PIECE_BYTES)) {
    if (drip !== undefined && !first) await pen.pause(drip.everyMs)
    first = false
    await put(piece)
  }
}

async function putChunk(pen: Pen, piece: Buffer): Promise<void> {
  await pen.put(Buffer.from(`${piece.length.toString(16)}\r\n`))
  await pen.put(piece, piece.length)
  await pen.put(CHUNK_END)
}
