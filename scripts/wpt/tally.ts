/** What became of one file with each fetch, as the record has it. */
import type { Played } from './play.ts'

export interface FileTally {
  /** Those that can be asked here. */
  readonly subtests: number
  /** Those that cannot: how many want a thing of browsers, by its name. */
  readonly needs?: Readonly<Record<string, number>>
  /** Subtests that not every fetch passed: a mark for each, `-` where it did not come to that subtest. */
  readonly notPassed: Readonly<Record<string, string>>
}

/** Objects of browsers that the suite asks for and Node has not. Whatever else is missing is a failure. */
const OF_BROWSERS: ReadonlySet<string> = new Set(['document', 'XMLHttpRequest', 'FileReader', 'caches', 'MediaSource'])

/** What a failure wants, where it says that this is not there. */
function wanted(message: string): string | null {
  const name = /\b(\w+) is not defined/.exec(message)?.[1] ?? ''
  return OF_BROWSERS.has(name) ? name : null
}

/** What no fetch could be asked, since all of them miss the same. */
function missing(name: string, rounds: readonly Played[]): string | null {
  const [first = null, ...others] = rounds.map(played => {
    const outcome = played.get(name)
    return outcome === undefined || outcome.mark === 'p' ? null : wanted(outcome.message)
  })
  return others.every(each => each === first) ? first : null
}

export function tally(rounds: readonly Played[]): FileTally {
  const names = new Set(rounds.flatMap(played => [...played.keys()]))
  const needs: Record<string, number> = {}
  const notPassed: Record<string, string> = {}
  let subtests = 0
  for (const name of names) {
    const lacks = missing(name, rounds)
    if (lacks !== null) {
      needs[lacks] = (needs[lacks] ?? 0) + 1
      continue
    }
    subtests += 1
    const marks = rounds.map(played => played.get(name)?.mark ?? '-').join('')
    if (/[^p]/.test(marks)) notPassed[name] = marks
  }
  return { subtests, ...(Object.keys(needs).length > 0 && { needs }), notPassed }
}
