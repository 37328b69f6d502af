const EVERY_MS = 10
/** Less is usual. */
const NOTED_MS = 10
const KEPT = 10_000

/** Watches how late the lab itself is: a busy machine makes everything look slower than it is. */
export class Lateness {
  readonly #noted: { readonly atMs: number; readonly lateMs: number }[] = []
  readonly #timer: NodeJS.Timeout
  #beforeMs = performance.now()

  constructor() {
    this.#timer = setInterval(() => this.#tick(), EVERY_MS).unref()
  }

  /** The worst since then. Times are those of `performance.now()`. */
  worstSinceMs(sinceMs: number): number {
    // What blocks right now has not been noted yet.
    this.#tick()
    const since = this.#noted.filter(({ atMs }) => atMs >= sinceMs)
    return Math.round(Math.max(0, ...since.map(({ lateMs }) => lateMs)))
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    const atMs = performance.now()
    const lateMs = atMs - this.#beforeMs - EVERY_MS
    this.#beforeMs = atMs
    if (lateMs < NOTED_MS) return
    this.#noted.push({ atMs, lateMs })
    if (this.#noted.length > KEPT) this.#noted.shift()
  }
}
