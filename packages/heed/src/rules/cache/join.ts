import type { Joined, Part } from '../../keeping.ts'

/**
 * Two parts of one whole as one (RFC 9111 section 3.4). Where both have a byte, the one that arrived counts. `order`
 * puts the bytes together: slices [from, to) of the kept and of the arrived body.
 *
 * Null when they leave a gap, or when they cannot be of the same whole: its two lengths differ, or one ends behind it.
 */
export function join(kept: Part, arrived: Part): Joined | null {
  const wholeBytes = arrived.wholeBytes ?? kept.wholeBytes
  if (kept.wholeBytes !== null && kept.wholeBytes !== wholeBytes) return null
  const lastByte = Math.max(kept.lastByte, arrived.lastByte)
  if (wholeBytes !== null && lastByte >= wholeBytes) return null
  if (arrived.firstByte > kept.lastByte + 1 || kept.firstByte > arrived.lastByte + 1) return null
  const keptBytes = bytesOf(kept)
  const before = Math.max(0, arrived.firstByte - kept.firstByte)
  const behind = Math.max(0, kept.lastByte - arrived.lastByte)
  const order: Joined['order'][number][] = []
  if (before > 0) order.push({ of: 'kept', from: 0, to: before })
  order.push({ of: 'arrived', from: 0, to: bytesOf(arrived) })
  if (behind > 0) order.push({ of: 'kept', from: keptBytes - behind, to: keptBytes })
  return { part: { firstByte: Math.min(kept.firstByte, arrived.firstByte), lastByte, wholeBytes }, order }
}

/** How many bytes a part holds. */
export const bytesOf = (part: { readonly firstByte: number; readonly lastByte: number }): number =>
  part.lastByte - part.firstByte + 1
