import { parseHttpDate } from './http-date.ts'
import { type FieldLines, onlyLine, trimSpace } from './tokens.ts'

const longestDate = 40
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const shortDays = longDays.map(day => day.slice(0, 3))
const weekday = /^[A-Z][a-z]+/

/**
 * A date as a cache reads it: an HTTP-date in any letter case (RFC 9111 section 4.2), whose weekday may be that of another day:
 * the date counts. Otherwise it is to the letter. Null when it is absent, came more than once, or is no such date. `nowMs`
 * settles the century of a two-digit year.
 */
export function parseCacheDate(value: FieldLines, nowMs: number): number | null {
  const line = onlyLine(value)
  if (line === null || line.length > longestDate) return null
  return parseHttpDate(line, nowMs) ?? parseLoosely(inItsCase(trimSpace(line)), nowMs)
}

/** Words as an HTTP-date writes them: `Thu`, `Aug`, `GMT`. */
function inItsCase(text: string): string {
  return text.replace(/[A-Za-z]+/g, word =>
    word.toUpperCase() === 'GMT' ? 'GMT' : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
  )
}

function parseLoosely(text: string, nowMs: number): number | null {
  const day = weekday.exec(text)?.[0] ?? ''
  const days = [shortDays, longDays].find(names => names.includes(day)) ?? []
  for (const name of days) {
    const ms = parseHttpDate(name + text.slice(day.length), nowMs)
    if (ms !== null) return ms
  }
  return null
}
