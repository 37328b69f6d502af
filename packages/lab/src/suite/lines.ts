/** Far more than the longest honest result: 64 KiB of text in which JSON escapes every character. */
const LONGEST = 1024 * 1024

/** Cuts text that comes in pieces into lines. A line without end costs no more memory than the longest line may. */
export class Lines {
  readonly #onLine: (line: string) => void
  readonly #onTooLong: (longest: number) => void
  #rest = ''
  #skipping = false

  constructor(onLine: (line: string) => void, onTooLong: (longest: number) => void) {
    this.#onLine = onLine
    this.#onTooLong = onTooLong
  }

  add(text: string): void {
    const [first = '', ...more] = text.split('\n')
    this.#grow(first)
    for (const line of more) {
      this.end()
      this.#grow(line)
    }
  }

  /** The text ended, which ends the last line too. */
  end(): void {
    const line = this.#rest
    this.#rest = ''
    this.#skipping = false
    if (line.trim() !== '') this.#onLine(line)
  }

  #grow(text: string): void {
    if (this.#skipping) return
    if (this.#rest.length + text.length <= LONGEST) {
      this.#rest += text
      return
    }
    this.#rest = ''
    this.#skipping = true
    this.#onTooLong(LONGEST)
  }
}
