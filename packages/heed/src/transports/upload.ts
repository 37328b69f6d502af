/** A caller's body on its way out: remembers whether the caller's own code broke it, and lets it go when told to. */
export class Upload implements AsyncIterableIterator<Uint8Array, void> {
  broken: boolean = false
  cause: unknown = null
  readonly #source: AsyncIterable<Uint8Array>
  #steps: AsyncIterator<Uint8Array> | null = null
  #stopped: boolean = false

  /** It was let go, at its end or before. */
  get stopped(): boolean {
    return this.#stopped
  }

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, void>> {
    if (this.#stopped) return { done: true, value: undefined }
    try {
      this.#steps ??= this.#source[Symbol.asyncIterator]()
      const step = await this.#steps.next()
      if (step.done === true) return { done: true, value: undefined }
      if (step.value instanceof Uint8Array) return step
      throw new TypeError('A streamed request body must give pieces of type Uint8Array.')
    } catch (cause) {
      this.broken = true
      this.cause = cause
      throw cause
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, void>> {
    this.stop()
    return { done: true, value: undefined }
  }

  /** Nobody reads on: the caller's generator may clean up. What it throws then changes nothing any more. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    const leaving = this.#steps?.return?.()
    leaving?.catch(() => {})
  }
}
