import type { Exchange } from '../../exchange.ts'
import { parseCacheDate } from '../../fields/cache-date.ts'
import { matchesWeakly, parseEntityTag, parseEntityTags } from '../../fields/etag.ts'
import type { KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'

/**
 * Does the caller have already what is kept, by the caller's own validators (RFC 9111 section 4.3.2)? If-None-Match
 * goes before If-Modified-Since, and neither counts where the kept answer is no success (RFC 9110 section 13.2).
 */
export function isUnchanged(fields: Exchange['request']['fields'], head: KeptHead): boolean {
  if (lookup(head.status)?.kind !== 'successful') return false
  const tags = fields['if-none-match']
  if (tags !== undefined) return hasTag(head.fields, tags)
  const since = fields['if-modified-since']
  const sinceMs = since === undefined ? null : parseCacheDate(since, head.answeredMs)
  return sinceMs !== null && changedMs(head) <= sinceMs
}

function hasTag(fields: FieldRecord, listed: string): boolean {
  const tags = parseEntityTags(listed)
  if (tags === '*') return true
  const own = parseEntityTag(fields.etag)
  return own !== null && tags.some(tag => matchesWeakly(tag, own))
}

/** When it last changed: Last-Modified, else Date, else when it came. Later than anything, when that cannot be read. */
function changedMs({ fields, answeredMs }: KeptHead): number {
  const said = fields['last-modified'] ?? fields.date
  if (said === undefined) return Math.floor(answeredMs / 1000) * 1000
  return parseCacheDate(said, answeredMs) ?? Number.POSITIVE_INFINITY
}

// RFC 9110 section 15.4.5.
const IN_A_304 = ['cache-control', 'content-location', 'date', 'etag', 'expires', 'vary'] as const

/** Of the kept fields, those that a 304 carries. Last-Modified only in place of an ETag. */
export function fieldsUnchanged(fields: FieldRecord): Record<string, string | readonly string[]> {
  const told: Record<string, string | readonly string[]> = {}
  for (const name of IN_A_304) {
    const value = fields[name]
    if (value !== undefined) told[name] = value
  }
  if (told.etag === undefined && fields['last-modified'] !== undefined) told['last-modified'] = fields['last-modified']
  return told
}
