import { createHash, type Hash } from 'node:crypto'
import type { Digest } from '../fields/content-digest.ts'

/** Bytes on their way, held against the digests that were promised for them. */
export class DigestCheck {
  readonly #promised: readonly { readonly digest: Digest; readonly hash: Hash }[]

  constructor(digests: readonly Digest[]) {
    this.#promised = digests.map(digest => ({ digest, hash: createHash(digest.algorithm.replace('-', '')) }))
  }

  update(bytes: Uint8Array): void {
    for (const { hash } of this.#promised) hash.update(bytes)
  }

  /** All bytes came: the first digest that they do not have; null when they have all. Asked once. */
  broken(): Digest | null {
    return this.#promised.find(({ digest, hash }) => hash.digest('base64') !== digest.base64)?.digest ?? null
  }
}

/** Stands for an address in what is kept of a download: an address may hold a key. */
export const placeOf = (address: string): string => createHash('sha256').update(address).digest('base64url')
