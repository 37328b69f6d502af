import type { Exchange } from '../../exchange.ts'
import { parseCacheControl } from '../../fields/cache-control.ts'
import { formatHttpDate } from '../../fields/http-date.ts'
import type { KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { freshness } from './freshness.ts'
import { keptFields } from './kept-fields.ts'

/**
 * What stays as it was kept: Content-Length (RFC 9111 section 3.2), and the two that have already been acted on, since
 * the body is kept decoded and cut to its part. All others are replaced, Content-Type too: the prefix says nothing (the
 * same section).
 */
const OF_THE_BODY = ['content-length', 'content-encoding', 'content-range'] as const

/**
 * A kept head with the fields of a newer answer about the same body (RFC 9111 sections 3.2 and 4.3.4), and with their
 * freshness. `keepsTag`: its ETag stays as well. Null when the newer answer's Connection cannot be read.
 */
export function updated(
  exchange: Exchange,
  head: KeptHead,
  newer: FieldRecord,
  wallMs: number,
  keepsTag: boolean,
): KeptHead | null {
  const row = lookup(head.status)
  const control = parseCacheControl(newer['cache-control'] ?? head.fields['cache-control'])
  const arrived = keptFields(newer, control)
  if (row === null || arrived === null) return null
  // The age goes with the answer that it came with; without a Date it was made when it came (RFC 9110 section 6.6.1).
  const { age: _age, ...before } = head.fields
  const fields: Record<string, string | readonly string[]> = { ...before, date: formatHttpDate(wallMs), ...arrived }
  for (const name of OF_THE_BODY) restore(fields, head, name)
  if (keepsTag) restore(fields, head, 'etag')
  const askedMs = Math.floor(wallMs - exchange.tookMs)
  const fresh = freshness(row, fields, askedMs, wallMs, control)
  return { ...head, ...fresh, fields, askedMs, answeredMs: wallMs }
}

function restore(fields: Record<string, string | readonly string[]>, head: KeptHead, name: string): void {
  const before = head.fields[name]
  if (before === undefined) delete fields[name]
  else fields[name] = before
}

/**
 * May the newer head take the place of the kept one? Not where the server forbids it now, or answers by other request
 * fields.
 */
export function mayReplace(before: KeptHead, after: KeptHead): boolean {
  const isAsVaried = String(before.fields.vary ?? '') === String(after.fields.vary ?? '')
  return isAsVaried && !parseCacheControl(after.fields['cache-control']).noStore
}
