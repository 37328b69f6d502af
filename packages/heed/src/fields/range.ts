import { type FieldLines, onlyLine, trimSpace } from './tokens.ts'

/** One range that a request asks for: from a byte to another, or to the end (`lastByte` null), or the last bytes. */
export type ByteRange =
  | { readonly firstByte: number; readonly lastByte: number | null }
  | { readonly suffixBytes: number }

/** A range of bytes that exist, both ends included. */
export interface Span {
  readonly firstByte: number
  readonly lastByte: number
}

/**
 * The index behind `bytes` and its separator, at the start of the text; -1 when the unit is another (RFC 9110 section
 * 14.1).
 */
export function skipUnit(text: string, separator: '=' | ' '): number {
  return text[5] === separator && text.slice(0, 5).toLowerCase() === 'bytes' ? 6 : -1
}

/** The digits at `start` as a number; null when there are none or it is not counted exactly any more. */
export function readByte(text: string, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0
  let at = start
  for (; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
    if (value > Number.MAX_SAFE_INTEGER) return null
  }
  return at === start ? null : { value, end: at }
}

/**
 * Range in bytes, when it asks for one range (RFC 9110 section 14.1.2): `bytes=0-4`, `bytes=5-` or `bytes=-5`. Null
 * when it is absent, came more than once, asks for several ranges, has another unit, or is not to the letter.
 */
export function parseRange(value: FieldLines): ByteRange | null {
  const line = onlyLine(value)
  if (line === null) return null
  const text = trimSpace(line)
  const start = skipUnit(text, '=')
  if (start === -1) return null
  if (text[start] === '-') {
    const suffix = readByte(text, start + 1)
    return suffix !== null && suffix.end === text.length ? { suffixBytes: suffix.value } : null
  }
  const first = readByte(text, start)
  if (first === null || text[first.end] !== '-') return null
  if (first.end + 1 === text.length) return { firstByte: first.value, lastByte: null }
  const last = readByte(text, first.end + 1)
  if (last === null || last.end !== text.length || last.value < first.value) return null
  return { firstByte: first.value, lastByte: last.value }
}

/**
 * The bytes that a range asks for, of a whole of this length. Null when none of them exists; and when the length is not
 * known (null) but decides.
 */
export function resolveRange(range: ByteRange, wholeBytes: number | null): Span | null {
  if ('suffixBytes' in range) {
    if (wholeBytes === null || wholeBytes === 0 || range.suffixBytes === 0) return null
    return { firstByte: Math.max(0, wholeBytes - range.suffixBytes), lastByte: wholeBytes - 1 }
  }
  const { firstByte, lastByte } = range
  if (wholeBytes === null) return lastByte === null ? null : { firstByte, lastByte }
  if (firstByte >= wholeBytes) return null
  return { firstByte, lastByte: lastByte === null ? wholeBytes - 1 : Math.min(lastByte, wholeBytes - 1) }
}
