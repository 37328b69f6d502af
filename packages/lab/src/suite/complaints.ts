/** More different ones are one client's noise. */
const KEPT = 20

/** What an adapter did wrong without losing a result: each sentence once, with how often. */
export class Complaints {
  readonly #counts = new Map<string, number>()

  add(sentence: string): void {
    const count = this.#counts.get(sentence)
    if (count !== undefined || this.#counts.size < KEPT) this.#counts.set(sentence, (count ?? 0) + 1)
  }

  list(): string[] {
    return [...this.#counts].map(([sentence, count]) => (count === 1 ? sentence : `${sentence} (${count} times)`))
  }
}
