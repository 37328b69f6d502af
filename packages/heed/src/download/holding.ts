import { type Digest, parseDigests } from '../fields/content-digest.ts'
import { DigestCheck } from './digest-check.ts'
import type { Take } from './download-plan.ts'
import type { DownloadState, Sink } from './sink.ts'

/** What a sink threw. */
export class SinkFailure {
  readonly cause: unknown

  constructor(cause: unknown) {
    this.cause = cause
  }
}

/** A sink, what it holds, and whether that is what the server promised. */
export class Holding {
  readonly #sink: Sink
  #state: DownloadState | null = null
  #wholeCheck: DigestCheck | null = null
  #answerCheck: DigestCheck | null = null
  #algorithm: Digest['algorithm'] | null = null

  constructor(sink: Sink) {
    this.#sink = sink
  }

  /** Null: nothing is held. */
  get state(): DownloadState | null {
    return this.#state
  }

  get heldBytes(): number {
    return this.#state?.heldBytes ?? 0
  }

  /** Of the digest that all bytes were held against; null: the server sent none. */
  get algorithm(): Digest['algorithm'] | null {
    return this.#algorithm
  }

  async open(resume: boolean | DownloadState): Promise<void> {
    const left = await this.#asked(() => this.#sink.open?.(resume !== false) ?? null)
    // A sink that knows what it holds knows better than a state that was carried around.
    this.#state = typeof resume === 'object' && this.#sink.open === undefined ? resume : left
  }

  /** The body of an answer begins. `contentDigest`: what the server promises of this body alone. */
  async begin(take: Take, contentDigest: string | null): Promise<void> {
    if (take.fromByte === 0) await this.restart()
    const before = this.#state?.digest ?? null
    const { state } = take
    if (take.fromByte === 0) this.#count(parseDigests(state.digest))
    // Promised only now: what is held was not counted.
    else if (before !== state.digest) this.#wholeCheck = null
    this.#state = state
    this.#answerCheck = new DigestCheck(parseDigests(contentDigest))
    await this.#asked(() => this.#sink.note?.(state))
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#state === null) throw new TypeError('bytes came before the head they belong to')
    this.#wholeCheck?.update(bytes)
    this.#answerCheck?.update(bytes)
    const heldBytes = this.#state.heldBytes + bytes.length
    await this.#asked(() => this.#sink.write(bytes))
    this.#state = { ...this.#state, heldBytes }
  }

  /** The body of an answer ended whole: the digest that it does not have, or null. */
  answerBroken(): Digest | null {
    return this.#answerCheck?.broken() ?? null
  }

  /** All is there: the digest that it does not have, or null. */
  async wholeBroken(): Promise<Digest | null> {
    // Some came with an earlier download, or before the promise.
    if (this.#wholeCheck === null) await this.#recount(parseDigests(this.#state?.digest))
    return this.#wholeCheck?.broken() ?? null
  }

  async restart(): Promise<void> {
    const held = this.heldBytes > 0
    this.#state = null
    this.#wholeCheck = null
    if (held) await this.#asked(() => this.#sink.restart())
  }

  async finish(): Promise<void> {
    await this.#asked(() => this.#sink.finish?.())
  }

  /** It ended with an error. What it then threw itself would hide that error. */
  async stop(keeps: boolean): Promise<void> {
    try {
      if (!keeps) await this.restart()
      await this.#sink.stop?.(this.#state)
    } catch {}
  }

  #count(promised: readonly Digest[]): DigestCheck {
    this.#algorithm = promised[0]?.algorithm ?? null
    this.#wholeCheck = new DigestCheck(promised)
    return this.#wholeCheck
  }

  /** From what the sink holds. One that cannot show it leaves it uncounted. */
  async #recount(promised: readonly Digest[]): Promise<void> {
    const pieces = promised.length === 0 ? undefined : this.#sink.read?.()
    if (pieces === undefined) return
    const check = this.#count(promised)
    await this.#asked(async () => {
      for await (const bytes of pieces) check.update(bytes)
    })
  }

  async #asked<Value>(what: () => Value | Promise<Value>): Promise<Value> {
    try {
      return await what()
    } catch (cause) {
      throw new SinkFailure(cause)
    }
  }
}
