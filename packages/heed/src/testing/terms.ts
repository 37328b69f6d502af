/** What the contract asks ledgers with: policies whose numbers are easy to count, and the news that it tells. */
import type { BreakerPolicy, News, Pause, QuotaPolicy } from '../manners.ts'
import type { LedgerPolicies } from '../shared/ledger.ts'

export const NOW_MS = 50_000
/** Times that a machine adds up are a little off. */
export const OFF_MS = 1e-3

export const QUOTA: QuotaPolicy = Object.freeze({ limit: 5, windowMs: 1_000, burst: 2 })
export const BREAKER: BreakerPolicy = Object.freeze({
  ratio: 0.5,
  least: 4,
  windowMs: 10_000,
  streak: 1_000_000,
  streakMs: 0,
  slowMs: null,
  openMs: 1_000,
  mostOpenMs: 8_000,
})
/** At once; it never grows, so that places can be counted. */
export const AT_ONCE = 3

export const POLICIES: LedgerPolicies = Object.freeze({
  breaker: BREAKER,
  quota: QUOTA,
  concurrency: Object.freeze({ first: AT_ONCE, least: AT_ONCE, most: AT_ONCE, backoff: 0.5 }),
  throttles: true,
  onChange: null,
})

export const NO_POLICIES: LedgerPolicies = Object.freeze({
  breaker: null,
  quota: null,
  concurrency: null,
  throttles: false,
  paces: false,
  onChange: null,
})

export const WELL: News = Object.freeze({ pause: null, quotas: [], outcome: 'good', refused: false })
export const BAD: News = Object.freeze({ ...WELL, outcome: 'bad' })
export const NEITHER: News = Object.freeze({ ...WELL, outcome: 'neither' })
/** A 429 that gives no time. */
export const REFUSED: News = Object.freeze({ ...NEITHER, refused: true })

export const pauseUntil = (untilMs: number, forMs = 5_000): Pause => ({
  untilMs,
  forMs,
  source: 'retry-after',
  cause: '429 from GET https://a.test/',
  failing: false,
})

export const paused = (pause: Pause): News => ({ ...WELL, pause })

export const numbered = (at: number): URL => new URL(`https://${at}.test/`)
