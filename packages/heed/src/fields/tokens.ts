/** One field as it came: absent, one line, or several lines in their order. */
export type FieldLines = string | readonly string[] | null | undefined

/** A piece of text that was read, and the index just behind it. */
interface Piece {
  readonly value: string
  readonly end: number
}

const backslash = 0x5c
const comma = 0x2c
const quote = 0x22

// RFC 9110 section 5.6.2
const isTokenCode = /* @__PURE__ */ codesOf(
  "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
)

function codesOf(characters: string): Uint8Array {
  const codes = new Uint8Array(128)
  for (const character of characters) codes[character.charCodeAt(0)] = 1
  return codes
}

/** The lines of a field; none when the field is absent. */
export function fieldLines(value: FieldLines): readonly string[] {
  if (value === null || value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** The one line of a field that is no list; null when it is absent or came more than once (RFC 9110 section 5.3). */
export function onlyLine(value: FieldLines): string | null {
  const lines = fieldLines(value)
  return lines.length === 1 ? (lines[0] ?? null) : null
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** The index of the first character at or behind `start` that is neither a space nor a tab. */
export function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1
  return at
}

/**
 * The text without spaces and tabs around it. `trim` would take more than the grammar allows (RFC 9110 section
 * 5.6.3).
 */
export function trimSpace(text: string): string {
  const start = skipSpace(text, 0)
  let end = text.length
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** The index behind the token that starts at `start`; `start` itself when there is none. */
export function endOfToken(text: string, start: number): number {
  let at = start
  while (at < text.length && isTokenCode[text.charCodeAt(at)] === 1) at += 1
  return at
}

/** Is it one token and nothing else (RFC 9110 section 5.6.2): the name of a field, a method, a scheme? */
export const isToken = (text: string): boolean => text !== '' && endOfToken(text, 0) === text.length

/** The quoted string that opens at `start`, unescaped; null when it never closes (RFC 9110 section 5.6.4). */
export function readQuoted(text: string, start: number): Piece | null {
  let value = ''
  let plainFrom = start + 1
  for (let at = plainFrom; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) return { value: value + text.slice(plainFrom, at), end: at + 1 }
    if (code !== backslash) continue
    value += text.slice(plainFrom, at)
    plainFrom = at + 1
    at += 1
  }
  return null
}

function readToken(text: string, start: number): Piece | null {
  const end = endOfToken(text, start)
  return end === start ? null : { value: text.slice(start, end), end }
}

/**
 * The token or quoted string at `start`; null when there is neither, or when more than a space or `separator` follows
 * it.
 */
export function readValue(text: string, start: number, separator: ',' | ';'): Piece | null {
  const piece = text.charCodeAt(start) === quote ? readQuoted(text, start) : readToken(text, start)
  if (piece === null || piece.end === text.length) return piece
  const next = text.charCodeAt(piece.end)
  return isSpace(next) || next === separator.charCodeAt(0) ? piece : null
}

/**
 * The index of the next `separator` outside a quoted string, at or behind `start`; the length of the text when there
 * is none.
 */
export function endOfElement(text: string, start: number, separator: ',' | ';'): number {
  const end = separator.charCodeAt(0)
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === end) return at
    at = code === quote ? (readQuoted(text, at)?.end ?? text.length) : at + 1
  }
  return at
}

/** The index of the next list element: behind the commas and spaces at `start` (RFC 9110 section 5.6.1.2). */
export function skipListGap(text: string, start: number): number {
  let at = skipSpace(text, start)
  while (text.charCodeAt(at) === comma) at = skipSpace(text, at + 1)
  return at
}
