import type { Check } from '../script/check.ts'
import type { Scenario } from '../script/scenario.ts'
import { lookAtConnection, lookAtConnections } from './connections.ts'
import { lookAtEither } from './either.ts'
import { lookAtElapsed } from './elapsed.ts'
import { lookAtGap, lookAtSpread } from './gap.ts'
import { lookAtDropped, lookAtSent } from './leaving.ts'
import type { Look, LookAt } from './look.ts'
import { lookAtRequest } from './request.ts'
import { lookAtInFlight, lookAtRequests } from './requests.ts'
import { lookAtResult } from './result.ts'
import { type Evidence, type Finding, saidOf, type Verdict } from './verdict.ts'

/** Each kind of check by its name. */
type CheckKinds = { readonly [Each in Check as Each['that']]: Each }

const looks: {
  readonly [That in keyof CheckKinds]: (check: CheckKinds[That], evidence: Evidence, lookAt: LookAt) => Look
} = {
  requests: lookAtRequests,
  request: lookAtRequest,
  gap: lookAtGap,
  connection: lookAtConnection,
  dropped: lookAtDropped,
  sent: lookAtSent,
  connections: lookAtConnections,
  'in-flight': lookAtInFlight,
  spread: lookAtSpread,
  result: lookAtResult,
  elapsed: lookAtElapsed,
  either: lookAtEither,
}

/**
 * Says whether the client did what the scenario asks. Pure: the same evidence gives the same verdict, whoever gathered it
 * and from whatever clock.
 */
export function judge(scenario: Pick<Scenario, 'verdict'>, evidence: Evidence): Verdict {
  const lacking = evidence.calls.map(({ result }) => result.unsupported).find(each => each !== undefined)
  if (lacking !== undefined) return { outcome: 'unsupported', sentence: lacking, findings: [] }
  const findings = scenario.verdict.map((check): Finding => ({ check, ...lookAt(check, evidence) }))
  const failed = findings.find(finding => !finding.holds)
  return { outcome: failed ? 'fail' : 'pass', sentence: failed ? saidOf(failed) : null, findings }
}

function lookAt(check: Check, evidence: Evidence): Look {
  return lookOf(check.that, check, evidence)
}

/** Ties the name of a check to its shape, which the compiler cannot see on the union of all. */
function lookOf<That extends keyof CheckKinds>(that: That, check: CheckKinds[That], evidence: Evidence): Look {
  return looks[that](check, evidence, lookAt)
}
