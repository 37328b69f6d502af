import type { Streams } from './command.ts'
import { pageOf, plain } from './page.ts'

const EVERY_MS = 100
const ERASE = '\r\u001b[K'

interface Progress {
  done: number
  failed: number
}

/** A line that tells how far the clients are, on a terminal; elsewhere nothing. */
export class ProgressLine {
  readonly #streams: Streams
  readonly #shown: boolean
  readonly #total: number
  readonly #clients = new Map<string, Progress>()
  #timer: NodeJS.Timeout | undefined

  /** @param total how many scenarios each client plays */
  constructor(streams: Streams, quiet: boolean, total: number) {
    this.#streams = streams
    this.#shown = !quiet && streams.stderr.isTTY === true
    this.#total = total
  }

  /** This client has played one more. */
  tell(name: string, failed: boolean): void {
    if (!this.#shown) return
    const progress = this.#clients.get(name) ?? { done: 0, failed: 0 }
    progress.done += 1
    if (failed) progress.failed += 1
    this.#clients.set(name, progress)
    this.#timer ??= setTimeout(() => this.#draw(), EVERY_MS).unref()
  }

  /** So many of this client's are played once more, alone. */
  replay(name: string, count: number): void {
    if (this.#shown) this.#write(`${plain(name)}: ${count} once more, alone`)
  }

  /** Takes the line away. */
  clear(): void {
    clearTimeout(this.#timer)
    if (this.#shown) this.#streams.stderr.write(ERASE)
  }

  #draw(): void {
    this.#timer = undefined
    const parts = [...this.#clients].flatMap(([name, { done, failed }]) => {
      if (done === this.#total) return []
      return `${plain(name)} ${done}/${this.#total}${failed === 0 ? '' : ` (${failed} failed)`}`
    })
    this.#write(parts.join('   '))
  }

  /** One column stays free: a cursor at the edge would wrap. */
  #write(text: string): void {
    const { stderr, env } = this.#streams
    stderr.write(ERASE + text.slice(0, pageOf(stderr, env).columns - 1))
  }
}
