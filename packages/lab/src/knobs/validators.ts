import type { Answer, ScriptFields } from '../script/answer.ts'
import type { Knobs } from './table.ts'

/** The answers that come before a success for those who send the validator that they got with it, or another one. */
export function conditional({ fields = {} }: Answer, knobs: Knobs, refusal: Answer): Answer[] {
  const { etag, 'last-modified': modified } = knobs
  const answers: Answer[] = []
  if (etag !== undefined) {
    answers.push({ ...refusal, when: { fields: { 'if-match': not(listing(etag, false)) } }, times: 'always' })
    for (const method of ['GET', 'HEAD'])
      answers.push(unchanged({ method, fields: { 'if-none-match': listing(etag, true) } }, fields))
  }
  if (modified !== undefined && !modified.startsWith('{')) {
    // RFC 9110 section 13.1.3: If-None-Match, where it is there, rules alone.
    const wanted = { 'if-none-match': null, 'if-modified-since': escaped(modified) }
    for (const method of ['GET', 'HEAD']) answers.push(unchanged({ method, fields: wanted }, fields))
  }
  return answers
}

/** RFC 9110 section 15.4.5: a 304 repeats what a cache needs of the fields that a 200 would have had. */
function unchanged(when: NonNullable<Answer['when']>, fields: ScriptFields): Answer {
  const names = ['etag', 'last-modified', 'cache-control', 'vary', 'expires', 'access-control-allow-origin']
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
  return { when, times: 'always', status: 304, fields: kept }
}

/** A pattern for a list of entity tags with this one in it, or `*`. Weak comparison takes `W/"a"` for `"a"`. */
function listing(etag: string, weakly: boolean): string {
  const opaque = escaped(etag.replace(/^W\//, ''))
  // RFC 9110 section 8.8.3.2: no weak tag equals anything by strong comparison.
  if (!weakly && etag.startsWith('W/')) return '\\*'
  const one = weakly ? `(?:W/)?${opaque}` : opaque
  return `\\*|(?:.*,)?\\s*${one}\\s*(?:,.*)?`
}

const not = (pattern: string): string => `(?!(?:${pattern})$).*`

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
