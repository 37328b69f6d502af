/** Counts what is under way, and tells when nothing is. */
export class Busy {
  #count = 0
  readonly #waiting = new Set<() => void>()

  /** @returns to be called once, when it is over */
  begin(): () => void {
    this.#count += 1
    return () => {
      this.#count -= 1
      if (this.#count === 0) this.release()
    }
  }

  /** Waits until nothing is under way, at most so long. */
  async idle(withinMs: number): Promise<void> {
    if (this.#count === 0) return
    await new Promise<void>(resolve => {
      const over = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(over)
        resolve()
      }
      const timer = setTimeout(over, withinMs)
      this.#waiting.add(over)
    })
  }

  /** Lets everybody go who waits. */
  release(): void {
    for (const over of this.#waiting) over()
  }
}
