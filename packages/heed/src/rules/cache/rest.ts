import type { Send } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { CacheControl } from '../../fields/cache-control.ts'
import { type EntityTag, parseEntityTag, writeEntityTag } from '../../fields/etag.ts'
import { matchesVaried } from '../../fields/vary.ts'
import type { Kept } from '../../keeping.ts'
import { dateMs } from './choose.ts'
import { isFresh } from './freshness.ts'
import { countedPart } from './held.ts'

/**
 * Asks for the rest of a kept part that begins at the first byte, where the whole is wanted. Only with a strong tag:
 * parts without one must not be joined (RFC 9110 section 15.3.7.3). If it has changed, If-Range brings the new whole.
 * Not for a caller who streams, since the kept bytes and those under way would be two bodies. Null: no such part is
 * kept.
 */
export function askForRest(
  exchange: Exchange,
  found: readonly Kept[],
  wishes: CacheControl,
  wallMs: number,
): Send | null {
  const { plan, request } = exchange
  if (plan.stream || request.method !== 'GET' || request.fields.range !== undefined || wishes.noCache) return null
  let latest: Kept | null = null
  for (const kept of found) {
    if (restFrom(kept, wallMs) === null || !matchesVaried(kept.head.varied, request.fields)) continue
    if (latest === null || dateMs(kept.head) > dateMs(latest.head)) latest = kept
  }
  const from = latest === null ? null : restFrom(latest, wallMs)
  if (latest === null || from === null) return null
  const fields = { range: `bytes=${from.firstByte}-`, 'if-range': writeEntityTag(from.tag) }
  return { do: 'send', fields, asked: [latest], completing: true }
}

/**
 * The first byte that is missing; null when the rest cannot be asked for. A part that lacks nothing never comes here.
 */
function restFrom({ head }: Kept, wallMs: number): { firstByte: number; tag: EntityTag } | null {
  if (head.part === null || head.noCache || !isFresh(head, wallMs)) return null
  const part = countedPart(head)
  // With a whole of unknown length nobody knows whether there is a rest.
  if (part === null || part.firstByte !== 0 || part.wholeBytes === null) return null
  const tag = parseEntityTag(head.fields.etag)
  return tag === null || tag.weak ? null : { firstByte: part.lastByte + 1, tag }
}
