import { readByte, skipUnit } from './range.ts'
import { type FieldLines, onlyLine, trimSpace } from './tokens.ts'

/** Which bytes an answer brings, both ends included; `wholeBytes` is null when the server does not know it. */
export interface ContentRange {
  readonly firstByte: number
  readonly lastByte: number
  readonly wholeBytes: number | null
}

/** No byte of the range that was asked for exists (416); only the length of the whole is told. */
export interface Unsatisfied {
  readonly firstByte: null
  readonly lastByte: null
  readonly wholeBytes: number
}

// The three forms are: bytes 0-4/10, bytes 0-4/*, bytes */10

/**
 * Content-Range in bytes (RFC 9110 section 14.4), in its three forms. Null when it is absent, came more than once, has
 * another unit, contradicts itself, or is not to the letter.
 */
export function parseContentRange(value: FieldLines): ContentRange | Unsatisfied | null {
  const line = onlyLine(value)
  if (line === null) return null
  const text = trimSpace(line)
  const start = skipUnit(text, ' ')
  if (start === -1) return null
  if (text.startsWith('*/', start)) {
    const whole = readByte(text, start + 2)
    return whole !== null && whole.end === text.length
      ? { firstByte: null, lastByte: null, wholeBytes: whole.value }
      : null
  }
  const first = readByte(text, start)
  if (first === null || text[first.end] !== '-') return null
  const last = readByte(text, first.end + 1)
  if (last === null || text[last.end] !== '/' || last.value < first.value) return null
  const wholeBytes = readWhole(text, last.end + 1)
  if (wholeBytes === -1 || (wholeBytes !== null && wholeBytes <= last.value)) return null
  return { firstByte: first.value, lastByte: last.value, wholeBytes }
}

/** The length behind the slash; null for `*`, -1 when it is neither. */
function readWhole(text: string, start: number): number | null {
  if (text[start] === '*' && start + 1 === text.length) return null
  const whole = readByte(text, start)
  return whole !== null && whole.end === text.length ? whole.value : -1
}

/** Writes it: `bytes 0-4/10`, with `*` for a length nobody knows. */
export function writeContentRange(range: ContentRange): string {
  return `bytes ${range.firstByte}-${range.lastByte}/${range.wholeBytes ?? '*'}`
}
