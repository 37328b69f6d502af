/**
 * What is kept of answers, and who keeps it: types only. A `Store` holds answers and understands nothing of them; the
 * rules (`rules/cache/`) read them and are pure; a `Cache` is a store with the rules,
 * made by `memoryCache`, `sqliteCache` or `cacheOn`. A client without a cache loads none of it.
 */
import type { Action, Fail, Wait } from './action.ts'
import type { Exchange } from './exchange.ts'
import type { FieldRecord } from './ports.ts'

/** Which bytes of the whole a kept body holds, both ends included (RFC 9110 section 14.4). */
export interface Part {
  readonly firstByte: number
  readonly lastByte: number
  /** Length of the whole in bytes; null when the server did not say. */
  readonly wholeBytes: number | null
}

/** One kept answer but for its body: plain data, so that any store can write it down as JSON. Times are dates in ms. */
export interface KeptHead {
  readonly status: number
  readonly statusText: string
  /** As the server sent them, freshened by each 304, without what is meant for one connection. */
  readonly fields: FieldRecord
  /** The request fields that Vary names, in lower case, with what the request had in them; null: absent. */
  readonly varied: Readonly<Record<string, string | null>>
  /** When the request went out and when its head came. */
  readonly askedMs: number
  readonly answeredMs: number
  /** The answer's age is the time since then (RFC 9111 section 4.2.3). */
  readonly bornMs: number
  /** Fresh while its age is less (RFC 9111 section 4.2.1); 0: never. */
  readonly freshMs: number
  /** After the freshness ends: may be used while it is being validated, or when the server fails (RFC 5861); 0: not. */
  readonly staleWhileRevalidateMs: number
  readonly staleIfErrorMs: number
  /** Never used without asking the server (no-cache), or not once it is stale (must-revalidate). */
  readonly noCache: boolean
  readonly mustRevalidate: boolean
  /** While it is fresh, a reload asks nothing (RFC 8246). */
  readonly immutable: boolean
  /** Present when the body is only a part of the whole (206). */
  readonly part: Part | null
  /** False: the body was not read (a redirect that was followed), so this can only be followed. */
  readonly hasBody: boolean
  readonly bodyBytes: number
}

/** A kept answer as a store gives it. `id` is the store's own name for its body, which never changes under an id. */
export interface Kept {
  readonly id: number | string
  readonly head: KeptHead
}

/**
 * Holds answers by address and by whose they are. It interprets nothing and may forget anything at any time. It may be
 * synchronous or not; whatever fails or takes longer than 50 ms counts as a miss.
 */
export interface Store {
  /** What is kept for an address under one identity, the latest written first. */
  find(url: string, whose: string): readonly Kept[] | Promise<readonly Kept[]>
  /** The body; null when it is gone. */
  body(id: Kept['id']): Uint8Array | null | Promise<Uint8Array | null>
  /** Adds an answer and takes out those it replaces, both or neither. A body that is too large is not kept. */
  keep(
    url: string,
    whose: string,
    head: KeptHead,
    body: Uint8Array,
    replaces: readonly Kept['id'][],
  ): void | Promise<void>
  /** Changes the head and leaves the body. Nothing happens when it is gone. */
  freshen(id: Kept['id'], head: KeptHead): void | Promise<void>
  /** Takes out everything kept for an address, whoever's it is. */
  drop(url: string): void | Promise<void>
  close?(): void | Promise<void>
}

/** How the cache had a part in an answer. */
export interface CacheNote {
  /**
   * - `hit`: a stored answer that is fresh; nothing was sent
   * - `stale`: a stored answer that is not, because somebody allowed it
   * - `validated`: a stored answer that the server has just confirmed (304), or completed (206)
   * - `miss`: the answer came from the server
   */
  readonly is: 'hit' | 'stale' | 'validated' | 'miss'
  /** Why, in words for people. */
  readonly reason: string
  /** Age of a stored answer when it was used, in milliseconds; null for a miss. */
  readonly ageMs: number | null
  /** Was the answer kept for later? Why, or why not. */
  readonly kept: string
}

/** An answer to keep once its body is whole. `onto`: its bytes are joined to those of this kept part, in this `order`. */
export interface Keeping {
  readonly head: KeptHead
  readonly onto: Kept | null
  readonly order: Joined['order']
  readonly replaces: readonly Kept['id'][]
  readonly reason: string
}

/** The rules of a cache (RFC 9111). All pure. `wallMs` is the date. */
export interface CacheRules {
  /** What of a request says whose it is: cookies and other credentials, as one text; '' when it has none. */
  whose(fields: Readonly<Record<string, string>>): string
  /** May this request ask the store at all (method, its Cache-Control, its Range)? A reason in words, or null: it may. */
  passesBy(exchange: Exchange): string | null
  /** Before a send: serve what is kept, join a request under way, ask with validators, or plainly send. */
  serve(exchange: Exchange, found: readonly Kept[], ahead: boolean, wallMs: number): Action
  /** A 304 to validators of ours: which kept answer it confirms, with its fields brought up to date. */
  confirm(exchange: Exchange, fields: FieldRecord, wallMs: number): Action
  /** An answer to a request for the rest of a kept part: keep both as one, ask for the whole instead, or null: use it as it is. */
  complete(exchange: Exchange, status: number, fields: FieldRecord, wallMs: number): Action | null
  /**
   * The call would end in this failure, or wait for the origin: a stale answer instead, when somebody allowed that
   * (stale-if-error), or null. `status`: of the answer that failed; null: the wire did, or nothing was sent.
   */
  rescue(exchange: Exchange, ending: Fail | Wait, nowMs: number, wallMs: number, status: number | null): Action | null
  /** May this answer be kept? The reason why not, as text. `hasBody`: its body is being read. */
  keep(
    exchange: Exchange,
    status: number,
    statusText: string,
    fields: FieldRecord,
    hasBody: boolean,
    wallMs: number,
  ): Keeping | string
  /** A HEAD that was answered: kept heads it brings up to date, or null: what is kept is outdated (RFC 9111 section 4.3.5). */
  headed(exchange: Exchange, status: number, fields: FieldRecord, wallMs: number): readonly Kept[] | null
  /** Addresses whose kept answers a change has made untrue (RFC 9111 section 4.4). */
  outdated(exchange: Exchange, status: number, fields: FieldRecord): readonly string[]
  /** Two parts of one whole as one, null when they do not meet; `order`: slices [from, to) of the kept and new bytes. */
  join(kept: Part, arrived: Part): Joined | null
}

export interface Joined {
  readonly part: Part
  readonly order: readonly { readonly of: 'kept' | 'arrived'; readonly from: number; readonly to: number }[]
}

/** A store that cannot fail, with its rules. What `plan.cache` is. */
export interface Cache {
  readonly rules: CacheRules
  /** `found` nothing when the store fails or is slow. */
  find(url: string, whose: string): readonly Kept[] | Promise<readonly Kept[]>
  body(id: Kept['id']): Uint8Array | null | Promise<Uint8Array | null>
  /** Never rejects; a promise says when it is done, for those who wait for the answer. */
  keep(
    url: string,
    whose: string,
    head: KeptHead,
    body: Uint8Array,
    replaces: readonly Kept['id'][],
  ): Promise<void> | null
  freshen(id: Kept['id'], head: KeptHead): void
  drop(url: string): void
  /** Grows with each `drop` of this address: an answer that was asked for before one must not be kept after it. */
  drops(url: string): number
  /** Is an equal request under way whose answer may be kept? What ends when it is done; null: none. */
  ahead(url: string, whose: string): Promise<void> | null
  /** This request leads until the function given is called. `kept` false: equal requests need not wait for the next. */
  lead(url: string, whose: string): (kept: boolean) => void
  close(): void | Promise<void>
}

/** What a call knows of the cache; null on exchanges that have none. `drive` alone writes it. */
export interface CacheFacts {
  /** Null: this request passes by the store. */
  whose: string | null
  /** What the store had at the latest look. */
  found: readonly Kept[]
  /** Whose validators went out with the request under way, or whose rest was asked for. */
  asked: readonly Kept[]
  /** The request under way asks for the rest of the one part in `asked`. */
  completing: boolean
  /** The cache's `drops` for the address when the request went out. */
  drops: number
  /** The head of the kept answer that was used last. */
  used: KeptHead | null
  /** The answer at hand comes from the store. */
  served: boolean
  /** Ask plainly from now on: a 304 came that confirms nothing we have. */
  plain: boolean
  /** Ends the lead that this call has over equal requests; null: it leads none. */
  endLead: ((kept: boolean) => void) | null
  /** How often this call waited for an equal one. */
  joins: number
  /** This call only brings a stale answer up to date; nobody waits for it. */
  behind: boolean
  is: CacheNote['is']
  reason: string
  ageMs: number | null
  kept: string
}
