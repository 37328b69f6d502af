export type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>

/** The same bytes in pieces of at most `maxBytes`. */
export async function* slices(pieces: Pieces, maxBytes: number): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += maxBytes) yield piece.subarray(at, at + maxBytes)
  }
}

/** The first `bytes` bytes. */
export async function* firstOf(pieces: Pieces, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  if (left <= 0) return
  for await (const piece of pieces) {
    yield piece.subarray(0, left)
    left -= piece.length
    if (left <= 0) return
  }
}

export async function collected(pieces: Pieces): Promise<Buffer> {
  const list: Buffer[] = []
  for await (const piece of pieces) list.push(piece)
  return Buffer.concat(list)
}
