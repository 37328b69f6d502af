import type { FieldLines } from '../log/entry.ts'
import { quoted } from './words.ts'

/** Expected field values by lower-case name: regular expressions for the whole value; null: the field is absent. */
export type Patterns = Readonly<Record<string, string | null>>

/** Does the whole value match? Case counts. */
function matchesWhole(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(value)
}

/** The value of a field, its lines joined with `, ` (RFC 9110 section 5.3); null: there is none. Names have no case. */
export function fieldValue(lines: FieldLines, name: string): string | null {
  const values = lines.filter(([given]) => given.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  return values.length === 0 ? null : values.join(', ')
}

/** What is wrong with the fields, one entry a field; empty: nothing. */
export function fieldFaults(lines: FieldLines, patterns: Patterns): readonly string[] {
  return Object.entries(patterns).flatMap(([name, pattern]) => {
    const value = fieldValue(lines, name)
    if (pattern === null) return value === null ? [] : [`${name} was ${quoted(value)}`]
    if (value === null) return [`there was no ${name}`]
    return matchesWhole(pattern, value) ? [] : [`${name} was ${quoted(value)}`]
  })
}
