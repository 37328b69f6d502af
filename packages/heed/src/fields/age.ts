import { parseDeltaSeconds } from './delta-seconds.ts'
import { type FieldLines, fieldLines, trimSpace } from './tokens.ts'

/**
 * Age in seconds (RFC 9111 section 5.1), at most 2^31. When it came more than once, on one line or several, the first value
 * counts. Null when it is absent or not a whole number: then it is to be ignored.
 */
export function parseAge(value: FieldLines): number | null {
  const line = fieldLines(value)[0]
  if (line === undefined) return null
  const comma = line.indexOf(',')
  return parseDeltaSeconds(trimSpace(comma === -1 ? line : line.slice(0, comma)))
}
