import type { BreakerState, ConcurrencyPolicy, ConcurrencyState, Counts, Pause, Quota } from '../manners.ts'
import type { Origin, Spending } from '../ports.ts'
import { WINDOW_SECONDS } from '../rules/budget.ts'
import { CLOSED } from '../rules/manners/breaker.ts'
import { firstLimit, mostInFlight } from '../rules/manners/concurrency.ts'
import { threeRows } from '../rules/manners/counts.ts'

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
  /** When the row of the declared quota would be empty again. */
  tatMs = 0
  nextMs: number = Number.NEGATIVE_INFINITY
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

  /** As many look again as there is room for, the first come first; who finds it taken waits on. */
  callNext(): void {
    const most = this.concurrency === null ? Number.POSITIVE_INFINITY : mostInFlight(this.concurrency)
    for (let room = most - this.underWay; room > 0 && this.waiting.length > 0; room--) this.waiting.shift()?.()
  }
}
