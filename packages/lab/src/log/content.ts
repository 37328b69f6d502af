import { createHash } from 'node:crypto'
import type { LogEntry } from './entry.ts'

const KEPT_BYTES = 4096

/** Takes the measure of a request's content as it arrives: how long it is, what its digest is, how it begins. */
export class ContentMeter {
  readonly #hash = createHash('sha256')
  readonly #kept: Buffer[] = []
  #keptBytes = 0
  #bytes = 0

  add(piece: Buffer): void {
    this.#hash.update(piece)
    this.#bytes += piece.length
    if (this.#keptBytes >= KEPT_BYTES) return
    // A copy: a piece may be a window on a far larger buffer.
    const start = Buffer.from(piece.subarray(0, KEPT_BYTES - this.#keptBytes))
    this.#kept.push(start)
    this.#keptBytes += start.length
  }

  /** To be called once, at the end. */
  sum(): NonNullable<LogEntry['body']> {
    const cut = this.#bytes > this.#keptBytes
    // In stream mode a character that the cut has split is left out.
    const text = new TextDecoder().decode(Buffer.concat(this.#kept), { stream: cut })
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), text, cut }
  }
}
