/** More than this does not wait here: the stream holds the wire back. */
const WAITING_BYTES = 256 * 2 ** 10

/**
 * Reads a stream while somebody is still busy with what came before. A stream that breaks forgets what nobody has taken
 * yet; here that is given first, and the break told after it.
 */
export class ReadAhead {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #pieces: Uint8Array[] = []
  #bytes: number = 0
  /** How the stream ended; null: it has not. */
  #end: { readonly error: unknown; readonly broken: boolean } | null = null
  #reading: boolean = false
  #wake: (() => void) | null = null

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
    this.#read()
  }

  /** The next piece; null at the end. @throws what the stream broke with */
  async next(): Promise<Uint8Array | null> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) {
        this.#bytes -= piece.length
        this.#read()
        return piece
      }
      if (this.#end?.broken) throw this.#end.error
      if (this.#end !== null) return null
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  /** Nobody wants the rest. */
  async cancel(): Promise<void> {
    this.#pieces.length = 0
    await this.#reader.cancel().catch(() => {})
  }

  #read(): void {
    if (this.#reading || this.#end !== null || this.#bytes >= WAITING_BYTES) return
    this.#reading = true
    this.#reader.read().then(
      ({ done, value }) => {
        if (done) this.#end = { error: null, broken: false }
        else {
          this.#pieces.push(value)
          this.#bytes += value.length
        }
        this.#readOn()
      },
      error => {
        this.#end = { error, broken: true }
        this.#readOn()
      },
    )
  }

  #readOn(): void {
    this.#reading = false
    this.#wake?.()
    this.#wake = null
    this.#read()
  }
}
