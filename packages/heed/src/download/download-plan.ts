/** What an answer means for a download, given what is held already. Pure. */
import { type Digest, parseDigests } from '../fields/content-digest.ts'
import { parseContentRange } from '../fields/content-range.ts'
import { matchesStrongly, parseEntityTag } from '../fields/etag.ts'
import { parseHttpDate } from '../fields/http-date.ts'
import { lookup } from '../status/lookup.ts'
import type { DownloadState } from './sink.ts'

/** What of an answer's head a download reads. Fields as they came; null: absent. */
export interface DownloadHead {
  readonly status: number
  readonly etag: string | null
  readonly lastModified: string | null
  readonly date: string | null
  readonly contentLength: string | null
  readonly contentRange: string | null
  readonly reprDigest: string | null
  /** Its bytes are decoded on the way, so they are not those that ranges and digests count. */
  readonly coded: boolean
  readonly place: string
}

/** Write the body behind the first `fromByte` bytes. */
export interface Take {
  readonly do: 'take'
  readonly fromByte: number
  /** It brings bytes up to this one, which is not among them; null: it did not say. */
  readonly endByte: number | null
  /** When it ends as it said, nothing is missing. */
  readonly toEnd: boolean
  readonly state: DownloadState
}

/** What is held is the whole. */
export interface Complete {
  readonly do: 'complete'
}

/** Of no use, and nothing is wrong: ask for the whole. */
export interface Again {
  readonly do: 'again'
  readonly reason: string
}

export type Verdict =
  | Take
  | Again
  /** It contradicts what is held: put together they would be no version that ever was. */
  | { readonly do: 'changed'; readonly reason: string }

const again = (reason: string): Again => ({ do: 'again', reason })
const changed = (reason: string): Verdict => ({ do: 'changed', reason })

/** The server refused the range that was asked for. */
export const refusesRange = (status: number): boolean => lookup(status)?.repair?.how === 'change-range'

/** What can be continued of it: null without bytes or without a strong validator. */
export const continuable = (state: DownloadState | null): DownloadState | null =>
  state !== null && state.heldBytes > 0 && state.validator !== null ? state : null

/** An answer that brings content. `asked`: what the request wanted to continue; null: it asked for the whole. */
export function judge(head: DownloadHead, asked: DownloadState | null): Verdict {
  return lookup(head.status)?.partial === true ? part(head, asked) : whole(head)
}

function whole(head: DownloadHead): Verdict {
  const totalBytes = head.coded ? null : lengthOf(head.contentLength)
  return { do: 'take', fromByte: 0, endByte: totalBytes, toEnd: true, state: beginning(head, totalBytes) }
}

function beginning(head: DownloadHead, totalBytes: number | null): DownloadState {
  const { place, reprDigest, coded } = head
  return { heldBytes: 0, totalBytes, validator: validatorOf(head), place, digest: coded ? null : reprDigest }
}

function part(head: DownloadHead, asked: DownloadState | null): Verdict {
  const range = parseContentRange(head.contentRange)
  if (range === null || range.firstByte === null) return changed('its Content-Range is missing or malformed')
  if (head.coded) return changed('the part is content-coded, which was not asked for')
  const { firstByte, lastByte, wholeBytes } = range
  const length = lengthOf(head.contentLength)
  if (length !== null && length !== lastByte - firstByte + 1) return changed('its Content-Range and length disagree')
  const due = asked?.heldBytes ?? 0
  if (firstByte !== due) return changed(`it begins at byte ${firstByte}, where byte ${due} was due`)
  const endByte = lastByte + 1
  if (asked === null) {
    return { do: 'take', fromByte: 0, endByte, toEnd: endByte === wholeBytes, state: beginning(head, wholeBytes) }
  }
  const unfit = otherVersion(head, asked)
  if (unfit !== null) return unfit
  const totalBytes = wholeBytes ?? asked.totalBytes
  const lengthChanged = asked.totalBytes !== null && totalBytes !== asked.totalBytes
  if (lengthChanged || endByte > (totalBytes ?? endByte)) return changed('the length of the whole is another')
  const state = { ...asked, totalBytes, digest: asked.digest ?? head.reprDigest }
  return { do: 'take', fromByte: due, endByte, toEnd: endByte === totalBytes, state }
}

/** Is this part of the very version that is held (RFC 9110 section 15.3.7.3)? Null: it is. */
function otherVersion(head: DownloadHead, asked: DownloadState): Verdict | null {
  // A tag says something within one address alone (RFC 9110 section 8.8.3).
  if (head.place !== asked.place) return again('the answer came from another address')
  const same = sameValidator(head, asked.validator ?? '')
  if (same === null) return again('the part does not name its version')
  if (!same) return changed('its validator is another, so the content has changed')
  if (!agree(parseDigests(head.reprDigest), parseDigests(asked.digest))) return changed('its Repr-Digest is another')
  return null
}

/** Null: the head names no version in the way that the validator does. */
function sameValidator(head: DownloadHead, validator: string): boolean | null {
  const held = parseEntityTag(validator)
  if (held === null) return head.lastModified === null ? null : head.lastModified === validator
  if (head.etag === null) return null
  const own = parseEntityTag(head.etag)
  return own !== null && matchesStrongly(own, held)
}

const agree = (some: readonly Digest[], others: readonly Digest[]): boolean =>
  some.every(one => others.every(other => other.algorithm !== one.algorithm || other.base64 === one.base64))

/** The range was refused: either nothing is missing, or what is held is of no use. */
export function judgeRefusal(head: DownloadHead, asked: DownloadState): Complete | Again {
  const wholeBytes = parseContentRange(head.contentRange)?.wholeBytes ?? null
  if (wholeBytes !== asked.heldBytes) return again('the server has no such range')
  const same = sameValidator(head, asked.validator ?? '')
  // A refusal need not name the version; if the length was known before, what is held is whole by its own measure.
  const complete = same === null ? asked.totalBytes === wholeBytes : same
  return complete && head.place === asked.place ? { do: 'complete' } : again('the content has changed')
}

const ONE_SECOND_MS = 1_000

/**
 * What If-Range may send: a strong ETag; where there is no ETag at all, a Last-Modified at least a second older than its
 * answer (RFC 9110 sections 13.1.5 and 8.8.2.2). Null: neither, or the bytes are not the server's own.
 */
export function validatorOf(head: DownloadHead): string | null {
  if (head.coded) return null
  if (head.etag !== null) return parseEntityTag(head.etag)?.weak === false ? head.etag.trim() : null
  if (head.lastModified === null || head.date === null) return null
  const dateMs = parseHttpDate(head.date, 0)
  const modifiedMs = parseHttpDate(head.lastModified, dateMs ?? 0)
  if (dateMs === null || modifiedMs === null) return null
  return dateMs - modifiedMs >= ONE_SECOND_MS ? head.lastModified : null
}

function lengthOf(field: string | null): number | null {
  if (field === null || !/^\d{1,16}$/.test(field)) return null
  const length = Number(field)
  return Number.isSafeInteger(length) ? length : null
}
