import { parseAge } from '../../fields/age.ts'
import { type CacheControl, parseCacheControl } from '../../fields/cache-control.ts'
import { parseCacheDate } from '../../fields/cache-date.ts'
import type { KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import type { Row } from '../../status/row.ts'

/** What a kept answer's head says about time. */
export type Freshness = Pick<
  KeptHead,
  'bornMs' | 'freshMs' | 'staleWhileRevalidateMs' | 'staleIfErrorMs' | 'noCache' | 'mustRevalidate' | 'immutable'
>

// RFC 9111 section 4.2.2 suggests a tenth of the time since the last change, and wants caches to be careful with long guesses.
const HEURISTIC_SHARE = 0.1
const MOST_HEURISTIC_MS = 24 * 60 * 60 * 1000

/**
 * How old an answer is and how long it is fresh, for a private cache (RFC 9111 section 4.2), from its row, its fields and the
 * dates in ms when the request went out and its head came. What is for shared caches alone (s-maxage, proxy-revalidate) is left
 * out. An answer that may never be used stale has no time for it either.
 */
export function freshness(
  row: Row,
  fields: FieldRecord,
  askedMs: number,
  answeredMs: number,
  control: CacheControl = parseCacheControl(fields['cache-control']),
): Freshness {
  const dateMs = parseCacheDate(fields.date, answeredMs)
  const noCache = control.noCache || control.noCacheFields.some(isRead) || pragmaSaysNoCache(fields)
  const { mustRevalidate, immutable } = control
  // RFC 9111 section 4.2.4: what these forbid, no extension allows.
  const neverStale = noCache || mustRevalidate
  return {
    bornMs: answeredMs - initialAgeMs(fields, dateMs, askedMs, answeredMs),
    freshMs: lifetimeMs(row, fields, control, dateMs ?? answeredMs),
    staleWhileRevalidateMs: neverStale ? 0 : (control.staleWhileRevalidateSeconds ?? 0) * 1000,
    staleIfErrorMs: neverStale ? 0 : (control.staleIfErrorSeconds ?? 0) * 1000,
    noCache,
    mustRevalidate,
    immutable,
  }
}

/** RFC 9111 section 4.2.3. A Date that is missing or unreadable says nothing about the age. */
function initialAgeMs(fields: FieldRecord, dateMs: number | null, askedMs: number, answeredMs: number): number {
  const apparentMs = dateMs === null ? 0 : Math.max(0, answeredMs - dateMs)
  const delayMs = Math.max(0, answeredMs - askedMs)
  return Math.max(apparentMs, (parseAge(fields.age) ?? 0) * 1000 + delayMs)
}

/** RFC 9111 section 4.2.1: max-age before Expires, either before a guess. */
function lifetimeMs(row: Row, fields: FieldRecord, control: CacheControl, dateMs: number): number {
  if (control.maxAgeSeconds !== null) return control.maxAgeSeconds * 1000
  if (fields.expires !== undefined) {
    // One that cannot be read lies in the past (RFC 9111 section 5.3).
    const expiresMs = parseCacheDate(fields.expires, dateMs)
    return expiresMs === null ? 0 : Math.max(0, expiresMs - dateMs)
  }
  // What has moved for good need not be asked about for a while, though no time is given (RFC 9110 section 15.4.2).
  if (row.cacheable && row.follow !== null) return guessMs(fields, dateMs) || MOST_HEURISTIC_MS
  return row.cacheable || control.isPublic ? guessMs(fields, dateMs) : 0
}

/** RFC 9111 section 4.2.2: what has not changed for long will hardly change soon. */
function guessMs(fields: FieldRecord, dateMs: number): number {
  const changedMs = parseCacheDate(fields['last-modified'], dateMs)
  if (changedMs === null || changedMs >= dateMs) return 0
  return Math.min(Math.floor((dateMs - changedMs) * HEURISTIC_SHARE), MOST_HEURISTIC_MS)
}

/** Nobody specified it (RFC 9111 section 5.4), but without Cache-Control it is how old servers say it. */
function pragmaSaysNoCache(fields: FieldRecord): boolean {
  return (
    fields.pragma !== undefined && fields['cache-control'] === undefined && parseCacheControl(fields.pragma).noCache
  )
}

const READ: ReadonlySet<string> = new Set([
  ...['age', 'cache-control', 'date', 'etag', 'expires', 'last-modified', 'pragma', 'vary'],
  ...['location', 'content-encoding', 'content-language', 'content-length', 'content-location', 'content-range'],
  ...['content-type'],
])

/** Whether a cache, or who reads the body, needs this field to understand an answer: without it the rest is another answer. */
export function isRead(name: string): boolean {
  return READ.has(name)
}

/** How old a kept answer is at a date, in ms. A clock that went back makes it no younger than it came. */
export function ageMs(head: KeptHead, wallMs: number): number {
  return Math.max(wallMs, head.answeredMs) - head.bornMs
}

/**
 * Whether a kept answer is fresh at a date (RFC 9111 section 4.2): its age only, whatever `noCache` says. With a clock that
 * went back nobody knows, so it is stale.
 */
export function isFresh(head: KeptHead, wallMs: number): boolean {
  return wallMs >= head.answeredMs && wallMs - head.bornMs < head.freshMs
}
