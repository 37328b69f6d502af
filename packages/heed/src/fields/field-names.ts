import { endOfToken, type FieldLines, fieldLines, skipListGap, skipSpace } from './tokens.ts'

const mostNames = 128

/**
 * A list of field names, as Vary, Connection and some cache directives carry it: in lower case, in their order, as often as
 * they came. Several lines are one list.
 *
 * Null when anything in it is no token, or when there are more than 128: to act on half of such a list would be a guess.
 */
export function parseFieldNames(value: FieldLines): readonly string[] | null {
  const names: string[] = []
  for (const line of fieldLines(value)) {
    let at = skipListGap(line, 0)
    while (at < line.length) {
      const end = endOfToken(line, at)
      const next = skipSpace(line, end)
      if (end === at || (next < line.length && line[next] !== ',')) return null
      if (names.push(line.slice(at, end).toLowerCase()) > mostNames) return null
      at = skipListGap(line, next)
    }
  }
  return names
}
