import type { SchemaIssue } from '../standard-schema.ts'

const MOST_QUOTED = 200

// Control characters, line ends, and marks that turn the direction of the text around them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g

/** Words of others, safe to print: one line, no control characters, not endless. */
export function oneLine(words: string): string {
  const line = words
    .slice(0, 2 * MOST_QUOTED)
    .replace(UNPRINTABLE, ' ')
    .trim()
    .toWellFormed()
  return line.length > MOST_QUOTED ? `${line.slice(0, MOST_QUOTED).toWellFormed()}…` : line
}

/** The same in quotation marks, for the middle of a sentence. */
export const quoted = (words: string): string => `"${oneLine(words).replace(/\.$/, '')}"`

/** One complaint of a schema, with where it is. */
export function issueLine(issue: SchemaIssue): string {
  const path = (issue.path ?? []).map(step => String(typeof step === 'object' ? step.key : step)).join('.')
  return oneLine(path === '' ? issue.message : `${path}: ${issue.message}`)
}
