/** Chance that comes out the same each time (mulberry32): a seed says all that follows. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1))
  }

  /** One of these; there must be one. */
  one<Each>(of: readonly Each[]): Each {
    return of[this.whole(0, of.length - 1)] as Each
  }

  /** The same in another order. */
  shuffled<Each>(all: readonly Each[]): Each[] {
    const rest = [...all]
    return all.map(() => rest.splice(this.whole(0, rest.length - 1), 1)[0] as Each)
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
