import type { ElapsedCheck } from '../script/check.ts'
import { type Look, within } from './look.ts'
import type { Evidence } from './verdict.ts'
import { inMs, ordinal } from './words.ts'

/** How long a call took. */
export function lookAtElapsed(check: ElapsedCheck, { calls }: Evidence): Look {
  const number = check.call ?? 1
  const call = calls[number - 1]
  if (call === undefined) return { holds: false, seen: `there was no ${ordinal(number)} result` }
  const tookMs = call.endMs - call.startMs
  const which = calls.length === 1 ? 'the call' : `call ${number}`
  return { holds: within(tookMs, check), seen: `${which} took ${inMs(tookMs)}` }
}
