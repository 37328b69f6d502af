import { KNOBS } from './knobs.small.ts'
import type { Kind, Row, Verb } from './row.ts'

const KINDS: readonly Kind[] = ['informational', 'successful', 'redirection', 'client error', 'server error']

/** What only a cache, a reader or a client with credentials would ask. */
const UNASKED = { phrase: '', meaning: '' } as Omit<Row, 'code' | 'kind' | 'verb' | 'bodiless' | 'follow' | 'retry'>

/** The row of a status code, as far as its knobs go: no words, and nothing that only a cache asks. */
export function lookup(code: number): Row | null {
  const first = Math.trunc(code / 100)
  const kind = Number.isInteger(code) ? KINDS[first - 1] : undefined
  if (kind === undefined) return null
  return rowOf(code, kind, (KNOBS.get(code) ?? KNOBS.get(first) ?? '').split(' '))
}

function rowOf(code: number, kind: Kind, words: readonly string[]): Row {
  const has = (word: string): boolean => words.includes(word)
  const [verb, knob] = words as [Verb, string]
  return {
    ...UNASKED,
    code,
    kind,
    verb,
    bodiless: has('bodiless'),
    follow: verb === 'follow' ? { method: knob as 'keep' } : null,
    retry:
      verb === 'retry'
        ? {
            pace: knob as 'fault',
            whom: has('any') ? 'any' : 'repeatable',
            onlyWhenAsked: has('asked'),
            onceOnNewConnection: has('once'),
          }
        : null,
  }
}
