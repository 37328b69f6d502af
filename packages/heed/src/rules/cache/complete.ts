import { type Action, LOOK } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import type { Row } from '../../status/row.ts'
import { keep } from './keep.ts'

/**
 * The answer to a request for the rest of a kept part (RFC 9111 section 3.4): joined when it is the rest; the whole asked
 * for when it is another part or a refusal; null when it is the whole, or an error that goes its usual way.
 */
export function complete(exchange: Exchange, status: number, fields: FieldRecord, wallMs: number): Action | null {
  const row = lookup(status)
  if (row === null) return null
  if (row.kind === 'client error') return hasOwnWay(row) ? null : LOOK
  if (row.kind !== 'successful') return null
  // A caller who asked for the whole must not be given a part, in whatever form it comes.
  if (!row.partial && fields['content-range'] === undefined) return null
  const keeping = keep(exchange, status, '', fields, true, wallMs)
  return typeof keeping === 'string' || keeping.onto === null ? LOOK : { do: 'keep', keeping }
}

/** Asked to wait, or to sign in: that has nothing to do with the part, and asking at once would be against it. */
const hasOwnWay = ({ verb }: Row): boolean => verb === 'retry' || verb === 'renew'
