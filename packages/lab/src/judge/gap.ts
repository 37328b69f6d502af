import type { GapCheck, SpreadCheck } from '../script/check.ts'
import { chosen, missing } from './among.ts'
import { type Look, within } from './look.ts'
import type { Evidence } from './verdict.ts'
import { inMs, ordinal } from './words.ts'

/** How long after one request's answer another request arrived. */
export function lookAtGap(check: GapCheck, { log }: Evidence): Look {
  const entries = chosen(log, check.among)
  const from = entries[check.from - 1]
  const to = entries[check.to - 1]
  if (from === undefined) return missing(check.from, check.among)
  if (to === undefined) return missing(check.to, check.among)
  // An answer that broke before its head says so by its end.
  const answeredMs = from.answer.headAtMs ?? from.answer.endAtMs
  const came = `the ${ordinal(check.to)} came`
  const answer = `the answer to the ${ordinal(check.from)}`
  if (answeredMs === null) return { holds: false, seen: `${came} without ${answer}` }
  const gapMs = to.atMs - answeredMs
  const seen = gapMs < 0 ? `${came} ${inMs(-gapMs)} before ${answer}` : `${came} ${inMs(gapMs)} after ${answer}`
  return { holds: within(gapMs, check), seen }
}

/** How far apart in time the requests of a wave arrived. */
export function lookAtSpread(check: SpreadCheck, { log }: Evidence): Look {
  const entries = chosen(log, check.among)
  const first = entries[check.from - 1]
  const last = entries.at(-1)
  if (first === undefined || last === undefined) return missing(check.from, check.among)
  const spanMs = last.atMs - first.atMs
  const from = `the ${ordinal(check.from)}`
  const seen =
    first === last
      ? `${from} was the last`
      : `from ${from} to the ${ordinal(entries.length)} they came within ${inMs(spanMs)}`
  return { holds: within(spanMs, check), seen }
}
