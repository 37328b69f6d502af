const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const COLON = 0x3a

/**
 * Mends the head that these bytes begin with, in place and at its length, where the parser after it would not read what a
 * user agent has to: a fold becomes spaces (RFC 9112 section 5.2), and blanks behind a value go before it (section 5.1).
 *
 * @returns whether the head is whole; one that is not has to be mended again when more of it is there
 */
export function mendHead(bytes: Uint8Array): boolean {
  // The line that says the status is no field, and a blank after it no fold: there is nothing to fold on to (section 2.2).
  let lineStart = -1
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== LF) continue
    const next = bytes[at + 1]
    if (next === undefined) return false
    if (lineStart !== -1 && isBlank(next)) {
      if (bytes[at - 1] === CR) bytes[at - 1] = SPACE
      bytes[at] = SPACE
      continue
    }
    if (lineStart !== -1) leadWithBlanks(bytes, lineStart, bytes[at - 1] === CR ? at - 1 : at)
    if (next === CR || next === LF) return true
    lineStart = at + 1
  }
  return false
}

/** Takes the blanks from the end of a field line to the start of its value. */
function leadWithBlanks(bytes: Uint8Array, lineStart: number, lineEnd: number): void {
  let end = lineEnd
  while (isBlank(bytes[end - 1])) end--
  if (end === lineEnd) return
  const value = bytes.subarray(lineStart, end).indexOf(COLON) + lineStart + 1
  if (value === lineStart || value === end) return
  bytes.copyWithin(value + lineEnd - end, value, end)
  bytes.fill(SPACE, value, value + lineEnd - end)
}

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB
