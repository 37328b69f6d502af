import type { InFlightCheck, RequestsCheck } from '../script/check.ts'
import { chosen, tally } from './among.ts'
import type { Look } from './look.ts'
import { mostAtOnce } from './overlap.ts'
import type { Evidence } from './verdict.ts'

/** How many requests arrived. */
export function lookAtRequests(check: RequestsCheck, { log }: Evidence): Look {
  const number = chosen(log, check.among).length
  const unbounded = check.min === undefined && check.max === undefined
  const most = unbounded ? 0 : (check.max ?? Number.POSITIVE_INFINITY)
  return { holds: number >= (check.min ?? 0) && number <= most, seen: tally(number, check.among) }
}

/** How many requests were under way at one time. */
export function lookAtInFlight(check: InFlightCheck, { log }: Evidence): Look {
  const most = mostAtOnce(
    chosen(log, check.among).map(({ atMs, droppedAtMs, answer }) => ({
      fromMs: atMs,
      // A stalled answer ends for the log when it falls silent, for the client when it leaves.
      toMs: droppedAtMs ?? (answer.broke === 'stall' ? null : answer.endAtMs),
    })),
  )
  return { holds: most <= check.max, seen: `${tally(most, check.among)} at one time` }
}
