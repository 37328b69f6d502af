import { endOfElement, type FieldLines, fieldLines, onlyLine, skipListGap, skipSpace, trimSpace } from './tokens.ts'

/** One entity tag (RFC 9110 section 8.8.3). */
export interface EntityTag {
  /** Equivalent, but perhaps not the same bytes. */
  readonly weak: boolean
  /** What stands between the quotes. */
  readonly opaque: string
}

const quote = 0x22

// Visible US-ASCII but the quote, and obs-text: a tag knows no escapes and no spaces.
const isTagCode = new Uint8Array(256).fill(1)
isTagCode.fill(0, 0, 0x21)
isTagCode[quote] = 0
isTagCode[0x7f] = 0

// `W/`, with a capital letter (RFC 9110 section 8.8.3).
const startOfOpaque = (text: string, start: number): number => (text.startsWith('W/', start) ? start + 2 : start)

/** The index behind the tag that starts at `start`; -1 when there is none. */
function endOfTag(text: string, start: number): number {
  let at = startOfOpaque(text, start)
  if (text.charCodeAt(at) !== quote) return -1
  at += 1
  while (at < text.length && isTagCode[text.charCodeAt(at)] === 1) at += 1
  return text.charCodeAt(at) === quote ? at + 1 : -1
}

function tagAt(text: string, start: number, end: number): EntityTag {
  const opaqueAt = startOfOpaque(text, start)
  return { weak: opaqueAt > start, opaque: text.slice(opaqueAt + 1, end - 1) }
}

/** The tag of ETag; null when it is absent, came more than once, or is no entity tag to the letter. */
export function parseEntityTag(value: FieldLines): EntityTag | null {
  const line = onlyLine(value)
  if (line === null) return null
  const text = trimSpace(line)
  return text.length > 0 && endOfTag(text, 0) === text.length ? tagAt(text, 0, text.length) : null
}

/**
 * The tags that If-None-Match or If-Match lists, in their order; `*` when that is all it says (RFC 9110 section
 * 13.1.2). What is no tag is passed over, so a list of such things alone names none.
 */
export function parseEntityTags(value: FieldLines): '*' | readonly EntityTag[] {
  const lines = fieldLines(value)
  if (lines.length === 1 && trimSpace(lines[0] ?? '') === '*') return '*'
  const tags: EntityTag[] = []
  for (const line of lines) {
    let at = skipListGap(line, 0)
    while (at < line.length) {
      const end = endOfTag(line, at)
      const next = end === -1 ? -1 : skipSpace(line, end)
      const stands = next === line.length || line[next] === ','
      if (stands) tags.push(tagAt(line, at, end))
      // A tag may hold commas, so the next element is looked for behind a tag that was read whole.
      at = skipListGap(line, stands ? next : endOfElement(line, at, ','))
    }
  }
  return tags
}

/** As it stands in a field: `"abc"` or `W/"abc"`. */
export function writeEntityTag(tag: EntityTag): string {
  return tag.weak ? `W/"${tag.opaque}"` : `"${tag.opaque}"`
}

/** The same bytes (RFC 9110 section 8.8.3.2): both strong and equal. */
export function matchesStrongly(a: EntityTag, b: EntityTag): boolean {
  return !a.weak && !b.weak && a.opaque === b.opaque
}

/** Good for each other (RFC 9110 section 8.8.3.2): equal, whether weak or not. */
export function matchesWeakly(a: EntityTag, b: EntityTag): boolean {
  return a.opaque === b.opaque
}
