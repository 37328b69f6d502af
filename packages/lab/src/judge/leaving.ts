import type { DroppedCheck, SentCheck } from '../script/check.ts'
import { missing } from './among.ts'
import type { Look } from './look.ts'
import type { Evidence } from './verdict.ts'
import { count, inMs, ordinal } from './words.ts'

/** Did the client leave an answer that was not worth waiting for, soon enough? */
export function lookAtDropped(check: DroppedCheck, { log }: Evidence): Look {
  const entry = log.entries[check.number - 1]
  if (entry === undefined) return missing(check.number)
  const which = `the connection of the ${ordinal(check.number)}`
  if (entry.droppedAtMs === null) return { holds: false, seen: `${which} was not dropped` }
  const afterMs = entry.droppedAtMs - entry.atMs
  return { holds: afterMs <= check.withinMs, seen: `${which} was dropped after ${inMs(afterMs)}` }
}

/** How much of an answer's body left the lab. */
export function lookAtSent(check: SentCheck, { log }: Evidence): Look {
  const entry = log.entries[check.number - 1]
  if (entry === undefined) return missing(check.number)
  const { bodyBytes } = entry.answer
  return {
    holds: bodyBytes <= check.maxBytes,
    seen: `${count(bodyBytes, 'byte')} of the ${ordinal(check.number)} answer left the lab`,
  }
}
