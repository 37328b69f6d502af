import type { WireLog } from '../log/entry.ts'
import type { Check } from '../script/check.ts'
import type { JobResult } from '../suite/job.ts'

/** What came of one call: the adapter's result, and when it began and ended on the lab's clock (the log's own zero). */
export interface CallResult {
  readonly result: JobResult
  readonly startMs: number
  readonly endMs: number
}

/** All that a verdict is found from. */
export interface Evidence {
  readonly log: WireLog
  /** In the order of the script, copies counted apart. */
  readonly calls: readonly CallResult[]
  /** Fills `{a}` and its like in expected addresses. */
  readonly fill: (template: string) => string
}

/** One check, looked at. */
export interface Finding {
  readonly check: Check
  readonly holds: boolean
  /** What was seen, in a few words and numbers: `2 requests`, `412 ms after the answer`. */
  readonly seen: string
  /** Present when the request that the check is about never came: says so, and is to be said in place of the check's own. */
  readonly absent?: string
}

/** What is said to people when a check does not hold. */
export const saidOf = ({ check, absent }: Pick<Finding, 'check' | 'absent'>): string => absent ?? check.otherwise

export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'unsupported'
  /** The sentence of the first check that failed; why it is unsupported; null for a pass. */
  readonly sentence: string | null
  readonly findings: readonly Finding[]
}
