import type { Ledger } from '../ports.ts'
import type { LedgerPolicies } from '../shared/ledger.ts'
import type { Clause } from './clause.ts'
import { learntLimit } from './clauses/at-once.ts'
import { bounds } from './clauses/bounds.ts'
import { breaker } from './clauses/breaker.ts'
import { changes } from './clauses/changes.ts'
import { keys } from './clauses/keys.ts'
import { line } from './clauses/line.ts'
import { pace } from './clauses/pace.ts'
import { heldByPause, mergedPauses } from './clauses/pauses.ts'
import { launchedPlaces, places } from './clauses/places.ts'
import { probes } from './clauses/probes.ts'
import { mergedQuotas } from './clauses/quotas.ts'
import { row } from './clauses/row.ts'
import { sends } from './clauses/sends.ts'
import { silences } from './clauses/silences.ts'
import { spacing } from './clauses/spacing.ts'
import { streak } from './clauses/streak.ts'
import { unasked } from './clauses/unasked.ts'
import { underWay } from './clauses/under-way.ts'
import { wanted } from './clauses/wanted.ts'
import { POLICIES } from './terms.ts'

/** One case of a contract, for a test of any runner: `test(name, run)`. */
export interface ContractCase {
  /** One sentence: what must be kept. No two cases have the same. */
  readonly name: string
  /**
   * Checks it. Cases share nothing, and may run in any order, or at once.
   * @throws {ContractError} it is not kept; or what `make` threw, or the ledger
   */
  readonly run: () => Promise<void>
}

export interface ContractOptions {
  /** What chance follows in random cases, a whole number of 32 bits: the same seed, the same steps. Default: 1. */
  readonly seed?: number
}

/**
 * A new ledger that keeps to these policies, knows nothing yet, and shares nothing with others that were made: what is
 * told to one must not be seen in the next. All policies are given by the contract; times in them are milliseconds.
 */
export type MakeLedger = (policies: LedgerPolicies) => Ledger | Promise<Ledger>

const CLAUSES: readonly Clause[] = [
  keys,
  sends,
  wanted,
  underWay,
  mergedPauses,
  heldByPause,
  line,
  silences,
  mergedQuotas,
  spacing,
  pace,
  places,
  launchedPlaces,
  row,
  learntLimit,
  breaker,
  streak,
  probes,
  unasked,
  changes,
  bounds,
]

/**
 * What every ledger must keep, wherever it keeps what it knows: a case for each promise of the port `Ledger`. Nothing waits
 * for a clock: the contract says what time it is. All of it takes less than a second with a ledger in memory.
 *
 *   for (const { name, run } of ledgerContract(policies => myLedger(policies))) test(name, run)
 *
 * @param make called once or a few times in each case; whoever has something to close collects what it made
 */
export function ledgerContract(make: MakeLedger, options: ContractOptions = {}): readonly ContractCase[] {
  const { seed = 1 } = options
  const ledger = async (own: Partial<LedgerPolicies> = {}): Promise<Ledger> => make({ ...POLICIES, ...own })
  return CLAUSES.map(({ name, check }) => ({ name, run: () => check({ seed, ledger }) }))
}
