import type { Socket } from 'node:net'

const HELD_BYTES = 262_144

/** The receiving side of one connection: bytes in order, at most 256 KiB of them held. */
export class Intake {
  readonly #socket: Socket
  #held: Buffer = Buffer.alloc(0)
  #ended = false
  #discards = false
  #wake: () => void = () => {}

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (piece: Buffer) => {
      if (this.#discards) return
      this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece])
      if (this.#held.length >= HELD_BYTES) socket.pause()
      this.#wake()
    })
    const end = (): void => {
      this.#ended = true
      this.#wake()
    }
    socket.once('end', end).once('close', end)
  }

  /** What has arrived and was not taken. */
  get held(): Buffer {
    return this.#held
  }

  /** Takes up to `bytes` bytes of what has arrived. */
  take(bytes: number): Buffer {
    const taken = this.#held.subarray(0, bytes)
    this.#held = this.#held.subarray(taken.length)
    if (this.#held.length < HELD_BYTES && this.#socket.isPaused()) this.#socket.resume()
    return taken
  }

  /** From now on all that arrives is thrown away. */
  discard(): void {
    this.#discards = true
    this.#held = Buffer.alloc(0)
    this.#socket.resume()
  }

  /** Waits until more than `bytes` bytes are held; false: they will not come. */
  async more(bytes: number): Promise<boolean> {
    while (this.#held.length <= bytes && !this.#ended) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    return this.#held.length > bytes
  }
}
