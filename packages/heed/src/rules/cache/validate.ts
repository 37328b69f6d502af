import type { Send } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import { parseEntityTag, writeEntityTag } from '../../fields/etag.ts'
import { onlyLine } from '../../fields/tokens.ts'
import { matchesVaried } from '../../fields/vary.ts'
import type { Kept } from '../../keeping.ts'
import { lookup } from '../../status/lookup.ts'
import { heldFor } from './held.ts'

/** More would make a request that servers refuse for its size. */
const MOST_TAGS = 16

/**
 * Asks the server whether what is kept is still good (RFC 9111 section 4.3.1): by all entity tags that could answer
 * this request, those of other variants too, the chosen one first; and by the chosen one's Last-Modified. Null: nothing
 * kept has a validator.
 */
export function askWhetherChanged(exchange: Exchange, found: readonly Kept[], chosen: Kept | null): Send | null {
  // Not its Date in place of a Last-Modified: that says when it was sent, not that it has not changed since.
  const since = chosen === null || !isSuccess(chosen) ? null : onlyLine(chosen.head.fields['last-modified'])
  const tags = new Map<string, Kept>()
  if (chosen !== null) addTag(tags, chosen)
  // A server that reads If-None-Match passes over If-Modified-Since (RFC 9110 section 13.1.3), so tags of others would
  // cost the chosen one its only validator.
  if (since === null || tags.size > 0) addOthers(exchange, found, tags)
  const fields: Record<string, string> = {}
  if (tags.size > 0) fields['if-none-match'] = [...tags.keys()].join(', ')
  if (since !== null) fields['if-modified-since'] = since
  const asked = tags.size > 0 ? [...tags.values()] : chosen === null || since === null ? [] : [chosen]
  return asked.length === 0 ? null : { do: 'send', fields, asked, completing: false }
}

/** A condition changes nothing but a success (RFC 9110 section 13.2.1), so only such an answer can be confirmed. */
const isSuccess = (kept: Kept): boolean => lookup(kept.head.status)?.kind === 'successful'

function addTag(tags: Map<string, Kept>, kept: Kept): void {
  const tag = isSuccess(kept) ? parseEntityTag(kept.head.fields.etag) : null
  if (tag === null || tags.size >= MOST_TAGS) return
  const written = writeEntityTag(tag)
  if (!tags.has(written)) tags.set(written, kept)
}

function addOthers(exchange: Exchange, found: readonly Kept[], tags: Map<string, Kept>): void {
  const { fields } = exchange.request
  const usable = found.filter(({ head }) => heldFor(exchange, head) !== null)
  for (const kept of usable) if (matchesVaried(kept.head.varied, fields)) addTag(tags, kept)
  for (const kept of usable) addTag(tags, kept)
}
