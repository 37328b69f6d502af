import type { Ledger } from '../ports.ts'
import type { LedgerPolicies } from '../shared/ledger.ts'

/** What a clause of the contract is checked with. */
export interface Trial {
  readonly seed: number
  /** A new ledger with these policies, and the usual ones of the contract (`terms.ts`) where none are given. */
  ledger(policies?: Partial<LedgerPolicies>): Promise<Ledger>
}

/** One thing that a ledger must keep. */
export interface Clause {
  readonly name: string
  /** @throws {ContractError} the ledger does not keep it */
  check(trial: Trial): Promise<void>
}
