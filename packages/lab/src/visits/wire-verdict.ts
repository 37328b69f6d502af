import { judge } from '../judge/judge.ts'
import { saidOf } from '../judge/verdict.ts'
import type { Check } from '../script/check.ts'
import type { Examination } from './examined.ts'

/** One check, looked at from the server's side. */
export interface WireFinding {
  readonly check: Check
  /** null: what the caller got is not seen here. */
  readonly holds: boolean | null
  readonly seen: string
  /** Present when the request that the check is about never came: says so, in place of the check's own sentence. */
  readonly absent?: string
}

/** What the server alone can say of a client. */
export interface WireVerdict {
  /** waiting: no request has come. fail: a check failed that can be seen here; pass: none did. */
  readonly outcome: 'waiting' | 'pass' | 'fail'
  readonly sentence: string
  readonly findings: readonly WireFinding[]
}

/** Judges a scenario by its wire log, without the results of the calls. */
export function verdictFrom({ scenario, log }: Examination, fill: (template: string) => string): WireVerdict {
  const findings = scenario.verdict.map((check): WireFinding => {
    if (looksAtCaller(check))
      return { check, holds: null, seen: 'not seen here: heed-lab grade hears what the caller got' }
    const [finding] = judge({ ...scenario, verdict: [check] }, { log, calls: [], fill }).findings
    return { holds: false, seen: '', ...finding, check }
  })
  if (log.entries.length === 0)
    return { outcome: 'waiting', sentence: 'No request has come yet. Send those under "begin".', findings }
  const failed = findings.find(({ holds }) => holds === false)
  if (failed !== undefined) return { outcome: 'fail', sentence: saidOf(failed), findings }
  const unseen = findings.filter(({ holds }) => holds === null).length
  const rest = unseen === 0 ? 'Every check holds.' : `Every check that can be seen here holds; ${unseen} cannot.`
  return { outcome: 'pass', sentence: rest, findings }
}

function looksAtCaller(check: Check): boolean {
  if (check.that === 'either') return check.of.some(looksAtCaller)
  return check.that === 'result' || check.that === 'elapsed'
}
