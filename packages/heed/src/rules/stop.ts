import { stopWords } from '#edition/rules/words'
import type { Fail, Stopped } from '../action.ts'
import type { RuleName } from '../trail.ts'

/** It ends here. */
export function stop(rule: RuleName, stopped: Stopped, retryAfterMs: number | null): Fail {
  return { do: 'fail', rule, stopped, reason: stopWords(stopped).reason, retryAfterMs }
}
