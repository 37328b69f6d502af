import type { Trail } from '../trail.ts'
import { trailLines } from './trail-lines.ts'

/** A trail is not as it was wanted. The message shows where: `-` was wanted and is not there, `+` is there and was not wanted. */
export class TrailError extends Error {
  readonly expected: readonly string[]
  readonly actual: readonly string[]

  constructor(expected: readonly string[], actual: readonly string[]) {
    super(['The trail is not as wanted (- wanted, + seen):', ...difference(expected, actual)].join('\n'))
    this.expected = expected
    this.actual = actual
  }

  override get name(): string {
    return 'TrailError'
  }
}

/**
 * Holds a trail against lines as `trailLines` gives them, in order and all of them. A line may stop after any word, and then says nothing
 * of the rest: `send`, `answer 503`, `wait 2000 ms`. The last line, `end`, may be left out.
 *
 *   expectTrail(answer.trail, ['send', 'answer 503', 'wait', 'send', 'answer 200'])
 *
 * @throws {TrailError} it is another one
 */
export function expectTrail(trail: Trail, wanted: readonly string[]): void {
  const lines = trailLines(trail)
  const seen = isLine('end', lines.at(-1)) && !isLine('end', wanted.at(-1)) ? lines.slice(0, -1) : lines
  const same = seen.length === wanted.length && wanted.every((line, at) => isLine(line, seen[at]))
  if (!same) throw new TrailError(wanted, seen)
}

/** The line is this one, or goes on where this one stops. */
const isLine = (wanted: string, line: string | undefined): boolean =>
  line === wanted || (line?.startsWith(`${wanted} `) ?? false)

/** Both in one list with as many lines in common as there are. */
function difference(wanted: readonly string[], seen: readonly string[]): string[] {
  // common[w][s]: how many lines the rest of both has in common, from these places on.
  const common = Array.from({ length: wanted.length + 1 }, () => new Array<number>(seen.length + 1).fill(0))
  const at = (w: number, s: number): number => common[w]?.[s] ?? 0
  for (let w = wanted.length - 1; w >= 0; w--) {
    for (let s = seen.length - 1; s >= 0; s--) {
      const same = isLine(wanted[w] ?? '', seen[s])
      const row = common[w] as number[]
      row[s] = same ? at(w + 1, s + 1) + 1 : Math.max(at(w + 1, s), at(w, s + 1))
    }
  }
  const lines: string[] = []
  let [w, s] = [0, 0]
  while (w < wanted.length || s < seen.length) {
    const [want, saw] = [wanted[w], seen[s]]
    if (want !== undefined && isLine(want, saw)) {
      lines.push(`    ${saw}`)
      w += 1
      s += 1
    } else if (saw === undefined || (want !== undefined && at(w + 1, s) >= at(w, s + 1))) {
      lines.push(`  - ${want}`)
      w += 1
    } else {
      lines.push(`  + ${saw}`)
      s += 1
    }
  }
  return lines
}
