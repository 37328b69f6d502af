import { type Action, LOOK } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { keep } from './keep.ts'

/**
 * The answer to a request for the rest of a kept part (RFC 9111 section 3.4): joined when it is the rest; the whole asked
 * for when it is another part or a refusal; null when it is the whole, or an error that goes its usual way.
 */
export function complete(exchange: Exchange, status: number, fields: FieldRecord, wallMs: number): Action | null {
  const kind = lookup(status)?.kind
  if (kind === 'client error') return LOOK
  if (kind !== 'successful' || fields['content-range'] === undefined) return null
  const keeping = keep(exchange, status, '', fields, true, wallMs)
  return typeof keeping === 'string' || keeping.onto === null ? LOOK : { do: 'keep', keeping }
}
