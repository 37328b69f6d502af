import { type Action, LOOK, type Serve } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import { type EntityTag, matchesStrongly, matchesWeakly, parseEntityTag } from '../../fields/etag.ts'
import { onlyLine } from '../../fields/tokens.ts'
import type { Kept } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { stop } from '../stop.ts'
import { dateMs } from './choose.ts'
import { present } from './present.ts'
import { mayReplace, updated } from './update.ts'

/**
 * A 304 to validators of ours: the kept answer that it confirms, brought up to date, is the answer (RFC 9111 sections
 * 4.3.3 and 4.3.4). One that confirms nothing we asked about sends us to look again, to ask plainly.
 */
export function confirm(exchange: Exchange, fields: FieldRecord, wallMs: number): Action {
  const facts = exchange.cache
  if (facts === null || facts.plain) return stop('reuse', 'final', null)
  const tag = parseEntityTag(fields.etag)
  const confirmed = facts.completing ? null : confirmedBy(facts.asked, fields, tag)
  if (confirmed === null) return LOOK
  const isSame = hasSameBytes(confirmed, tag)
  const head = updated(exchange, confirmed.head, fields, wallMs, tag !== null && !isSame)
  if (head === null) return LOOK
  const freshened: Serve['freshened'][number][] = []
  if (mayReplace(confirmed.head, head)) freshened.push({ id: confirmed.id, head })
  for (const kept of isSame ? facts.found : []) {
    if (kept.id === confirmed.id || !hasSameBytes(kept, tag)) continue
    const other = updated(exchange, kept.head, fields, wallMs, false)
    if (other !== null && mayReplace(kept.head, other)) freshened.push({ id: kept.id, head: other })
  }
  const reason = 'the server has just said that it is still good'
  return present(exchange, { id: confirmed.id, head }, wallMs, 'validated', reason, freshened)
}

function hasSameBytes(kept: Kept, tag: EntityTag | null): boolean {
  const own = parseEntityTag(kept.head.fields.etag)
  return tag !== null && own !== null && matchesStrongly(own, tag)
}

/** Which of those that were asked about; null when it cannot be told. */
function confirmedBy(asked: readonly Kept[], fields: FieldRecord, tag: EntityTag | null): Kept | null {
  if (tag !== null) return byTag(asked, tag)
  const [first, ...others] = asked
  const modified = onlyLine(fields['last-modified'])
  // One that came without a date may have any, so it may be the one that is meant.
  const dated =
    modified === null ? [] : asked.filter(({ head }) => (head.fields['last-modified'] ?? modified) === modified)
  if (dated.length === 1 && dated[0]?.head.fields['last-modified'] !== undefined) return dated[0]
  // Without a validator it can only mean the one that was asked about; one that differs means none.
  if (first === undefined || others.length > 0) return null
  return modified === null || first.head.fields['last-modified'] === undefined ? first : null
}

/**
 * A weak match will do to tell which one it is: servers that weaken the tag of a body they compress do not weaken it on
 * a 304, and If-None-Match was compared weakly too. The kept tag then stays weak.
 */
function byTag(asked: readonly Kept[], tag: EntityTag): Kept | null {
  let latest: Kept | null = null
  for (const kept of asked) {
    if (hasSameBytes(kept, tag)) return kept
    const own = parseEntityTag(kept.head.fields.etag)
    if (own === null || !matchesWeakly(own, tag)) continue
    if (latest === null || dateMs(kept.head) > dateMs(latest.head)) latest = kept
  }
  return latest
}
