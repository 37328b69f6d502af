import { parseFieldNames } from './field-names.ts'
import { type FieldLines, trimSpace } from './tokens.ts'

/**
 * The request fields that Vary names (RFC 9110 section 12.5.5), in lower case, each once; none when it is absent.
 *
 * `*` when it says so anywhere, and when it cannot be read: the answer may then depend on anything.
 */
export function parseVary(value: FieldLines): '*' | readonly string[] {
  const names = parseFieldNames(value)
  if (names === null || names.includes('*')) return '*'
  return names.length > 1 ? [...new Set(names)] : names
}

/**
 * Whether a request has the fields that an answer was chosen by (RFC 9111 section 4.1). `varied` is what the first request had
 * in them; null: the field was absent, and has to be absent again.
 */
export function matchesVaried(
  varied: Readonly<Record<string, string | null>>,
  fields: Readonly<Record<string, string>>,
): boolean {
  for (const name in varied) {
    if (!Object.hasOwn(varied, name)) continue
    const first = varied[name] ?? null
    const now = Object.hasOwn(fields, name) ? (fields[name] ?? null) : null
    if (first === now) continue
    if (first === null || now === null || normal(name, first) !== normal(name, now)) return false
  }
  return true
}

/**
 * A value as it compares: spaces around commas do not count, and in Accept-Language neither case nor the order of the
 * members, which servers are not to rely on (RFC 9110 section 12.5.4).
 */
function normal(name: string, value: string): string {
  const members = splitMembers(value)
  return name === 'accept-language' ? members.join(',').toLowerCase().split(',').sort().join(',') : members.join(',')
}

/** What stands between the commas outside quoted strings, without the spaces around it. */
function splitMembers(value: string): string[] {
  const members: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at]
    if (character === '"') quoted = !quoted
    else if (character === '\\' && quoted) at += 1
    else if (character === ',' && !quoted) {
      members.push(trimSpace(value.slice(start, at)))
      start = at + 1
    }
  }
  members.push(trimSpace(value.slice(start)))
  return members
}
