import type { Serve } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import { writeContentRange } from '../../fields/content-range.ts'
import type { Span } from '../../fields/range.ts'
import type { Kept, KeptHead } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { NOT_MODIFIED, OK, PARTIAL_CONTENT } from '../../status/own.ts'
import { ageMs } from './freshness.ts'
import { heldFor } from './held.ts'
import { bytesOf } from './join.ts'
import { fieldsUnchanged, isUnchanged } from './unchanged.ts'
import { asksIfChanged } from './wishes.ts'

const NO_BYTES: Serve['slice'] = Object.freeze([0, 0] as const)
const NONE: Serve['freshened'] = Object.freeze([])

/**
 * A kept answer as the answer to this request: whole, the part it asks for, without its body for HEAD, or "you have it
 * already" for a caller whose own validator matches. With its age in whole seconds (RFC 9111 sections 4 and 5.1),
 * otherwise as it is kept.
 */
export function present(
  exchange: Exchange,
  kept: Kept,
  wallMs: number,
  is: Serve['is'],
  reason: string,
  freshened: Serve['freshened'] = NONE,
  renewBehind = false,
): Serve {
  const { head } = kept
  const { request } = exchange
  const oldMs = ageMs(head, wallMs)
  const age = String(Math.floor(oldMs / 1000))
  const held = heldFor(exchange, head)
  let { status } = head
  let fields: FieldRecord
  let slice: Serve['slice'] = request.method === 'HEAD' ? NO_BYTES : null
  if (asksIfChanged(request.fields) && isUnchanged(request.fields, head)) {
    status = NOT_MODIFIED
    fields = { ...fieldsUnchanged(head.fields), age }
    slice = NO_BYTES
  } else if (held !== null && held !== 'all') {
    status = PARTIAL_CONTENT
    fields = { ...head.fields, ...fieldsOfSpan(head, held), age }
    slice = sliceOf(head, held)
  } else if (head.part !== null) {
    status = OK
    fields = { ...fieldsOfWhole(head), age }
  } else {
    fields = { ...head.fields, age }
  }
  return { do: 'serve', kept, status, fields, slice, is, reason, ageMs: oldMs, freshened, renewBehind, insteadOf: null }
}

const wholeBytesOf = (head: KeptHead): number | null => (head.part === null ? head.bodyBytes : head.part.wholeBytes)

function fieldsOfSpan(head: KeptHead, span: Span): Record<string, string> {
  return {
    'content-range': writeContentRange({ ...span, wholeBytes: wholeBytesOf(head) }),
    'content-length': String(bytesOf(span)),
  }
}

function sliceOf(head: KeptHead, span: Span): readonly [number, number] {
  const firstByte = head.part?.firstByte ?? 0
  return [span.firstByte - firstByte, span.lastByte + 1 - firstByte]
}

/** A whole that came in parts is told as if it had come at once. */
function fieldsOfWhole(head: KeptHead): FieldRecord {
  const { 'content-range': _part, ...fields } = head.fields
  return { ...fields, 'content-length': String(head.bodyBytes) }
}
