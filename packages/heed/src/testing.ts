/**
 * The contract of the port `Ledger`, for those who bring one of their own: `heed/testing`. It needs no test runner, no package
 * and nothing of Node.
 */
export { ContractError } from './testing/contract-error.ts'
export {
  type ContractCase,
  type ContractOptions,
  ledgerContract,
  type MakeLedger,
} from './testing/ledger-contract.ts'
