import { memoryLedger } from '../../src/shared/ledger.ts'
import { CONTRACT_AT_ONCE, CONTRACT_BREAKER, CONTRACT_QUOTA, ledgerContract } from '../ledger-contract.ts'

ledgerContract('memoryLedger', () =>
  memoryLedger({
    breaker: CONTRACT_BREAKER,
    quota: CONTRACT_QUOTA,
    concurrency: { first: CONTRACT_AT_ONCE, least: CONTRACT_AT_ONCE, most: CONTRACT_AT_ONCE, backoff: 0.5 },
    onChange: null,
  }),
)
