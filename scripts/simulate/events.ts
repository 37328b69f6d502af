/** What is to happen at a time of the simulation. */
interface Coming {
  readonly atMs: number
  /** Of two at the same time the one that was set first happens first. */
  readonly order: number
  /** Null once it is called off. */
  happen: (() => void) | null
}

/** What `at` gives and `callOff` takes. */
export type Appointment = object

/**
 * Simulated time: what is to happen, in a binary heap, earliest first. Nothing waits; time jumps from one event to the
 * next. It starts at 0.
 */
export class Timeline {
  #nowMs = 0
  #order = 0
  readonly #heap: Coming[] = []

  get nowMs(): number {
    return this.#nowMs
  }

  /** Something happens at this time, or at once if that is past. */
  at(atMs: number, happen: () => void): Appointment {
    const coming: Coming = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, happen }
    this.#rise(coming)
    return coming
  }

  in(delayMs: number, happen: () => void): Appointment {
    return this.at(this.#nowMs + delayMs, happen)
  }

  /** It does not happen; what has happened already stays so. */
  callOff(appointment: Appointment): void {
    const coming = appointment as Coming
    coming.happen = null
  }

  /** Lets everything happen up to and at this time. */
  run(untilMs: number): void {
    for (let happen = this.#next(untilMs); happen !== null; happen = this.#next(untilMs)) happen()
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  /** As `run`, for code that awaits: after each event every promise that can settle does, before time goes on. */
  async runSettling(untilMs: number): Promise<void> {
    for (let happen = this.#next(untilMs); happen !== null; happen = this.#next(untilMs)) {
      happen()
      await new Promise<void>(settled => setImmediate(settled))
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  #next(untilMs: number): (() => void) | null {
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= untilMs; first = this.#heap[0]) {
      this.#sink()
      if (first.happen === null) continue
      this.#nowMs = first.atMs
      return first.happen
    }
    return null
  }

  #rise(coming: Coming): void {
    const heap = this.#heap
    let place = heap.length
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = heap[parent] as Coming
      if (isBefore(above, coming)) break
      heap[place] = above
      place = parent
    }
    heap[place] = coming
  }

  /** Takes the first one out: the last takes its place and sinks to where it belongs. */
  #sink(): void {
    const heap = this.#heap
    const last = heap.pop() as Coming
    const length = heap.length
    if (length === 0) return
    let place = 0
    for (let child = 1; child < length; child = 2 * place + 1) {
      const right = heap[child + 1]
      if (right !== undefined && isBefore(right, heap[child] as Coming)) child++
      const below = heap[child] as Coming
      if (isBefore(last, below)) break
      heap[place] = below
      place = child
    }
    heap[place] = last
  }
}

const isBefore = (one: Coming, other: Coming): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
