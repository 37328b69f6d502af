import { MOST_SECONDS, parseDeltaSeconds } from './delta-seconds.ts'
import { parseFieldNames } from './field-names.ts'
import { endOfToken, type FieldLines, fieldLines, readValue, skipListGap, skipSpace } from './tokens.ts'

/**
 * The directives of Cache-Control, of a request or of an answer (RFC 9111 section 5.2, RFC 5861, RFC 8246). Seconds are whole
 * numbers of at most 2^31; null: the directive is absent. A number of seconds that cannot be read is 0, so that nothing is
 * fresh by it.
 */
export interface CacheControl {
  /** False: the field is not written as its grammar wants. `noStore` and `noCache` are then true, and no directive counts. */
  readonly readable: boolean
  readonly noStore: boolean
  /** Without field names; with them, see `noCacheFields`. */
  readonly noCache: boolean
  /** The fields, in lower case, that `no-cache="..."` names. */
  readonly noCacheFields: readonly string[]
  readonly maxAgeSeconds: number | null

  // Of an answer.
  readonly isPublic: boolean
  /** With field names or without. */
  readonly isPrivate: boolean
  readonly mustRevalidate: boolean
  readonly mustUnderstand: boolean
  readonly immutable: boolean
  readonly staleWhileRevalidateSeconds: number | null
  /** Of a request too (RFC 5861 section 4). */
  readonly staleIfErrorSeconds: number | null

  // Of a request.
  readonly onlyIfCached: boolean
  /** `Infinity`: however stale it is. */
  readonly maxStaleSeconds: number | null
  readonly minFreshSeconds: number | null
}

class Directives implements CacheControl {
  readonly readable: boolean
  noStore: boolean
  noCache: boolean
  readonly noCacheFields: string[] = []
  maxAgeSeconds: number | null = null
  isPublic = false
  isPrivate = false
  mustRevalidate = false
  mustUnderstand = false
  immutable = false
  staleWhileRevalidateSeconds: number | null = null
  staleIfErrorSeconds: number | null = null
  onlyIfCached = false
  maxStaleSeconds: number | null = null
  minFreshSeconds: number | null = null

  constructor(readable: boolean) {
    this.readable = readable
    this.noStore = !readable
    this.noCache = !readable
  }
}

const NO_DIRECTIVES: CacheControl = Object.freeze(new Directives(true))
const UNREADABLE: CacheControl = Object.freeze(new Directives(false))
const mostDirectives = 128

/**
 * Reads Cache-Control; several lines are one list. What nobody knows is passed over, as is an argument that a restriction is
 * not defined to have; a permission with such an argument does not count.
 *
 * A field that is not written as its grammar wants (a space around `=`, a missing argument, an empty list of names, anything
 * but a comma between two directives), or has more than 128 directives, is not readable as a whole: what was meant to forbid
 * something may be in the part that cannot be read.
 *
 * A number of seconds that comes twice with two values is 0: a cache is encouraged to take that for stale (RFC 9111 section
 * 4.2.1).
 */
export function parseCacheControl(value: FieldLines): CacheControl {
  if (value === null || value === undefined) return NO_DIRECTIVES
  const found = new Directives(true)
  let count = 0
  for (const line of fieldLines(value)) {
    count = readLine(found, line, count)
    if (count === -1) return UNREADABLE
  }
  return found
}

/** Notes the directives of one line, `before` of which came already; gives how many there are now, -1: it cannot be read. */
function readLine(found: Directives, line: string, before: number): number {
  let count = before
  let at = skipListGap(line, 0)
  while (at < line.length) {
    const nameEnd = endOfToken(line, at)
    count += 1
    if (nameEnd === at || count > mostDirectives) return -1
    const piece = line[nameEnd] === '=' ? readValue(line, nameEnd + 1, ',') : undefined
    if (piece === null || !take(found, line.slice(at, nameEnd).toLowerCase(), piece?.value ?? null)) return -1
    at = skipSpace(line, piece?.end ?? nameEnd)
    if (at < line.length && line[at] !== ',') return -1
    at = skipListGap(line, at)
  }
  return count
}

/** Notes one directive; false: its argument cannot be read. */
function take(found: Directives, name: string, argument: string | null): boolean {
  switch (name) {
    case 'max-age':
      found.maxAgeSeconds = once(found.maxAgeSeconds, seconds(argument))
      break
    case 'no-store':
      found.noStore = true
      break
    case 'no-cache':
      return takeNames(found, argument)
    case 'must-revalidate':
      found.mustRevalidate = true
      break
    case 'private':
      found.isPrivate = true
      return argument === null || namesIn(argument) !== null
    case 'stale-while-revalidate':
      found.staleWhileRevalidateSeconds = once(found.staleWhileRevalidateSeconds, seconds(argument))
      break
    case 'stale-if-error':
      found.staleIfErrorSeconds = once(found.staleIfErrorSeconds, seconds(argument))
      break
    case 'max-stale':
      found.maxStaleSeconds = once(
        found.maxStaleSeconds,
        argument === null ? Number.POSITIVE_INFINITY : seconds(argument),
      )
      break
    case 'min-fresh':
      found.minFreshSeconds = Math.max(found.minFreshSeconds ?? 0, parseDeltaSeconds(argument ?? '') ?? MOST_SECONDS)
      break
    default:
      if (argument === null) takePermission(found, name)
  }
  return true
}

function takePermission(found: Directives, name: string): void {
  if (name === 'public') found.isPublic = true
  else if (name === 'immutable') found.immutable = true
  else if (name === 'must-understand') found.mustUnderstand = true
  else if (name === 'only-if-cached') found.onlyIfCached = true
}

const seconds = (argument: string | null): number => parseDeltaSeconds(argument ?? '') ?? 0

const once = (before: number | null, now: number): number => (before === null || before === now ? now : 0)

function takeNames(found: Directives, argument: string | null): boolean {
  if (argument === null) {
    found.noCache = true
    return true
  }
  const names = namesIn(argument)
  if (names === null) return false
  found.noCacheFields.push(...names)
  return true
}

/** `1#field-name`: null when there is none (RFC 9111 sections 5.2.2.4 and 5.2.2.7). */
function namesIn(argument: string): readonly string[] | null {
  const names = parseFieldNames(argument)
  return names === null || names.length === 0 ? null : names
}
