import type { Scenario } from '../script/scenario.ts'
import type { ClientReport, Report } from './report.ts'

/** How many scenarios passed, failed, and were not played. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly unsupported: number
}

/** Counts a client's outcomes among the scenarios that `counts` chooses. */
export function tallyOf(
  client: ClientReport,
  scenarios: readonly Scenario[],
  counts: (scenario: Scenario) => boolean,
): Tally {
  const chosen = new Set(scenarios.filter(counts).map(({ id }) => id))
  const outcomes = client.scenarios.filter(({ id }) => chosen.has(id)).map(({ outcome }) => outcome)
  const count = (wanted: string): number => outcomes.filter(outcome => outcome === wanted).length
  return { passed: count('pass'), failed: count('fail'), unsupported: count('unsupported') }
}

/** Only what a specification or good practice asks for decides; abilities are a client's own choice. */
export const isDecisive = ({ kind }: Scenario): boolean => kind !== 'optional'

/** Did no client fail a scenario that decides? */
export function isPassed({ clients, scenarios }: Report): boolean {
  return clients.every(client => tallyOf(client, scenarios, isDecisive).failed === 0)
}
