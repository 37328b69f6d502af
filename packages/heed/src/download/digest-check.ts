import type { Hash } from 'node:crypto'
import type { Digest } from '../fields/content-digest.ts'
import { neededBuiltin } from '../shared/builtin.ts'

/** Who needs the modules of Node, and the cure where there are none. */
const FOR_DOWNLOADS = ['A download', 'ask with stream: true and read the body'] as const

const newHash = (algorithm: string): Hash =>
  neededBuiltin<typeof import('node:crypto')>('node:crypto', ...FOR_DOWNLOADS).createHash(algorithm)

/** Bytes on their way, held against the digests that were promised for them. */
export class DigestCheck {
  readonly #promised: readonly { readonly digest: Digest; readonly hash: Hash }[]

  constructor(digests: readonly Digest[]) {
    this.#promised = digests.map(digest => ({ digest, hash: newHash(digest.algorithm.replace('-', '')) }))
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
export const placeOf = (address: string): string => newHash('sha256').update(address).digest('base64url')
