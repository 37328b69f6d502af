import type { Exchange } from '../../exchange.ts'
import { matchesVaried } from '../../fields/vary.ts'
import type { Kept, KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { isOk } from '../../status/own.ts'
import { mayReplace, updated } from './update.ts'

const NONE: readonly Kept[] = Object.freeze([])
const VALIDATORS = ['etag', 'last-modified'] as const

/**
 * What a HEAD that was answered with a 200 says of kept answers to GET (RFC 9111 section 4.3.5): their heads brought up
 * to date, or null when one of them is no longer what the server would send. Any other status says nothing of them.
 */
export function headed(
  exchange: Exchange,
  status: number,
  fields: FieldRecord,
  wallMs: number,
): readonly Kept[] | null {
  const { cache, request } = exchange
  if (cache === null || request.method !== 'HEAD' || !isOk(status)) return NONE
  const fresher: Kept[] = []
  for (const { id, head } of cache.found) {
    if (!matchesVaried(head.varied, request.fields)) continue
    if (!isOfSame(head, fields)) return null
    const newer = updated(exchange, head, fields, wallMs, false)
    if (newer !== null && mayReplace(head, newer)) fresher.push({ id, head: newer })
  }
  return fresher
}

/** Only what the HEAD says is compared. */
function isOfSame(head: KeptHead, fields: FieldRecord): boolean {
  if (lookup(head.status)?.kind !== 'successful') return false
  for (const name of VALIDATORS) {
    if (fields[name] !== undefined && String(fields[name]) !== String(head.fields[name])) return false
  }
  const said = fields['content-length']
  const length = lengthOf(head)
  return said === undefined || length === null || String(said) === length
}

/** The Content-Length of the whole; null when it is not known, as of a coded body that came without one. */
function lengthOf({ part, fields, bodyBytes }: KeptHead): string | null {
  if (part !== null) return part.wholeBytes === null ? null : String(part.wholeBytes)
  if (fields['content-length'] !== undefined) return String(fields['content-length'])
  return fields['content-encoding'] === undefined ? String(bodyBytes) : null
}
