import type { Exchange } from '../../exchange.ts'
import { type CacheControl, parseCacheControl } from '../../fields/cache-control.ts'
import { parseCacheDate } from '../../fields/cache-date.ts'
import { parseEntityTag } from '../../fields/etag.ts'
import { resolveLocation, sameOrigin } from '../../fields/location.ts'
import { matchesVaried, parseVary } from '../../fields/vary.ts'
import type { Keeping, Kept, KeptHead } from '../../keeping.ts'
import type { FieldRecord, WireRequest } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import type { Row } from '../../status/row.ts'
import { type Freshness, freshness } from './freshness.ts'
import { type Keepable, keepablePart, NO_ORDER } from './keep-part.ts'
import { keptFields } from './kept-fields.ts'
import { isCredential } from './whose.ts'

export { outdated } from './outdated.ts'
export { whose } from './whose.ts'

const MOST_VARIED = 16
const MOST_VARIANTS = 8
const NOT_VARIED: Readonly<Record<string, null>> = Object.freeze({})
/** What makes an error an answer to one request alone, not to the address. */
const OF_ONE_REQUEST = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const

/**
 * Whether a private cache keeps this answer (RFC 9111 section 3), and as what; the reason why not, as text. `hasBody`: its body
 * is being read. `wallMs` is the date when its head came, `exchange.tookMs` how long that took.
 *
 * The head tells the length of the body of a part, and 0 for any other body, which is still to come.
 */
export function keep(
  exchange: Exchange,
  status: number,
  statusText: string,
  fields: FieldRecord,
  hasBody: boolean,
  wallMs: number,
): Keeping | string {
  const { request, cache } = exchange
  const row = lookup(status)
  if (row === null) return 'not kept: its status code is not a valid one'
  if (cache === null || cache.whose === null) return 'not kept: the request passes by the cache'
  const unfit = unfitRequest(request, row) ?? unfitAnswer(row, hasBody)
  if (unfit !== null) return `not kept: ${unfit}`
  const plain = { status, statusText, fields, part: null, bodyBytes: 0, onto: null, order: NO_ORDER }
  const keepable: Keepable | string = row.partial ? keepablePart(exchange, status, statusText, fields) : plain
  if (typeof keepable === 'string') return `not kept: ${keepable}`
  const control = parseCacheControl(keepable.fields['cache-control'])
  const askedMs = Math.floor(wallMs - exchange.tookMs)
  const fresh = freshness(row, keepable.fields, askedMs, wallMs, control)
  const useless = forbidden(row, control) ?? unusable(row, keepable.fields, control, fresh, wallMs)
  if (useless !== null) return `not kept: ${useless}`
  if (leadsAstray(row, request, fields, control)) return 'not kept: it leads to another origin, and no time was given'
  const varied = variedBy(keepable.fields, request)
  if (typeof varied === 'string') return `not kept: ${varied}`
  const kept = keptFields(keepable.fields, control)
  if (kept === null) return 'not kept: its Connection takes away what the answer cannot be understood without'
  const { onto, order } = keepable
  return {
    head: headOf({ ...keepable, fields: kept }, varied, fresh, askedMs, wallMs, hasBody || row.bodiless),
    onto,
    order,
    replaces: replacedBy(request, cache.found),
    reason: reasonFor(keepable.fields, control, fresh),
  }
}

function unfitRequest(request: WireRequest, row: Row): string | null {
  const { method, body, fields } = request
  if (method !== 'GET') return `only answers to GET are, and this one is to ${method}`
  if (body !== null) return 'the request has a body, which the answer may depend on'
  if (fields['cache-control'] !== undefined && parseCacheControl(fields['cache-control']).noStore) {
    return 'the request forbids it (no-store)'
  }
  const isError = row.kind === 'client error' || row.kind === 'server error'
  const isForOne = isError && OF_ONE_REQUEST.some(name => Object.hasOwn(fields, name))
  return isForOne ? 'an error that may come of the range or condition in this request' : null
}

function unfitAnswer(row: Row, hasBody: boolean): string | null {
  if (row.kind === 'informational' || row.verb === 'reuse') return `a ${row.code} says nothing by itself`
  if (row.neverStore) return `a ${row.code} is for this moment only`
  const mayLackBody = row.bodiless || row.follow !== null
  return hasBody || mayLackBody ? null : 'its body was not read'
}

/** RFC 9111 sections 5.2.2.5 and 5.2.2.3. */
function forbidden(row: Row, control: CacheControl): string | null {
  if (!control.readable) return 'its Cache-Control cannot be read, and may forbid it'
  if (control.mustUnderstand) {
    return row.registration === 'assigned' ? null : `the server wants a ${row.code} understood (must-understand)`
  }
  return control.noStore ? 'the server forbids it (no-store)' : null
}

/** Nothing permits it (RFC 9111 section 3), or it could never be used. */
function unusable(
  row: Row,
  fields: FieldRecord,
  control: CacheControl,
  fresh: Freshness,
  wallMs: number,
): string | null {
  const { freshMs, staleWhileRevalidateMs, staleIfErrorMs, noCache } = fresh
  const isTimed = control.maxAgeSeconds !== null || fields.expires !== undefined
  if (!row.cacheable && !isTimed && !control.isPublic && !control.isPrivate) {
    return `a ${row.code} is only when the server says so`
  }
  // What may be gone with the next attempt is worth nothing once it has to be asked for again.
  if (row.retry !== null && (freshMs === 0 || noCache)) return `a ${row.code} is only while it is fresh`
  const hasTime = freshMs > 0 || staleWhileRevalidateMs > 0 || staleIfErrorMs > 0
  if (hasTime && !noCache) return null
  const hasValidator = parseEntityTag(fields.etag) !== null || parseCacheDate(fields['last-modified'], wallMs) !== null
  if (hasValidator) return null
  return noCache ? 'it has to be validated, and has nothing to do that with' : 'it is not fresh, and has no validator'
}

/** A forged redirect would stay for as long as it is kept, so one to elsewhere is only when the server gives a time. */
function leadsAstray(row: Row, { url }: WireRequest, fields: FieldRecord, control: CacheControl): boolean {
  if (row.follow === null || control.maxAgeSeconds !== null || fields.expires !== undefined) return false
  const location = typeof fields.location === 'string' ? resolveLocation(fields.location, url) : null
  return location === null || !sameOrigin(location, url)
}

/** What the request had in the fields that Vary names. Credentials are left out: answers are kept apart by them anyway. */
function variedBy(fields: FieldRecord, request: WireRequest): KeptHead['varied'] | string {
  if (fields.vary === undefined) return NOT_VARIED
  const names = parseVary(fields.vary)
  if (names === '*') return 'no request says all that it depends on (Vary: *)'
  if (names.length > MOST_VARIED) return `it depends on more than ${MOST_VARIED} request fields (Vary)`
  const varied = names.filter(name => !isCredential(name))
  return Object.fromEntries(
    varied.map(name => [name, Object.hasOwn(request.fields, name) ? (request.fields[name] ?? null) : null]),
  )
}

function headOf(
  { status, statusText, fields, part, bodyBytes }: Keepable,
  varied: KeptHead['varied'],
  fresh: Freshness,
  askedMs: number,
  answeredMs: number,
  hasBody: boolean,
): KeptHead {
  return { status, statusText, fields, varied, askedMs, answeredMs, ...fresh, part, hasBody, bodyBytes }
}

/** What would have been chosen for this request, and the oldest variants beyond eight. `found` has the latest first. */
function replacedBy(request: WireRequest, found: readonly Kept[]): Kept['id'][] {
  const others: Kept['id'][] = []
  const replaced: Kept['id'][] = []
  for (const { id, head } of found) {
    const isSame = matchesVaried(head.varied, request.fields)
    if (!isSame && others.length < MOST_VARIANTS - 1) others.push(id)
    else replaced.push(id)
  }
  return replaced
}

function reasonFor(fields: FieldRecord, control: CacheControl, { freshMs, noCache }: Freshness): string {
  if (noCache) return 'kept, to be validated before each use (no-cache)'
  if (freshMs === 0) return 'kept, to be validated: it is not fresh'
  const isGuess = control.maxAgeSeconds === null && fields.expires === undefined
  const forSeconds = `kept, fresh for ${Math.floor(freshMs / 1000)} s`
  return isGuess ? `${forSeconds}, by a guess from when it last changed` : forSeconds
}
