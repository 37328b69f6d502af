import type { Cache } from './keeping.ts'
import type { LimitedRequest, QuotaPolicy, ThrottlePolicy } from './manners.ts'
import type { Alarms, Clock, Dice, Keyring, Ledger, Transport, WireLimits } from './ports.ts'
import type { TrailEntry } from './trail.ts'
import type { Watch } from './watch.ts'

/** How many resends an origin may cost: `ratio` of its requests plus `perSecond`, over the last ten seconds. */
export interface BudgetPolicy {
  readonly ratio: number
  readonly perSecond: number
}

/** What a request of the Fetch standard may reach. */
export type FetchMode = 'cors' | 'no-cors' | 'same-origin'

/** Options, validated and compiled once: what rules and drive read. Every time is in milliseconds. */
export interface Plan {
  readonly attempts: number
  readonly maxRedirects: number
  readonly redirect: 'follow' | 'manual' | 'error'
  /** Redirects have to keep to the Fetch standard's rules, too; null: only to heed's own. */
  readonly fetchMode: FetchMode | null
  readonly attemptMs: number
  readonly deadlineMs: number
  readonly maxWaitMs: number
  readonly faultBaseMs: number
  readonly throttleBaseMs: number
  readonly backoffCapMs: number
  readonly budget: BudgetPolicy | null
  /** Refuses requests here when the origin refuses too many; null: never. */
  readonly throttle: ThrottlePolicy | null
  readonly quota: QuotaPolicy | null
  /** Something may hold a request back that nothing holds the origin for: a quota, throttling, a limit at once. */
  readonly restrains: boolean
  /** A head that takes longer counts as a failure for the breaker; Infinity: however long it takes. */
  readonly slowMs: number
  /** The vendor whose rate-limit fields are read; null: told by the fields. */
  readonly vendor: string | null
  /** What a request is limited by; null: its origin. */
  readonly limitKey: ((request: LimitedRequest) => string) | null
  /** The field that says which attempt a request is; null: none does. */
  readonly attemptField: string | null
  /** Informational answers that one exchange may bring. */
  readonly interims: number
  readonly limits: WireLimits
  /** The caller says that this request does no harm when it is processed twice. */
  readonly replayable: boolean
  /** A final answer that is not a result becomes an error. */
  readonly throwOnError: boolean
  /** Hand the body of a good answer on as it comes. */
  readonly stream: boolean
  readonly cache: Cache | null
  /** Credentials for the server, and for the proxy in front of it. */
  readonly auth: Keyring | null
  readonly proxyAuth: Keyring | null
  readonly onTrail: ((entry: TrailEntry) => void) | null
  /** Who may look on at its calls; null: nobody ever. */
  readonly watch: Watch | null
  readonly transport: Transport
  readonly ledger: Ledger
  readonly alarms: Alarms
  readonly clock: Clock
  readonly dice: Dice
}
