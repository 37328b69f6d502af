import type { Exchange } from '../../exchange.ts'
import { parseContentRange, writeContentRange } from '../../fields/content-range.ts'
import { matchesStrongly, parseEntityTag } from '../../fields/etag.ts'
import { matchesVaried } from '../../fields/vary.ts'
import type { Joined, Kept, Part } from '../../keeping.ts'
import type { FieldRecord } from '../../ports.ts'
import { classOf } from '../../status/classes.ts'
import { lookup } from '../../status/lookup.ts'
import { bytesOf, join } from './join.ts'

/** An answer as it can be kept: by itself, or joined to what is kept of the same whole. */
export interface Keepable {
  readonly status: number
  readonly statusText: string
  readonly fields: FieldRecord
  /** Null: it is the whole, maybe with what is kept. */
  readonly part: Part | null
  /** Of the body to keep, as far as it is known now: 0 for that of a plain answer, which is still to come. */
  readonly bodyBytes: number
  readonly onto: Kept | null
  readonly order: Joined['order']
}

/** Nothing is put together. */
export const NO_ORDER: Joined['order'] = Object.freeze([])

/**
 * A partial answer as it can be kept; the reason why not, as text. It is joined to the kept answer of the same variant that has
 * the same strong ETag, when the two leave no gap (RFC 9111 section 3.4).
 */
export function keepablePart(
  exchange: Exchange,
  status: number,
  statusText: string,
  fields: FieldRecord,
): Keepable | string {
  const { request, cache } = exchange
  if (!Object.hasOwn(request.fields, 'range') && cache?.completing !== true) return 'a part that nobody asked for'
  const range = parseContentRange(fields['content-range'])
  // Several ranges come as multipart/byteranges, without Content-Range (RFC 9110 section 15.3.7.2).
  if (range === null || range.firstByte === null) return 'its Content-Range is not one range of bytes'
  // The bytes that are counted are the coded ones, the bytes that are kept are not.
  if (fields['content-encoding'] !== undefined) return 'a part of a body with a content coding'
  const { firstByte, lastByte, wholeBytes } = range
  const part: Part = { firstByte, lastByte, wholeBytes }
  const alone = { status, statusText, fields, part, bodyBytes: bytesOf(part), onto: null, order: NO_ORDER }
  const tag = parseEntityTag(fields.etag)
  if (tag === null) return wholeOf(alone)
  for (const kept of cache?.found ?? []) {
    const { head } = kept
    const keptTag = parseEntityTag(head.fields.etag)
    if (keptTag === null || !matchesStrongly(keptTag, tag) || !matchesVaried(head.varied, request.fields)) continue
    const keptPart = partOf(kept)
    const joined = keptPart === null ? null : join(keptPart, part)
    if (joined !== null) return wholeOf(joinedPart(alone, kept, joined))
  }
  return wholeOf(alone)
}

/** Which bytes a kept answer holds; null when they cannot be told. */
function partOf({ head }: Kept): Part | null {
  if (head.part !== null) return head.part
  const isPlain = head.hasBody && head.bodyBytes > 0 && head.fields['content-encoding'] === undefined
  if (!isPlain || lookup(head.status)?.kind !== 'successful') return null
  return { firstByte: 0, lastByte: head.bodyBytes - 1, wholeBytes: head.bodyBytes }
}

/**
 * The fields of the new answer replace those that are kept (RFC 9111 section 3.4). What tells the age goes with the answer that
 * it came with, and a digest of one part says nothing of both.
 */
function joinedPart(alone: Keepable, onto: Kept, { part, order }: Joined): Keepable {
  const { age: _age, date: _date, ...kept } = onto.head.fields
  const bodyBytes = bytesOf(part)
  const { 'content-digest': _digest, 'content-md5': _md5, ...both } = { ...kept, ...alone.fields }
  const fields = {
    ...both,
    'content-range': writeContentRange(part),
    'content-length': String(bodyBytes),
  }
  return { ...alone, fields, part, bodyBytes, onto, order }
}

/** All bytes together are the plain answer of their class. */
function wholeOf(keepable: Keepable): Keepable {
  const { part, status } = keepable
  if (part === null || part.wholeBytes !== bytesOf(part)) return keepable
  const whole = classOf(status)?.first ?? status
  const { 'content-range': _range, ...fields } = keepable.fields
  return { ...keepable, status: whole, statusText: lookup(whole)?.phrase ?? '', fields, part: null }
}
