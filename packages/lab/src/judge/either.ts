import type { EitherCheck } from '../script/check.ts'
import type { Look, LookAt } from './look.ts'
import type { Evidence } from './verdict.ts'

/** At least one of several. What was seen is that of the first that holds, or else of all. */
export function lookAtEither(check: EitherCheck, evidence: Evidence, lookAt: LookAt): Look {
  const looks = check.of.map(each => lookAt(each, evidence))
  const holding = looks.find(look => look.holds)
  return holding ?? { holds: false, seen: [...new Set(looks.map(look => look.seen))].join('; ') }
}
