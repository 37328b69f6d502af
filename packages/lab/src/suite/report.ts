import type { Finding, Verdict } from '../judge/verdict.ts'
import type { Ability, Scenario } from '../script/scenario.ts'
import type { JobResult } from './job.ts'
import type { ShownJob, ShownWire } from './shown-wire.ts'

/** One call of a scenario: the job, what came of it, and when, in milliseconds of the wire log's clock. */
export interface CallReport {
  readonly job: ShownJob
  /** Long texts are cut. null: the adapter gave none. */
  readonly result: JobResult | null
  readonly startMs: number
  readonly endMs: number
}

/** What came of one scenario with one client. */
export interface ScenarioReport {
  readonly id: string
  readonly outcome: Verdict['outcome']
  /** What went wrong, or why it was not played; null for a pass. */
  readonly sentence: string | null
  /** Did the adapter, or the lab, fail rather than the client? Then nothing was looked at. */
  readonly trouble: boolean
  /** In the order of the scenario's verdict. */
  readonly findings: readonly Finding[]
  readonly calls: readonly CallReport[]
  /** Secrets are hidden, long bodies and long lists are cut. */
  readonly wire: ShownWire
  readonly tookMs: number
  /** How late the lab itself was at worst meanwhile: on a busy machine everything looks slower than it is. */
  readonly lateMs: number
  /** It failed or passed beside others in a way that a busy machine brings about; this is what came of it with nothing beside it. */
  readonly alone: boolean
  /** What the other play of `--twice` gave, where that was something else; null: the same, or it was played once. */
  readonly flickered: { readonly outcome: Verdict['outcome']; readonly sentence: string | null } | null
}

/** One client and all of its scenarios. */
export interface ClientReport {
  /** What it is called in this report: the adapter's name, or the program's. */
  readonly name: string
  /** What it calls itself. */
  readonly client: string
  /** null: it did not say. */
  readonly version: string | null
  readonly runtime: string | null
  readonly setup: string | null
  readonly lacks: readonly Ability[]
  /** What its adapter did wrong on the way. */
  readonly complaints: readonly string[]
  readonly scenarios: readonly ScenarioReport[]
  readonly tookMs: number
}

/** A client that could not be run, and why. */
export interface Skipped {
  readonly name: string
  readonly sentence: string
}

/** All that `heed-lab grade` found out; `schema/report.json` says the same. */
export interface Report {
  readonly $schema: string
  /** The lab's version. */
  readonly lab: string
  /** Runtime, system and number of cores. */
  readonly machine: string
  readonly startedAt: string
  readonly tookMs: number
  /** The scenarios that were played, whole. */
  readonly scenarios: readonly Scenario[]
  readonly clients: readonly ClientReport[]
  readonly skipped: readonly Skipped[]
}

export const REPORT_SCHEMA = 'https://heed.dev/schema/report.json'
