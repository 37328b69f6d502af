/**
 * What is known of an origin (or of another limit key) and what follows from it: types only. The rules (`rules/manners/`)
 * read it and are pure; the ledger alone writes it. All times are steady milliseconds unless a name says otherwise.
 */

/** Nothing goes out before this time. Pauses merge by the later end, so late or repeated news does no harm. */
export interface Pause {
  readonly untilMs: number
  /** How long it was in all when it was learnt; the spread of the release grows with it. */
  readonly forMs: number
  /** Who said so: a stated Retry-After, an exhausted quota, a vendor's own field; or heed backs off. */
  readonly source: 'retry-after' | 'rate-limit' | 'vendor' | 'backoff'
  /** The answer that said so, as trails name it: `429 from GET https://a.example/x`. Holds no secret. */
  readonly cause: string
  /** It was an answer of a server that fails; what is kept may stand in for the next one (stale-if-error). */
  readonly failing: boolean
}

/** What the server said of its quota, latest news. */
export interface Quota {
  /** Its name, where the server gives one; '' else. */
  readonly name: string
  readonly limit: number | null
  readonly remaining: number
  /** When it is full again, or a whole new window begins; null: not said. */
  readonly resetMs: number | null
  readonly windowMs: number | null
  readonly heardMs: number
}

/** A declared quota: so many requests in so long, spread evenly (GCRA) with so many at once at most. */
export interface QuotaPolicy {
  readonly limit: number
  readonly windowMs: number
  /** Requests that may go at once. 1 to `limit`. */
  readonly burst: number
}

export interface BreakerPolicy {
  /** It opens when this share of the calls of the window failed or were slow. 0 to 1. */
  readonly ratio: number
  /** It never opens on fewer calls than this. */
  readonly least: number
  readonly windowMs: number
  /** It opens on so many failures in a row, too, once they have gone on for `streakMs`: who calls seldom never has `least`. */
  readonly streak: number
  readonly streakMs: number
  /** An answer whose head takes longer counts as a failure; null: however long it takes. */
  readonly slowMs: number | null
  /** How long it stays open the first time; doubled each time its probe fails, up to `mostOpenMs`. */
  readonly openMs: number
  readonly mostOpenMs: number
}

/** Bad ones in a row, no good one between, and when the first and the last of them came. Written by `count` alone. */
export interface Streak {
  bad: number
  fromMs: number
  toMs: number
}

/** Counts of the last seconds, second by second: slot `s % slots` holds second `s`. */
export interface Counts {
  readonly second: Float64Array
  readonly good: Float64Array
  readonly bad: Float64Array
  readonly streak: Streak
}

/** Closed: calls pass and are counted. Open: none passes until `untilMs`; then one probe, whose end decides. */
export interface BreakerState {
  readonly state: 'closed' | 'open' | 'probing'
  readonly untilMs: number
  /** How often in a row it has opened. */
  readonly opens: number
}

/** How fast an origin is asked after it refused too many requests. */
export interface Pace {
  /** Infinity: going slower did not help, so calls go as they come. */
  readonly perSecond: number
  /** It never becomes slower than this, however many more are refused. */
  readonly leastPerSecond: number
  /** Since when; it grows from here on. */
  readonly fromMs: number
  /** How often in a row it was learnt, each time soon after the last. */
  readonly times: number
}

/** Client-side throttling (Google SRE book, chapter 21): refuse locally with growing chance once the server refuses. */
export interface ThrottlePolicy {
  /** Requests that are sent for each one the server takes: 2 lets twice as many through as succeed. */
  readonly k: number
  readonly windowMs: number
}

/** How many may be under way at once, learnt: one more after good answers, fewer by a factor after refusals. */
export interface ConcurrencyPolicy {
  readonly first: number
  readonly least: number
  readonly most: number
  /** What is left of it after a refusal: 0.5 halves it. */
  readonly backoff: number
}

export interface ConcurrencyState {
  readonly limit: number
  /** Refusals within one round trip count once: nothing shrinks before this time. */
  readonly calmUntilMs: number
}

/** What an answer or a fault says of the origin; made by `rules/manners/news.ts`, kept by the ledger. */
export interface News {
  readonly pause: Pause | null
  readonly quotas: readonly Quota[]
  /** `neither`: it says nothing of how the server fares (a refusal of one request, a throttle). */
  readonly outcome: 'good' | 'bad' | 'neither'
  /** The server turned it away because there is too much: what throttles and concurrency limits listen to. */
  readonly refused: boolean
}

/** Something changed for an origin that its callers may feel. */
export interface OriginChange {
  readonly key: string
  /** A pause began; a breaker opened or closed; the number of requests at once changed; requests are spaced out. */
  readonly what: 'paused' | 'opened' | 'closed' | 'limited' | 'slowed'
  readonly reason: string
  /** Steady ms; null where nothing ends. */
  readonly untilMs: number | null
}

/** What a limit key is made of. */
export interface LimitedRequest {
  readonly method: string
  readonly url: URL
  /** By name in lower case. */
  readonly fields: Readonly<Record<string, string>>
}
