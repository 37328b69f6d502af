import type { WireFault } from '../ports.ts'
import { BrokenBody } from './broken-body.ts'

/** Bytes that may wait in a stream for its reader before the wire is told to wait too. */
const waitingBytesMax = 64 * 1024

/** Hands a body on as it comes: a slow reader holds back the wire, a reader that leaves ends the exchange. */
export class Pour {
  readonly stream: ReadableStream<Uint8Array>
  readonly #inner: { controller: ReadableStreamDefaultController<Uint8Array> | null }
  #open: boolean = true

  /** `resume` is called when the reader wants more, `leave` when it is gone. */
  constructor(resume: () => void, leave: () => void) {
    const inner: { controller: ReadableStreamDefaultController<Uint8Array> | null } = { controller: null }
    this.#inner = inner
    this.stream = new ReadableStream<Uint8Array>(
      {
        // Said though nothing is, since what somebody adds to Object.prototype would be heard.
        type: undefined,
        start: controller => {
          inner.controller = controller
        },
        pull: resume,
        cancel: () => {
          this.#open = false
          leave()
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: waitingBytesMax }),
    )
  }

  /** False: enough for now. */
  take(bytes: Uint8Array): boolean {
    const { controller } = this.#inner
    if (!this.#open || controller === null) return true
    controller.enqueue(bytes)
    return (controller.desiredSize ?? 0) > 0
  }

  end(): void {
    if (!this.#open) return
    this.#open = false
    this.#inner.controller?.close()
  }

  /** The body broke off: what the reader has not taken yet is lost, and it is told why. */
  break(fault: WireFault): void {
    if (!this.#open) return
    this.#open = false
    this.#inner.controller?.error(new BrokenBody(fault))
  }
}
