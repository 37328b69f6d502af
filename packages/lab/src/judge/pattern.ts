import type { FieldLines } from '../log/entry.ts'
import { fieldFits, fieldValue } from '../script/field.ts'
import { quoted } from './words.ts'

/** Expected field values by lower-case name: regular expressions for the whole value; null: the field is absent. */
export type Patterns = Readonly<Record<string, string | null>>

/** What is wrong with the fields, one entry a field; empty: nothing. */
export function fieldFaults(lines: FieldLines, patterns: Patterns): readonly string[] {
  return Object.entries(patterns).flatMap(([name, pattern]) => {
    const value = fieldValue(lines, name)
    if (fieldFits(value, pattern)) return []
    return value === null ? [`there was no ${name}`] : [`${name} was ${quoted(value)}`]
  })
}
