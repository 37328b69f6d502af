import { MOST_SECONDS } from '../delta-seconds.ts'
import { parseHttpDate } from '../http-date.ts'
import { trimSpace } from '../tokens.ts'

/**
 * How a server writes when a limit is reset. `timestamp`: RFC 3339, and the same without seconds. `guess`: what the text
 * itself shows, for servers that nobody has described.
 */
export type ResetKind =
  | 'seconds'
  | 'milliseconds'
  | 'epoch-seconds'
  | 'epoch-milliseconds'
  | 'go-duration'
  | 'timestamp'
  | 'http-date'
  | 'javascript-date'
  | 'guess'

/** A field and how its value says when. */
export type ResetField = readonly [field: string, kind: ResetKind]

const MOST_MS = MOST_SECONDS * 1000
/** Longer than any date or duration that makes sense. */
const longestText = 128

const decimal = /^\d+(?:\.\d+)?$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
// RFC 3339 section 5.6; the seconds may be missing, as Atlassian writes it.
const timestamp = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?:[Zz]|([+-]\d\d):(\d\d))$/
// Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)
const javascriptDate =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-]\d\d)(\d\d)(?: \([^()]*\))?$/
const durationPart = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y
const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** `1h30m0s`, `12ms` (Go, time.ParseDuration), without a sign; in milliseconds. */
function durationMs(text: string): number | null {
  if (text === '' || text.length > longestText) return null
  let sumMs = 0
  for (let at = 0; at < text.length; at = durationPart.lastIndex) {
    durationPart.lastIndex = at
    const part = durationPart.exec(text)
    if (part === null) return null
    sumMs += Number(part[1]) * (unitMs[part[2] ?? ''] ?? 0)
  }
  return sumMs
}

/** Milliseconds since 1970; null when there is no such day or time. The hours of the zone carry its sign. */
function instantMs(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
  zoneHour: string,
  zoneMinute: string,
): number | null {
  const dayMs = Date.UTC(year, month, day)
  const isDay = year > 99 && new Date(dayMs).getUTCDate() === day && new Date(dayMs).getUTCMonth() === month
  if (!isDay || hour > 23 || minute > 59 || second >= 61) return null
  if (Math.abs(Number(zoneHour)) > 23 || Number(zoneMinute) > 59) return null
  const zoneMinutes = Number(`${zoneHour[0]}1`) * (Math.abs(Number(zoneHour)) * 60 + Number(zoneMinute))
  return dayMs + ((hour * 60 + minute - zoneMinutes) * 60 + second) * 1000
}

function timestampMs(text: string): number | null {
  const found = text.length > longestText ? null : timestamp.exec(text)
  if (found === null) return null
  const [, year, month, day, hour, minute, second = '0', zoneHour = '+00', zoneMinute = '00'] = found
  const time = [Number(hour), Number(minute), Number(second)] as const
  return instantMs([Number(year), Number(month) - 1, Number(day)], time, zoneHour, zoneMinute)
}

function javascriptDateMs(text: string): number | null {
  const found = text.length > longestText ? null : javascriptDate.exec(text)
  if (found === null) return null
  const [, month = '', day, year, hour, minute, second, zoneHour = '', zoneMinute = ''] = found
  const time = [Number(hour), Number(minute), Number(second)] as const
  return instantMs([Number(year), months.indexOf(month), Number(day)], time, zoneHour, zoneMinute)
}

/** Which kind a plain number is, told by its size: three years of seconds, an epoch since 2001, or neither. */
function kindOfNumber(value: number): ResetKind | null {
  if (value < 1e8) return 'seconds'
  if (value < 1e9) return null
  if (value < 1e11) return 'epoch-seconds'
  return value < 1e12 || value >= 1e14 ? null : 'epoch-milliseconds'
}

function kindOf(text: string): ResetKind | null {
  if (decimal.test(text)) return kindOfNumber(Number(text))
  if (timestamp.test(text)) return 'timestamp'
  if (text.endsWith('GMT')) return 'http-date'
  return text.includes(' GMT') ? 'javascript-date' : 'go-duration'
}

function untilMs(text: string, kind: ResetKind, serverNowMs: number): number | null {
  switch (kind) {
    case 'seconds':
      return decimal.test(text) ? Number(text) * 1000 : null
    case 'milliseconds':
      return decimal.test(text) ? Number(text) : null
    case 'epoch-seconds':
      return decimal.test(text) ? Number(text) * 1000 - serverNowMs : null
    case 'epoch-milliseconds':
      return decimal.test(text) ? Number(text) - serverNowMs : null
    case 'go-duration':
      return durationMs(text)
    case 'guess': {
      const seen = kindOf(text)
      return seen === null ? null : untilMs(text, seen, serverNowMs)
    }
    default: {
      const read = { timestamp: timestampMs, 'javascript-date': javascriptDateMs, 'http-date': parseHttpDate }[kind]
      const atMs = read(text, serverNowMs)
      return atMs === null ? null : atMs - serverNowMs
    }
  }
}

/**
 * How long it is until a stated reset, in milliseconds from the receipt: 0 when it has passed, at most 2^31 s, null when
 * the text is not of this kind. Times of day are measured against `serverNowMs`, what the server's clock shows.
 */
export function resetMs(text: string, kind: ResetKind, serverNowMs: number): number | null {
  const ms = untilMs(trimSpace(text), kind, serverNowMs)
  return ms === null ? null : Math.min(Math.max(0, ms), MOST_MS)
}
