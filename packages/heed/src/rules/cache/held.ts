import type { Exchange } from '../../exchange.ts'
import { parseRange, resolveRange, type Span } from '../../fields/range.ts'
import type { KeptHead, Part } from '../../keeping.ts'
import { isOk } from '../../status/own.ts'
import { bytesOf } from './join.ts'

/**
 * What of a kept answer a request gets: all of it, or these bytes of the whole. Null: it wants something else, whatever
 * Vary and freshness say.
 */
export function heldFor({ plan, request }: Exchange, head: KeptHead): 'all' | Span | null {
  if (!head.hasBody) return plan.redirect === 'follow' ? 'all' : null
  const range = request.method === 'GET' ? request.fields.range : undefined
  // RFC 9110 section 14.2: Range changes only what would be a 200 without it.
  if (range === undefined || (head.part === null && !isOk(head.status))) return isWhole(head) ? 'all' : null
  const asked = parseRange(range)
  const part = countedPart(head)
  if (asked === null || part === null) return null
  const span = resolveRange(asked, part.wholeBytes)
  return span !== null && span.firstByte >= part.firstByte && span.lastByte <= part.lastByte ? span : null
}

/** Is nothing missing? */
function isWhole(head: KeptHead): boolean {
  if (head.part === null) return true
  const part = countedPart(head)
  return part !== null && part.firstByte === 0 && part.wholeBytes === part.lastByte + 1
}

/** The bytes that are kept, as Range counts them; null when they cannot be counted. */
export function countedPart(head: KeptHead): Part | null {
  // Range counts encoded bytes (RFC 9110 section 14.1.2), and a body is kept decoded.
  if (head.fields['content-encoding'] !== undefined) return null
  const { part, bodyBytes } = head
  if (part === null) return { firstByte: 0, lastByte: bodyBytes - 1, wholeBytes: bodyBytes }
  return bytesOf(part) === bodyBytes ? part : null
}
