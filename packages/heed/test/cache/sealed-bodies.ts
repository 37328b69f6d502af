/** Bodies that say which address they are of and what they hold, so that no wrong byte passes. */
import { createHash, randomBytes } from 'node:crypto'

const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

export function sealed(url: string, size: number): Uint8Array {
  const payload = Buffer.concat([digest(url), randomBytes(size)])
  return Buffer.concat([digest(payload), payload])
}

export function isSound(url: string, body: Uint8Array): boolean {
  const bytes = Buffer.from(body)
  const payload = bytes.subarray(32)
  return digest(payload).equals(bytes.subarray(0, 32)) && digest(url).equals(payload.subarray(0, 32))
}

export const urls: readonly string[] = Array.from({ length: 30 }, (_, at) => `https://example.com/${at}`)

/** Small enough that room must be made all the time. */
export const maxBytes: number = 600_000

export interface Tally {
  hits: number
  misses: number
  wrong: number
  /** Writes given up because others were writing. */
  busy: number
  errors: string[]
}
