/** A part of some bytes, both ends included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * The part that a Range field asks for (RFC 9110 section 14.2); null: the whole, also for what cannot be read, for several
 * parts at once, and where If-Range names another version.
 */
export function byteRange(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  length: number,
): ByteRange | 'unsatisfiable' | null {
  if (range === undefined || (ifRange !== undefined && ifRange.trim() !== etag)) return null
  const [, from = '', to = ''] = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(range.trim()) ?? []
  if (from === '' && to === '') return null
  if (from === '')
    return Number(to) === 0 ? 'unsatisfiable' : { first: Math.max(0, length - Number(to)), last: length - 1 }
  if (to !== '' && Number(to) < Number(from)) return null
  if (Number(from) >= length) return 'unsatisfiable'
  return { first: Number(from), last: to === '' ? length - 1 : Math.min(length - 1, Number(to)) }
}
