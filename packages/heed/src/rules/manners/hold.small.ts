import { heldWords } from '#edition/rules/words'
import { tooLong } from '../retry.ts'
import type * as full from './hold.ts'
import { parkedMs, restMs } from './release.small.ts'

/** A pause is all that can hold a request back. */
export const hold: typeof full.hold = (exchange, nowMs, dice) => {
  const { origin, endMs } = exchange
  const { pause } = origin
  if (pause === null || nowMs >= pause.untilMs) return null
  const leastMs = restMs(origin, pause, nowMs)
  const reason = heldWords(pause)
  const refused = tooLong(exchange, 'manners', leastMs, leastMs, endMs - nowMs)
  if (refused !== null) return { ...refused, stopped: 'paused', reason }
  const waitMs = parkedMs(exchange, pause, nowMs, dice)
  return { do: 'wait', waitMs, source: 'pause', rule: 'manners', reason, resend: false, to: null, hop: null }
}
