import type { LogEntry, WireLog } from '../log/entry.ts'
import type { Among } from '../script/check.ts'
import type { Look } from './look.ts'
import { ordinal } from './words.ts'

/** The requests that a check is about, in order of arrival. */
export function chosen(log: WireLog, among: Among | undefined): readonly LogEntry[] {
  if (among === undefined) return log.entries
  return log.entries.filter(
    entry =>
      (among.origin ?? entry.origin) === entry.origin &&
      (among.method ?? entry.method) === entry.method &&
      (among.path ?? entry.target) === entry.target,
  )
}

/** `request`, or `POST request to /token at b`. */
export function kindOf(among: Among | undefined): string {
  const method = among?.method === undefined ? '' : `${among.method} `
  const path = among?.path === undefined ? '' : ` to ${among.path}`
  const origin = among?.origin === undefined ? '' : ` at ${among.origin}`
  return `${method}request${path}${origin}`
}

/** How many requests there were: `no requests`, `1 POST request at b`, `3 requests to /token`. */
export function tally(number: number, among: Among | undefined): string {
  const kind = number === 1 ? kindOf(among) : kindOf(among).replace('request', 'requests')
  return `${number === 0 ? 'no' : number} ${kind}`
}

/** For a number that does not exist: the check fails, whatever it asks. */
export function missing(number: number, among?: Among): Look {
  const kind = kindOf(among)
  const which = `${ordinal(number)} ${kind}`
  const absent = number === 1 ? `No ${kind} came.` : `The ${which} never came.`
  return { holds: false, seen: `there was no ${which}`, absent }
}
