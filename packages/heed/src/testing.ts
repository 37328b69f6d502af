/**
 * For tests: of code that calls an API with heed, without a network and without waiting, and of a ledger of one's own. It needs no
 * test runner, no package and nothing of Node.
 */
export { ContractError } from './testing/contract-error.ts'
export { expectTrail, TrailError } from './testing/expect-trail.ts'
export { type FakeClock, type FakeClockOptions, fakeClock } from './testing/fake-clock.ts'
export {
  type ContractCase,
  type ContractOptions,
  ledgerContract,
  type MakeLedger,
} from './testing/ledger-contract.ts'
export { type ScenarioFile, type ScenarioOptions, scriptOf } from './testing/scenario/script-of.ts'
export type { Break, Content, Line, Lines, LinesByAddress, Reply, Script } from './testing/script.ts'
export { type ScriptedTransport, type Seen, scriptedTransport } from './testing/scripted-transport.ts'
export { settle } from './testing/settle.ts'
export { trailLines } from './testing/trail-lines.ts'
