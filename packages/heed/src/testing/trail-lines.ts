import type { Trail, TrailEntry } from '../trail.ts'

/** An entry of a trail in a few words. The number of a wait is in milliseconds. */
function lineOf(entry: TrailEntry): string {
  switch (entry.what) {
    case 'send':
      return `send ${entry.method} ${entry.url}`
    case 'note':
    case 'answer':
      return `${entry.what} ${entry.status} ${entry.phrase}`
    case 'fault':
      return `fault ${entry.fault}`
    case 'wait':
      return `wait ${Math.round(entry.waitMs)} ms ${entry.source}`
    case 'hop':
      return `hop ${entry.status} ${entry.method} ${entry.url}`
    case 'cache':
      return `cache ${entry.is} ${entry.status} ${entry.phrase}`
    case 'join':
      return `join ${Math.round(entry.waitedMs)} ms`
    case 'renew':
    case 'end':
      return `${entry.what} ${entry.outcome}`
  }
}

/**
 * A trail as short lines, one for each entry: `send GET https://api.test/a`, `note 103 Early Hints`, `answer 503 Service Unavailable`, `fault reset`,
 * `wait 2000 ms retry-after`, `hop 307 GET https://api.test/b`, `cache hit 200 OK`, `join 40 ms`, `renew renewed`, `end delivered`.
 *
 * @param options `times`: each line ends with when it was, in whole milliseconds since the call began: `at 2001 ms`. Default false.
 */
export function trailLines(trail: Trail, { times = false }: { readonly times?: boolean } = {}): string[] {
  return trail.map(entry => lineOf(entry).trimEnd() + (times ? ` at ${Math.round(entry.atMs)} ms` : ''))
}
