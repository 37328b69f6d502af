/** What a test file says of itself in lines such as `// META: script=/common/utils.js`. */

export interface Meta {
  /** Scripts that come before it, as the file names them. */
  readonly scripts: readonly string[]
  /** Where it is meant to run. */
  readonly globals: readonly string[]
  /** Queries with which it is played, once for each. */
  readonly variants: readonly string[]
  readonly title: string | null
  /** Has a minute instead of ten seconds. */
  readonly long: boolean
}

const LINE = /^\/\/\s*META:\s*(\w+)=(.*)$/
/** Of a file that names none. */
const DEFAULT_GLOBALS = 'window,dedicatedworker'

/** Only lines before the first that is neither empty nor a comment count. */
export function metaOf(source: string): Meta {
  const said: Record<string, string[]> = {}
  for (const line of source.split(/\r?\n/)) {
    if (line.trim() === '') continue
    if (!line.startsWith('//')) break
    const [, key, value] = LINE.exec(line) ?? []
    if (key !== undefined && value !== undefined) said[key] = [...(said[key] ?? []), value.trim()]
  }
  return {
    scripts: said.script ?? [],
    globals: (said.global?.at(-1) ?? DEFAULT_GLOBALS).split(',').map(each => each.trim()),
    variants: said.variant ?? [''],
    title: said.title?.at(-1) ?? null,
    long: said.timeout?.at(-1) === 'long',
  }
}

/** Where it is played as: in a worker if it may be in one, since Node has no more of a window than a worker has. */
export const playedAs = ({ globals }: Meta, path: string): 'window' | 'worker' =>
  !path.includes('.window.') && globals.some(each => each.endsWith('worker')) ? 'worker' : 'window'
