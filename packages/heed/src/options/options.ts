import type { Dispatcher } from 'undici'
import type { Cache } from '../keeping.ts'
import type { BreakerPolicy, ConcurrencyPolicy, LimitedRequest, OriginChange, ThrottlePolicy } from '../manners.ts'
import type { BudgetPolicy } from '../plan.ts'
import type { Clock, Dice, Transport } from '../ports.ts'
import type { HedgePolicy } from '../rules/manners/hedge.ts'
import type { TrailEntry } from '../trail.ts'
import type { Watch } from '../watch.ts'
import type { AuthOptions, ProxyAuthOptions } from './auth-options.ts'

/** What can be sent as it is. Streams can be read once, so nothing that needs the body twice works with them. */
export type BodyValue =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>

/** Fields by name; undefined leaves one out, also one that the client sets. */
export type HeaderInput =
  | Readonly<Record<string, string | undefined>>
  | Iterable<readonly [name: string, value: string]>

export type SearchInput =
  | string
  | URLSearchParams
  | Readonly<Record<string, SearchValue | readonly SearchValue[]>>
  | Iterable<readonly [name: string, value: string]>

type SearchValue = string | number | boolean | null | undefined

/** How long heed backs off when nobody says how long to wait: anywhere up to `base * 2^tries`, at most `capMs`. */
export interface BackoffOptions {
  /** Base after faults and broken servers. Default 50. */
  readonly faultMs?: number
  /** Base after 429. Default 1000. */
  readonly throttleMs?: number
  /** Default 20000. */
  readonly capMs?: number
}

/** What one answer may cost. */
export interface LimitOptions {
  /** Decoded bytes of a body held in memory. Default 100 MiB. */
  readonly bodyBytes?: number
  /** Decoded bytes kept of an error's body. Default 1 MiB. */
  readonly errorBytes?: number
  /** Decoded to encoded bytes, checked once more than 1 MiB came out. Default 200. */
  readonly ratio?: number
  /** Layers of content coding. Default 2. */
  readonly codings?: number
  /** Informational answers (1xx) before the final one. Default 32. */
  readonly interims?: number
}

/** What can be set for a client and changed for a call. All times in milliseconds. */
export interface SharedOptions {
  readonly headers?: HeaderInput
  /** Added to the address. For a client: to every address. */
  readonly searchParams?: SearchInput
  /** Sends at most, the first included. 1 to 100, default 3. */
  readonly attempts?: number
  /** For everything: waits, redirects and a buffered body included. Default 30000. */
  readonly deadlineMs?: number
  /** For one attempt, with its buffered body. Default 10000, or what the deadline leaves. */
  readonly attemptMs?: number
  /** Longest silence inside a body. Default 30000. */
  readonly bodyIdleMs?: number
  /** A longer wait is not begun: the error comes at once and says when to try again. Default 60000; 0 never waits. */
  readonly maxWaitMs?: number
  readonly backoff?: BackoffOptions
  /** `manual` gives the redirect as the answer, `error` refuses it; neither can be had in a browser. Default `follow`. */
  readonly redirect?: 'follow' | 'manual' | 'error'
  /** Redirects in a row. 0 to 100, default 20. */
  readonly maxRedirects?: number
  /** False: a final 4xx or 5xx is an answer like any other. Default true. */
  readonly throwOnError?: boolean
  /**
   * A field that says which attempt a request is, `1` for the first: for logs of servers, and for gateways that are heeds
   * themselves. Default: none is sent.
   */
  readonly attemptHeader?: string
  /** The server does no harm when it processes this request twice, whatever its method. Default false. */
  readonly replayable?: boolean
  readonly limits?: LimitOptions
  /**
   * Keeps answers and uses them again as RFC 9111 says, privately: `memoryCache()` or `sqliteCache(path)` of `heed/cache`,
   * or `cacheOn(store)`. False: none. Default: none.
   */
  readonly cache?: Cache | false
  /** Called with each entry of the trail as it happens. */
  readonly onTrail?: (entry: TrailEntry) => void
}

/** What belongs to one call. */
export interface CallOptions extends SharedOptions {
  /** Any method token; default GET, or POST when there is a body. */
  readonly method?: string
  /** Hand the body on as it comes instead of keeping it in memory. Default false. */
  readonly stream?: boolean
  /** Ends the call at once, whatever it is doing. */
  readonly signal?: AbortSignal
  /** Sent as Idempotency-Key on every attempt, which makes POST and PATCH safe to repeat; true makes one up. */
  readonly idempotencyKey?: string | true
}

/** A call without a body. */
export interface BodilessOptions extends CallOptions {
  readonly body?: never
  readonly json?: never
  readonly form?: never
}

/** At most one kind of body. */
export type BodyOptions =
  | { readonly body?: BodyValue | (() => BodyValue); readonly json?: never; readonly form?: never }
  /** Sent as application/json. */
  | { readonly json: unknown; readonly body?: never; readonly form?: never }
  /** Sent as application/x-www-form-urlencoded, or multipart/form-data for FormData. */
  | {
      readonly form: FormData | Exclude<SearchInput, string>
      readonly body?: never
      readonly json?: never
    }

export type RequestOptions = CallOptions & BodyOptions

/**
 * Connections: heed's own, with a time limit for making one, or the caller's. Where none are given, a dispatcher that somebody
 * chose with `setGlobalDispatcher` of undici goes before heed's own. Off Node `transport` alone: the platform makes them.
 */
export type ConnectionOptions =
  | {
      /** Time for making a connection, where heed makes it. Default 5000. */
      readonly connectMs?: number
      readonly dispatcher?: never
      readonly transport?: never
    }
  /** Any undici dispatcher: an Agent, ProxyAgent, MockAgent. It stays yours to close. */
  | { readonly dispatcher: Dispatcher; readonly connectMs?: never; readonly transport?: never }
  /** Anything that carries requests. */
  | { readonly transport: Transport; readonly connectMs?: never; readonly dispatcher?: never }

/** What is known of origins, and who answers for what. Shared by all calls of a client. */
export interface OriginOptions {
  /** Resends per origin: `ratio` of its requests plus `perSecond`, over ten seconds; false: no limit. */
  readonly budget?: Partial<BudgetPolicy> | false
  /**
   * Signs requests to the named origins, and once more with a new credential when one is refused (401): one refresh for all
   * who wait. An authorization header of the call's own wins.
   */
  readonly auth?: AuthOptions
  /**
   * The same for a proxy that reads Proxy-Authorization from the request itself (407). undici's ProxyAgent does not pass
   * that field on: give it its token.
   */
  readonly proxyAuth?: ProxyAuthOptions
  /**
   * Leaves an origin alone once too many calls to it failed: by default half of at least 20 in 30 s, or ten in a row over 5 s;
   * then for 5 s, doubling up to a minute, with one probe each time. False: never.
   */
  readonly breaker?: Partial<BreakerPolicy> | false
  /**
   * Asks an origin that refuses one request in ten, though pauses are kept, no faster than it took them lately. Default true;
   * false: pauses alone hold.
   */
  readonly pace?: boolean
  /** So many requests in so long at most, for each limit key. `burst`: how many at once, default a tenth of the limit. */
  readonly quota?: { readonly limit: number; readonly windowMs: number; readonly burst?: number }
  /** Refuses requests here once the origin refuses many: `k` are sent for each it takes. Default off; true: 2 over 30 s. */
  readonly throttle?: boolean | Partial<ThrottlePolicy>
  /**
   * Sends a slow request that changes nothing a second time and takes the answer whose head comes first. Default off; true:
   * after longer than 95 of 100 heads took, for at most 5 % of requests, out of the budget for resends.
   */
  readonly hedge?: boolean | Partial<HedgePolicy>
  /** Learns how many requests an origin bears at once. Default off; true: from 10, 1 to 1000, halved when refused. */
  readonly concurrency?: boolean | Partial<ConcurrencyPolicy>
  /** Whose rate-limit fields the server speaks, by the vendor's name, such as 'GitHub'. Default: told by the fields. */
  readonly vendor?: string
  /** What a request is limited by: pauses, quotas and the breaker hold for all with the same key. Default: its origin. */
  readonly limitKey?: (request: LimitedRequest) => string
  /** Told when a pause begins, a breaker opens or closes, requests are spaced out, or the number of them at once changes. */
  readonly onOrigin?: (change: OriginChange) => void
  /** Looks on at every call, for traces and measures: `otel()` of `heed/otel`, or one of your own. Default: none. */
  readonly watch?: Watch
  /** Time and chance, for tests. */
  readonly clock?: Clock
  readonly dice?: Dice
}

export type ClientOptions = SharedOptions &
  ConnectionOptions &
  OriginOptions & {
    /** Every address is taken relative to this one and cannot leave it. */
    readonly baseUrl?: string | URL
  }
