import { endOfElement, endOfToken, readValue, skipSpace } from './tokens.ts'

/** A media type as far as a client needs it. */
export interface MediaType {
  /** Type and subtype in lower case, `application/json`. */
  readonly essence: string
  /** The charset parameter in lower case; null when there is none. */
  readonly charset: string | null
}

function readCharset(text: string, start: number): string | null {
  let at = start
  while (text[at] === ';') {
    const nameStart = skipSpace(text, at + 1)
    const nameEnd = endOfToken(text, nameStart)
    const piece = text[nameEnd] === '=' ? readValue(text, nameEnd + 1, ';') : null
    const isCharset =
      nameEnd - nameStart === 'charset'.length && text.slice(nameStart, nameEnd).toLowerCase() === 'charset'
    if (piece !== null && isCharset) return piece.value.toLowerCase()
    at = endOfElement(text, piece?.end ?? nameEnd, ';')
  }
  return null
}

/**
 * Reads a Content-Type (RFC 9110 section 8.3.1); null when it is absent or malformed. A malformed parameter is passed
 * over.
 */
export function parseMediaType(value: string | null | undefined): MediaType | null {
  if (value === null || value === undefined) return null
  const start = skipSpace(value, 0)
  const slash = endOfToken(value, start)
  if (slash === start || value[slash] !== '/') return null
  const end = endOfToken(value, slash + 1)
  const rest = skipSpace(value, end)
  if (end === slash + 1 || (rest < value.length && value[rest] !== ';')) return null
  return { essence: value.slice(start, end).toLowerCase(), charset: readCharset(value, rest) }
}

/** Whether the content is JSON: `application/json`, or any type with the suffix `+json` (RFC 6839 section 3.1). */
export function isJson(contentType: string | null | undefined): boolean {
  const essence = parseMediaType(contentType)?.essence ?? ''
  return essence === 'application/json' || essence.endsWith('+json')
}

/** Whether the content is an HTML page, in either of its two syntaxes. */
export function isHtml(contentType: string | null | undefined): boolean {
  const essence = parseMediaType(contentType)?.essence
  return essence === 'text/html' || essence === 'application/xhtml+xml'
}
