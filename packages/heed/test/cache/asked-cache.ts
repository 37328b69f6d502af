import type { Exchange } from '../../src/exchange.ts'
import { newFacts } from '../../src/facts.ts'
import type { CacheFacts, Kept, KeptHead } from '../../src/keeping.ts'
import { type HeartOptions, heart } from '../heart.ts'

/** The date of the fake clock. */
export const NOW_MS: number = Date.UTC(2026, 10, 22, 12)

/** A date as servers write it, this many seconds after `NOW_MS`. */
export const dateIn = (seconds: number): string => new Date(NOW_MS + seconds * 1000).toUTCString()

/** What `askedCache` takes besides the request: what the store has found, and what else is known of the cache. */
export interface AskedOptions extends HeartOptions {
  readonly found?: readonly Kept[]
  readonly facts?: Partial<CacheFacts>
}

/** A request with a cache, whose answer's head has just come; it took 10 ms. */
export function askedCache(options: AskedOptions = {}): Exchange {
  const { found = [], facts, ...rest } = options
  const { exchange } = heart([], rest)
  exchange.tookMs = 10
  exchange.cache = { ...newFacts(false), whose: '', found, ...facts }
  return exchange
}

/** A kept answer with nothing in it but what is given, fresh for a minute from `NOW_MS` on. */
export function keptAs(id: Kept['id'], head: Partial<KeptHead> = {}): Kept {
  const times = { askedMs: NOW_MS, answeredMs: NOW_MS, bornMs: NOW_MS, freshMs: 60_000 }
  const stale = {
    staleWhileRevalidateMs: 0,
    staleIfErrorMs: 0,
    noCache: false,
    mustRevalidate: false,
    immutable: false,
  }
  const answer = { status: 200, statusText: 'OK', fields: {}, varied: {}, part: null, hasBody: true, bodyBytes: 0 }
  return { id, head: { ...answer, ...times, ...stale, ...head } }
}
