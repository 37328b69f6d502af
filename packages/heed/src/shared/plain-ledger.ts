import type { News } from '../manners.ts'
import type { Ledger, Origin, Place } from '../ports.ts'
import { WINDOW_SECONDS } from '../rules/budget.ts'
import { silentPause } from '../rules/manners/silence.ts'
import { countSend } from './spending.ts'

const MOST_ORIGINS = 10_000

const emptyRow = (): Float64Array => new Float64Array(WINDOW_SECONDS)

type Writable<Value> = { -readonly [Name in keyof Value]: Value[Name] }
type Plain = Writable<Origin> & { silences: number }

/** What the rules of this edition read of an origin. */
const plainOrigin = (key: string): Plain =>
  ({
    key,
    spending: { second: emptyRow(), sends: emptyRow(), resends: emptyRow() },
    heldUntilMs: 0,
    pause: null,
    silences: 0,
  }) as Partial<Plain> as Plain

/** A ledger of pauses and budgets alone, kept in memory; of 10,000 origins, as the full one. */
export class PlainLedger implements Ledger {
  readonly #known = new Map<string, Plain>()

  of(url: URL, key: string = url.origin): Origin {
    const found = this.#known.get(key) ?? plainOrigin(key)
    this.#known.delete(key)
    this.#known.set(key, found)
    if (this.#known.size > MOST_ORIGINS) this.#known.delete(this.#known.keys().next().value as string)
    return found
  }

  countSend(origin: Origin, resend: boolean, nowMs: number): void {
    countSend(origin.spending, resend, nowMs)
  }

  launch(): boolean {
    return false
  }

  landed(): void {}

  hear(origin: Origin, news: News, _probe: boolean, _tookMs: number, nowMs: number): void {
    const known = origin as Plain
    if (news.outcome === 'good') known.silences = 0
    const pause =
      news.pause ?? (nowMs >= known.heldUntilMs && news.refused ? silentPause(++known.silences, nowMs) : null)
    if (pause === null || pause.untilMs <= known.heldUntilMs) return
    known.pause = pause
    known.heldUntilMs = pause.untilMs
  }

  want(): void {}

  park(): void {}

  reserve(_origin: Origin, nowMs: number): number {
    return nowMs
  }

  place(): Place {
    return { free: Promise.resolve(), leave: () => undefined }
  }

  origins(): IterableIterator<Origin> {
    return this.#known.values()
  }
}
