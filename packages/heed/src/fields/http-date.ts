import { trimSpace } from './tokens.ts'

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

// RFC 9110 section 5.6.7. What is no weekday, month, day or time is found when the moment is written again.
const forms = [
  /^(?<weekday>\w{3}), (?<day>\d\d) (?<month>\w{3}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^(?<weekday>Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day, (?<day>\d\d)-(?<month>\w{3})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^(?<weekday>\w{3}) (?<month>\w{3}) (?<day>\d\d| \d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
]

/** Days and hours that there are not roll over to others. NaN: it is too far from a time. */
const momentMs = (year: string | number, month: string, day: string, time: string): number =>
  Date.parse(`${year}-${String(months.indexOf(month) / 3 + 1).padStart(2, '0')}-${day}T${time}Z`)

/** The latest year with these last two digits in which the moment is not more than 50 years ahead of `nowMs`. */
function fullYear(twoDigits: string, month: string, day: string, time: string, nowMs: number): string {
  const limit = new Date(nowMs)
  const limitMs = limit.setUTCFullYear(limit.getUTCFullYear() + 50)
  const limitYear = limit.getUTCFullYear()
  const year = limitYear - ((limitYear - Number(twoDigits)) % 100)
  return String(momentMs(year, month, day, time) > limitMs ? year - 100 : year)
}

/**
 * Reads an HTTP-date in any of its three forms (RFC 9110 section 5.6.7), to the letter: case, spacing, zone, calendar
 * and weekday must be right. Spaces and tabs around it are no part of it.
 *
 * `nowMs` (epoch milliseconds) settles the century of a two-digit year. Gives epoch milliseconds, or null when the
 * text is no such date. The leap second 23:59:60 is read as the second after it.
 */
export function parseHttpDate(value: string, nowMs: number): number | null {
  const text = trimSpace(value)
  const found = forms.map(form => form.exec(text)?.groups).find(groups => groups !== undefined)
  if (found === undefined) return null
  const { weekday = '', month = '', time = '' } = found
  const day = (found.day ?? '').replace(' ', '0')
  // A leap second is inserted at the end of a day and nowhere else; clocks without one show the next second.
  const shown = time.replace('23:59:60', '23:59:59')
  const given = found.year ?? ''
  const year = given.length === 2 ? fullYear(given, month, day, shown, nowMs) : given
  const ms = momentMs(year, month, day, shown)
  const written = `${weekday.slice(0, 3)}, ${day} ${month} ${year} ${shown} GMT`
  if (new Date(ms).toUTCString() !== written) return null
  return shown === time ? ms : ms + 1000
}

/** The begin of the year 0000, and the end of the year 9999. */
const FIRST_MS = -62_167_219_200_000
const LAST_MS = 253_402_300_799_999

/**
 * Writes epoch milliseconds as an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`; parts of a second are cut off.
 *
 * Throws a `RangeError` outside the years 0000 to 9999, which the form cannot write.
 */
export function formatHttpDate(ms: number): string {
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) throw new RangeError(`An HTTP-date cannot write the time ${ms}`)
  return new Date(ms).toUTCString()
}
