import type { AttemptStart, AttemptWatch, CallStart, CallWatch, OriginNews, Watch } from '../watch.ts'

/** Two who look on, each as if it were alone; the context of the second lies within that of the first. */
export function bothWatches(first: Watch | null, second: Watch | null): Watch | null {
  if (first === null || second === null) return first ?? second
  return new Both(first, second)
}

class Both implements Watch {
  readonly #first: Watch
  readonly #second: Watch

  constructor(first: Watch, second: Watch) {
    this.#first = first
    this.#second = second
  }

  isOn(): boolean {
    return this.#first.isOn() || this.#second.isOn()
  }

  call(start: CallStart): CallWatch | null {
    const first = this.#first.isOn() ? this.#first.call(start) : null
    const second = this.#second.isOn() ? this.#second.call(start) : null
    return first === null || second === null ? (first ?? second) : bothCalls(first, second)
  }

  origin(news: OriginNews): void {
    if (this.#first.isOn()) this.#first.origin?.(news)
    if (this.#second.isOn()) this.#second.origin?.(news)
  }
}

const bothCalls = (first: CallWatch, second: CallWatch): CallWatch => ({
  run: begin => within(first, () => within(second, begin)),
  attempt(start: AttemptStart): AttemptWatch | null {
    const one = first.attempt?.(start) ?? null
    const other = second.attempt?.(start) ?? null
    return one === null || other === null ? (one ?? other) : bothAttempts(one, other)
  },
  step(step) {
    first.step?.(step)
    second.step?.(step)
  },
  end(end) {
    first.end?.(end)
    second.end?.(end)
  },
})

const bothAttempts = (first: AttemptWatch, second: AttemptWatch): AttemptWatch => ({
  fields: { ...first.fields, ...second.fields },
  run: send => within(first, () => within(second, send)),
  end(end) {
    first.end?.(end)
    second.end?.(end)
  },
})

const within = (watch: CallWatch | AttemptWatch, work: () => void): void =>
  watch.run === undefined ? work() : watch.run(work)
