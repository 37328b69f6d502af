import type { BreakerState, ConcurrencyPolicy, ConcurrencyState, Counts, Pace, Pause, Quota } from '../manners.ts'
import type { Origin, Place, Spending } from '../ports.ts'
import { WINDOW_SECONDS } from '../rules/budget.ts'
import { CLOSED } from '../rules/manners/breaker.ts'
import { firstLimit, mostInFlight } from '../rules/manners/concurrency.ts'
import { count, noCounts, threeRows } from '../rules/manners/counts.ts'
import { afterRefusal, paceEndMs } from '../rules/manners/pace.ts'
import { fullMs, spacingMs } from '../rules/manners/slow-down.ts'

const NO_QUOTAS: readonly Quota[] = Object.freeze([])

/** One origin as the ledger writes it. */
export class Known implements Origin {
  readonly key: string
  readonly spending: Spending
  heldUntilMs: number = Number.NEGATIVE_INFINITY
  pause: Pause | null = null
  parked = 0
  gapMs = 0
  quotas: readonly Quota[] = NO_QUOTAS
  pace: Pace | null = null
  /** What it took and refused since it first refused one: what its pace is learnt from. */
  answered: Counts | null = null
  answeredFromMs = 0
  /** When the row of the declared quota would be empty again. */
  tatMs = 0
  nextMs: number = Number.NEGATIVE_INFINITY
  row = 0
  breaker: BreakerState = CLOSED
  /** Made when something is counted: a crawler meets thousands of origins. */
  health: Counts | null = null
  taken: Counts | null = null
  concurrency: ConcurrencyState | null
  underWay = 0
  /** Refusals in a row that gave no time; those that came during one pause count once. */
  silences = 0
  /** Calls that wait for a place under the concurrency limit, the first come first. */
  readonly waiting: (() => void)[] = []

  constructor(key: string, concurrency: ConcurrencyPolicy | null) {
    const [second, sends, resends] = threeRows(WINDOW_SECONDS)
    this.spending = { second, sends, resends }
    this.key = key
    this.concurrency = concurrency === null ? null : firstLimit(concurrency)
  }

  isPaused(nowMs: number): boolean {
    return this.pause !== null && nowMs < this.pause.untilMs
  }

  /** Counts what was taken or refused, from the first refusal on: most origins never refuse. A new pace, or null. */
  learnPace(refused: boolean, nowMs: number): Pace | null {
    if (this.answered === null) {
      if (!refused) return null
      this.answered = noCounts()
      this.answeredFromMs = nowMs
    }
    count(this.answered, refused ? 'bad' : 'good', nowMs)
    const before = this.pace
    if (refused) this.pace = afterRefusal(before, this.answered, this.answeredFromMs, nowMs)
    if (this.pace === null || this.pace === before) return null
    // Places at the pace before would be taken up one by one, too close to each other.
    this.row++
    this.nextMs = nowMs
    return this.pace
  }

  /** Brings `heldUntilMs` up to date, the one number that most calls look at. */
  hold(nowMs: number): void {
    const spacedUntilMs = this.quotas.reduce(
      (latestMs, quota) => (spacingMs(quota, nowMs) > 0 ? Math.max(latestMs, fullMs(quota, nowMs)) : latestMs),
      Number.NEGATIVE_INFINITY,
    )
    const pausedUntilMs = this.pause?.untilMs ?? Number.NEGATIVE_INFINITY
    const pacedUntilMs = this.pace === null ? Number.NEGATIVE_INFINITY : paceEndMs(this.pace)
    const untilMs = Math.max(pausedUntilMs, spacedUntilMs, pacedUntilMs)
    this.heldUntilMs = this.breaker.state === 'closed' ? untilMs : Number.POSITIVE_INFINITY
  }

  /** A place at the end of the row. */
  place(): Place {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.waiting.push(resolve)
    return {
      free: promise,
      leave: () => {
        const at = this.waiting.indexOf(resolve)
        if (at !== -1) this.waiting.splice(at, 1)
        // Whoever was called and leaves calls the next one, or the place would stay empty.
        this.callNext()
      },
    }
  }

  /** As many look again as there is room for, the first come first; who finds it taken waits on. */
  callNext(): void {
    const most = this.concurrency === null ? Number.POSITIVE_INFINITY : mostInFlight(this.concurrency)
    for (let room = most - this.underWay; room > 0 && this.waiting.length > 0; room--) this.waiting.shift()?.()
  }
}
