import type { Scenario } from '../src/script/scenario.ts'
import { type ClientReport, REPORT_SCHEMA, type Report, type ScenarioReport } from '../src/suite/report.ts'

/** One outcome, for tests; a failure has a sentence and what was seen. */
export function outcomeOf(
  { id, verdict }: Scenario,
  outcome: ScenarioReport['outcome'],
  more: Partial<ScenarioReport> = {},
): ScenarioReport {
  const [check] = verdict
  const failed = outcome === 'fail'
  return {
    id,
    outcome,
    sentence: failed ? check.otherwise : outcome === 'unsupported' ? 'lacks: cache' : null,
    trouble: false,
    findings: failed ? [{ check, holds: false, seen: '2 requests' }] : [],
    calls: [],
    wire: { entries: [], connections: [], leftOut: { entries: 0, connections: 0 } },
    tookMs: 12,
    lateMs: 0,
    alone: false,
    flickered: null,
    ...more,
  }
}

export function clientOf(name: string, scenarios: readonly ScenarioReport[]): ClientReport {
  const unsaid = { version: null, runtime: null, setup: null }
  return { name, client: name, ...unsaid, lacks: [], complaints: [], scenarios, tookMs: 1234 }
}

export function reportOf(scenarios: readonly Scenario[], clients: readonly ClientReport[]): Report {
  return {
    $schema: REPORT_SCHEMA,
    lab: '0.1.0',
    machine: 'Node 24, linux x64, 2 cores',
    startedAt: '2026-11-22T22:00:00.000Z',
    tookMs: 2345,
    scenarios,
    clients,
    skipped: [],
  }
}
