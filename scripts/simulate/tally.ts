import { isWithin, type Reply, type Spell } from './servers.ts'

/** Good answers that took longer than this are late: few people wait so long. */
export const LATE_MS = 10_000

const BIN_MS = 100
const BINS_PER_SECOND = 1000 / BIN_MS
/** Recovered: in five seconds from here on, as many calls complete in time as this share of those that begin. */
const RECOVERED = { bins: 50, share: 0.95 }

/** All counts are of one run. */
export interface Measures {
  readonly calls: number
  /** Good answers in time, good answers that took longer than `LATE_MS`, and calls that ended without one. */
  readonly completed: number
  readonly late: number
  readonly failed: number
  /** Requests that went out, and those of them that no good answer came for while somebody waited for it. */
  readonly sends: number
  readonly wasted: number
  /** Answers 429. */
  readonly throttled: number
  /** Calls that began within the spell, and requests that went out in it. */
  readonly spellCalls: number
  readonly spellSends: number
  /** From the end of the spell until completions are back; null: not before the run ended. */
  readonly recoveryMs: number | null
  /** Most requests in 100 ms after the spell. */
  readonly peakSends: number
}

export interface Series {
  /** Second by second: requests that went out, and calls that completed in time. */
  readonly sends: readonly number[]
  readonly completed: readonly number[]
}

export interface Stretch {
  /** How long calls begin to come. */
  readonly endMs: number
  readonly spell: Spell
  /** From where the peak is looked for. */
  readonly calmFromMs: number
}

/** Counts what happens in a run. Times are those of the simulation. */
export class Tally {
  readonly #stretch: Stretch
  readonly #begun: Uint32Array
  readonly #sent: Uint32Array
  readonly #completed: Uint32Array
  readonly #counts = {
    calls: 0,
    completed: 0,
    late: 0,
    sends: 0,
    useful: 0,
    throttled: 0,
    spellCalls: 0,
    spellSends: 0,
  }

  constructor(stretch: Stretch) {
    this.#stretch = stretch
    const bins = Math.ceil(stretch.endMs / BIN_MS)
    this.#begun = new Uint32Array(bins)
    this.#sent = new Uint32Array(bins)
    this.#completed = new Uint32Array(bins)
  }

  called(atMs: number): void {
    this.#counts.calls++
    if (isWithin(atMs, this.#stretch.spell)) this.#counts.spellCalls++
    mark(this.#begun, atMs)
  }

  sent(atMs: number): void {
    this.#counts.sends++
    if (isWithin(atMs, this.#stretch.spell)) this.#counts.spellSends++
    mark(this.#sent, atMs)
  }

  /** A reply has reached somebody who waited for it. */
  answered(reply: Reply): void {
    if (reply.kind === 'refused') return
    if (reply.status === 200) this.#counts.useful++
    if (reply.status === 429) this.#counts.throttled++
  }

  /** A call that began at `fromMs` is over, with a good answer. Calls that end otherwise are not told. */
  succeeded(fromMs: number, atMs: number): void {
    if (atMs - fromMs > LATE_MS) {
      this.#counts.late++
      return
    }
    this.#counts.completed++
    mark(this.#completed, atMs)
  }

  measures(): Measures {
    const { calls, completed, late, sends, useful, throttled, spellCalls, spellSends } = this.#counts
    const failed = calls - completed - late
    const wasted = sends - useful
    const ends = { recoveryMs: this.#recoveryMs(), peakSends: Math.max(0, ...this.#after(this.#sent)) }
    return { calls, completed, late, failed, sends, wasted, throttled, spellCalls, spellSends, ...ends }
  }

  series(): Series {
    return { sends: bySecond(this.#sent), completed: bySecond(this.#completed) }
  }

  #after(bins: Uint32Array): Uint32Array {
    return bins.subarray(Math.ceil(this.#stretch.calmFromMs / BIN_MS))
  }

  #recoveryMs(): number | null {
    const from = Math.ceil(this.#stretch.spell.untilMs / BIN_MS)
    for (let bin = from; bin + RECOVERED.bins <= this.#begun.length; bin++) {
      const begun = sum(this.#begun, bin)
      if (sum(this.#completed, bin) >= RECOVERED.share * begun) return (bin - from) * BIN_MS
    }
    return null
  }
}

/** What happens after the last bin is counted in all and drawn nowhere: a typed array takes nothing beyond its end. */
function mark(bins: Uint32Array, atMs: number): void {
  const bin = Math.floor(atMs / BIN_MS)
  bins[bin] = (bins[bin] ?? 0) + 1
}

const sum = (bins: Uint32Array, from: number): number =>
  bins.subarray(from, from + RECOVERED.bins).reduce((all, one) => all + one, 0)

const bySecond = (bins: Uint32Array): number[] =>
  Array.from({ length: bins.length / BINS_PER_SECOND }, (_, second) =>
    bins.subarray(second * BINS_PER_SECOND, (second + 1) * BINS_PER_SECOND).reduce((all, one) => all + one, 0),
  )
