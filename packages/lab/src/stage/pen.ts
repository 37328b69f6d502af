import type { Wire } from './wire.ts'

const BATCH_BYTES = 65_536

/** Collects what is to be sent, so that a small answer leaves in one piece, and counts what left of the content. */
export class Pen {
  readonly #wire: Wire
  readonly #begin: () => void
  readonly #sent: (contentBytes: number) => void
  #pieces: Buffer[] = []
  #bytes = 0
  #contentBytes = 0
  #begun = false

  /**
   * @param begin called just before the first byte leaves
   * @param sent called when so many more bytes of content have been handed to the system
   */
  constructor(wire: Wire, begin: () => void, sent: (contentBytes: number) => void) {
    this.#wire = wire
    this.#begin = begin
    this.#sent = sent
  }

  /** @param contentBytes how many of these bytes are content: the rest is framing */
  async put(bytes: Buffer, contentBytes: number = 0): Promise<void> {
    if (bytes.length === 0) return
    this.#pieces.push(bytes)
    this.#bytes += bytes.length
    this.#contentBytes += contentBytes
    if (this.#bytes >= BATCH_BYTES) await this.flush()
  }

  /** Sends what there is and waits. */
  async pause(ms: number): Promise<void> {
    await this.flush()
    await this.#wire.wait(ms)
  }

  async flush(): Promise<void> {
    if (this.#bytes === 0) return
    const contentBytes = this.#contentBytes
    const bytes = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces, this.#bytes)
    this.#pieces = []
    this.#bytes = 0
    this.#contentBytes = 0
    if (!this.#begun) this.#begin()
    this.#begun = true
    await this.#wire.send(bytes)
    this.#sent(contentBytes)
  }
}
