import type { Intake } from './intake.ts'
import { BadRequest, type RequestHead } from './request-head.ts'

const CONTENT_BYTES = 16_777_216
const LINE_BYTES = 16_384
const PIECE_BYTES = 65_536

/** Reads the content of a request; false: the client ended before its end. */
export async function readContent(
  intake: Intake,
  content: RequestHead['content'],
  take: (piece: Buffer) => void,
): Promise<boolean> {
  if (content === 'chunked') return readChunks(intake, take)
  bound(content.bytes)
  return readBytes(intake, content.bytes, take)
}

function bound(bytes: number): void {
  if (bytes <= CONTENT_BYTES) return
  throw new BadRequest(413, `The content is longer than ${CONTENT_BYTES} bytes, which is the most that the lab reads.`)
}

async function readBytes(intake: Intake, bytes: number, take: (piece: Buffer) => void): Promise<boolean> {
  for (let left = bytes; left > 0; ) {
    if (!(await intake.more(0))) return false
    const piece = intake.take(Math.min(left, PIECE_BYTES))
    left -= piece.length
    take(piece)
  }
  return true
}

/** RFC 9112 section 7.1; extensions and trailers are passed over. */
async function readChunks(intake: Intake, take: (piece: Buffer) => void): Promise<boolean> {
  for (let total = 0; ; ) {
    const line = await readLine(intake)
    if (line === null) return false
    const [, size] = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?$/.exec(line) ?? []
    if (size === undefined) throw new BadRequest(400, 'A chunk does not begin with its size.')
    const bytes = Number.parseInt(size, 16)
    if (bytes === 0) return skipTrailers(intake)
    total += bytes
    bound(total)
    if (!(await readBytes(intake, bytes, take))) return false
    if ((await readLine(intake)) !== '') throw new BadRequest(400, 'A chunk is longer than the size that it states.')
  }
}

async function skipTrailers(intake: Intake): Promise<boolean> {
  for (;;) {
    const line = await readLine(intake)
    if (line === null) return false
    if (line === '') return true
  }
}

/** null: the client ended before the end of the line. */
async function readLine(intake: Intake): Promise<string | null> {
  for (;;) {
    const end = intake.held.indexOf('\r\n')
    if (end >= 0) return intake.take(end + 2).toString('latin1', 0, end)
    if (intake.held.length > LINE_BYTES) throw new BadRequest(400, `A line is longer than ${LINE_BYTES} bytes.`)
    if (!(await intake.more(intake.held.length))) return null
  }
}
