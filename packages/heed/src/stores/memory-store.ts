import type { Kept, KeptHead, Store } from '../keeping.ts'
import { repeatedText } from './repeated-text.ts'

export interface MemoryStoreOptions {
  /** What everything kept may take, counted as `sizeOf` does. */
  readonly maxBytes: number
}

interface Entry {
  readonly url: string
  readonly whose: string
  kept: Kept
  readonly body: Uint8Array<ArrayBuffer>
  bytes: number
  /** Used longer ago, and used after it. */
  earlier: Entry | null
  later: Entry | null
}

/** What is kept for one address. Most have one identity: a map for each would cost more than the rest of it. */
interface Address {
  readonly whose: string
  found: readonly Kept[]
  others: Map<string, readonly Kept[]> | null
}

const NONE: readonly Kept[] = Object.freeze([])

/** What an entry costs beside its texts and its body, as measured: objects, places in maps, the body's buffer. */
const ENTRY_BYTES = 640
const FIELD_BYTES = 32

/** Answers take very different room; one that takes more than this part of it would push out too many others. */
const MOST_PART = 1 / 4

/**
 * Keeps answers in this process, in room for `maxBytes`; what was found, read or freshened longest ago goes first.
 * An answer larger than a quarter of `maxBytes` is not kept. What it would have replaced goes all the same: it is known
 * to be outdated. `keep` copies the body, because a small view holds all of its buffer and because callers may write
 * into theirs; `body` gives out the store's own bytes, to be read only.
 */
export function memoryStore(options: MemoryStoreOptions): Store {
  return new MemoryStore(options.maxBytes)
}

class MemoryStore implements Store {
  readonly #maxBytes: number
  readonly #addresses = new Map<string, Address>()
  readonly #entries = new Map<Kept['id'], Entry>()
  readonly #compact = repeatedText()
  #first: Entry | null = null
  #last: Entry | null = null
  #bytes = 0
  #nextId = 1

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  find(url: string, whose: string): readonly Kept[] {
    const address = this.#addresses.get(url)
    if (address === undefined) return NONE
    const found = foundFor(address, whose)
    // Counted, since an iterator for each hit would be an eighth of what it costs.
    for (let at = 0; at < found.length; at++) this.#use((found[at] as Kept).id)
    return found
  }

  body(id: Kept['id']): Uint8Array | null {
    const entry = this.#use(id)
    if (entry === null) return null
    // Somebody moved the bytes they were given to another thread.
    if (entry.body.buffer.detached) {
      this.#remove(entry)
      return null
    }
    return entry.body
  }

  keep(url: string, whose: string, head: KeptHead, body: Uint8Array, replaces: readonly Kept['id'][]): void {
    const bytes = sizeOf(url, whose, head, body.byteLength)
    const own = bytes > this.#maxBytes * MOST_PART ? null : new Uint8Array(body)
    for (const id of replaces) {
      const outdated = this.#entries.get(id)
      if (outdated !== undefined) this.#remove(outdated)
    }
    if (own === null) return
    const kept = Object.freeze({ id: this.#nextId++, head: this.#own(head) })
    const entry: Entry = { url, whose, kept, body: own, bytes, earlier: null, later: null }
    this.#entries.set(kept.id, entry)
    this.#append(entry)
    this.#bytes += bytes
    this.#list(entry, others => [kept, ...others])
    this.#makeRoom()
  }

  freshen(id: Kept['id'], head: KeptHead): void {
    const entry = this.#use(id)
    if (entry === null) return
    const before = entry.kept
    entry.kept = Object.freeze({ id: before.id, head: this.#own(head) })
    this.#bytes -= entry.bytes
    entry.bytes = sizeOf(entry.url, entry.whose, head, entry.body.byteLength)
    this.#bytes += entry.bytes
    this.#list(entry, all => all.map(kept => (kept === before ? entry.kept : kept)))
    if (entry.bytes > this.#maxBytes * MOST_PART) this.#remove(entry)
    this.#makeRoom()
  }

  drop(url: string): void {
    const address = this.#addresses.get(url)
    if (address === undefined) return
    for (const found of [address.found, ...(address.others?.values() ?? [])]) {
      for (const { id } of found) {
        const entry = this.#entries.get(id)
        if (entry !== undefined) this.#remove(entry)
      }
    }
  }

  close(): void {
    this.#addresses.clear()
    this.#entries.clear()
    this.#first = null
    this.#last = null
    this.#bytes = 0
  }

  #own(head: KeptHead): KeptHead {
    return { ...head, fields: this.#compact(head.fields) }
  }

  #makeRoom(): void {
    while (this.#bytes > this.#maxBytes && this.#first !== null) this.#remove(this.#first)
  }

  #use(id: Kept['id']): Entry | null {
    const entry = this.#entries.get(id)
    if (entry === undefined) return null
    if (entry !== this.#last) {
      this.#unlink(entry)
      this.#append(entry)
    }
    return entry
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.kept.id)
    this.#unlink(entry)
    this.#bytes -= entry.bytes
    this.#list(entry, all => all.filter(kept => kept !== entry.kept))
  }

  /** Writes the list that `find` gives out anew: those that were given out stay as they were. */
  #list(entry: Entry, change: (found: readonly Kept[]) => readonly Kept[]): void {
    const { url, whose } = entry
    const address = this.#addresses.get(url) ?? { whose, found: NONE, others: null }
    const found = Object.freeze(change(foundFor(address, whose)))
    if (address.whose === whose) address.found = found
    else {
      address.others ??= new Map()
      if (found.length > 0) address.others.set(whose, found)
      else address.others.delete(whose)
    }
    if (address.found.length > 0 || (address.others?.size ?? 0) > 0) this.#addresses.set(url, address)
    else this.#addresses.delete(url)
  }

  #append(entry: Entry): void {
    entry.earlier = this.#last
    entry.later = null
    if (this.#last === null) this.#first = entry
    else this.#last.later = entry
    this.#last = entry
  }

  #unlink(entry: Entry): void {
    if (entry.earlier === null) this.#first = entry.later
    else entry.earlier.later = entry.later
    if (entry.later === null) this.#last = entry.earlier
    else entry.later.earlier = entry.earlier
  }
}

const foundFor = (address: Address, whose: string): readonly Kept[] =>
  address.whose === whose ? address.found : (address.others?.get(whose) ?? NONE)

/** The bytes an entry counts: its body, its texts and what holding them costs. */
function sizeOf(url: string, whose: string, head: KeptHead, bodyBytes: number): number {
  let bytes = ENTRY_BYTES + url.length + whose.length + bodyBytes
  for (const [name, lines] of Object.entries(head.fields)) {
    bytes += FIELD_BYTES + name.length
    if (typeof lines === 'string') bytes += lines.length
    else for (const line of lines) bytes += FIELD_BYTES + line.length
  }
  for (const [name, value] of Object.entries(head.varied)) bytes += FIELD_BYTES + name.length + (value?.length ?? 0)
  return bytes
}
