import { isDeepStrictEqual } from 'node:util'
import type { Among, Check, RequestsCheck } from './check.ts'
import type { Scenario } from './scenario.ts'
import { patternFaults, templateFaults } from './text-sense.ts'

/** What is wrong with a verdict that has the right shape, as sentences; empty: nothing. */
export function verdictFaults(scenario: Scenario): string[] {
  const calls = scenario.calls.reduce((sum, { times = 1 }) => sum + times, 0)
  const counts = scenario.verdict.filter(check => check.that === 'requests')
  const places = placesOf(scenario.verdict, 'verdict')
  return [
    ...places.flatMap(({ check, place }) => [
      ...boundFaults(check, place),
      ...emptyFaults(check, place),
      ...numberFaults(check, place, counts),
      ...callFaults(check, place, calls),
      ...('fields' in check ? patternFaults(check.fields, `${place}.fields`) : []),
      ...(check.that === 'result' ? templateFaults(check.url, `${place}.url`) : []),
    ]),
    ...twice(scenario.verdict),
  ]
}

interface Placed {
  readonly check: Check
  readonly place: string
}

/** All checks, those inside others too. */
function placesOf(checks: readonly Check[], place: string): readonly Placed[] {
  return checks.flatMap((check, index) => {
    const own = { check, place: `${place}[${index}]` }
    return check.that === 'either' ? [own, ...placesOf(check.of, `${own.place}.of`)] : [own]
  })
}

function boundFaults(check: Check, place: string): string[] {
  switch (check.that) {
    case 'requests':
      return crossed(check.min, check.max, place, 'min', 'max')
    case 'gap':
    case 'elapsed':
      if (check.minMs === undefined && check.maxMs === undefined)
        return [`${place} has no bound: give it minMs, maxMs or both.`]
      return crossed(check.minMs, check.maxMs, place, 'minMs', 'maxMs')
    case 'result':
      return crossed(check.bodyBytes?.min, check.bodyBytes?.max, `${place}.bodyBytes`, 'min', 'max')
    default:
      return []
  }
}

function crossed(
  least: number | undefined,
  most: number | undefined,
  place: string,
  low: string,
  high: string,
): string[] {
  if (least === undefined || most === undefined || least <= most) return []
  return [`${place}.${low} is ${least} and ${high} is ${most}: nothing can be both; swap them.`]
}

const ASPECTS = {
  request: ['origin', 'method', 'path', 'fields', 'body'],
  result: ['ok', 'status', 'error', 'thrown', 'body', 'bodyBytes', 'fields', 'url'],
} as const

function emptyFaults(check: Check, place: string): string[] {
  if (check.that !== 'request' && check.that !== 'result') return []
  const aspects = ASPECTS[check.that]
  return aspects.some(name => name in check) ? [] : [`${place} looks at nothing: give it one of ${aspects.join(', ')}.`]
}

/** Requests by number that another check says must not be there. */
function numberFaults(check: Check, place: string, counts: readonly RequestsCheck[]): string[] {
  const faults = orderFaults(check, place)
  // Inside an `either` one of several may well be about requests that the others rule out.
  if (/\.of\[/.test(place)) return faults
  const among = 'among' in check ? check.among : undefined
  const number = Math.max(0, ...numbersOf(check))
  const most = mostRequests(counts, among)
  if (number > most)
    faults.push(
      `${place} is about request ${number}, but another check allows ${most === 0 ? 'none' : `${most} at most`}: one of them is wrong.`,
    )
  return faults
}

function orderFaults(check: Check, place: string): string[] {
  if (check.that === 'gap' && check.from >= check.to)
    return [`${place} goes from request ${check.from} to ${check.to}: "to" must be the later one.`]
  if (check.that === 'connection' && check.number === check.as)
    return [`${place} compares request ${check.number} with itself: "as" must name another one.`]
  return []
}

function numbersOf(check: Check): readonly number[] {
  switch (check.that) {
    case 'request':
      return typeof check.number === 'number' ? [check.number] : [1]
    case 'gap':
      return [check.from, check.to]
    case 'connection':
      return [check.number, check.as]
    case 'dropped':
    case 'sent':
      return [check.number]
    case 'spread':
      return [check.from]
    default:
      return []
  }
}

function mostRequests(counts: readonly RequestsCheck[], among: Among | undefined): number {
  const ruling = counts.filter(each => each.among === undefined || isDeepStrictEqual(each.among, among))
  return Math.min(...ruling.map(({ min, max }) => max ?? (min === undefined ? 0 : Number.POSITIVE_INFINITY)))
}

function callFaults(check: Check, place: string, calls: number): string[] {
  if (check.that !== 'result' && check.that !== 'elapsed') return []
  if (typeof check.call !== 'number' || check.call <= calls) return []
  return [
    `${place}.call is ${check.call}, but there ${calls === 1 ? 'is 1 call' : `are ${calls} calls`} (copies counted apart).`,
  ]
}

/** The sentences inside an `either` are details of its own sentence, and may recur. */
function twice(checks: readonly Check[]): string[] {
  const first = new Map<string, number>()
  return checks.flatMap(({ otherwise }, index) => {
    const before = first.get(otherwise)
    if (before === undefined) first.set(otherwise, index)
    return before === undefined
      ? []
      : [`verdict[${index}].otherwise says the same as verdict[${before}]: say what is particular to each.`]
  })
}
