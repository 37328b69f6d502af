import type { Timeline } from './events.ts'

/** What comes back for a request: an answer, or nothing because no connection is made. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'refused' }

export interface Server {
  /** A request has arrived. `reply` is called once, now or later, whether or not anybody still waits for it. */
  take(reply: (reply: Reply) => void): void
}

export const GOOD: Reply = { kind: 'answer', status: 200, retryAfterSeconds: null }
export const REFUSED: Reply = { kind: 'refused' }
export const UNAVAILABLE: Reply = { kind: 'answer', status: 503, retryAfterSeconds: null }

export interface QuotaTerms {
  /** Requests served in each window; more are answered 429. */
  readonly limit: number
  readonly windowMs: number
  /** Does the 429 say when the next window begins (Retry-After)? */
  readonly stated: boolean
}

/** Fixed windows, as common APIs have: the count starts anew at each multiple of the window. */
export function quotaServer(timeline: Timeline, { limit, windowMs, stated }: QuotaTerms): Server {
  let window = -1
  let served = 0
  return {
    take(reply) {
      const current = Math.floor(timeline.nowMs / windowMs)
      if (current !== window) served = 0
      window = current
      if (served++ < limit) return reply(GOOD)
      const leftMs = (current + 1) * windowMs - timeline.nowMs
      reply({ kind: 'answer', status: 429, retryAfterSeconds: stated ? Math.ceil(leftMs / 1000) : null })
    },
  }
}

/** A time in which the server is not well. */
export interface Spell {
  readonly fromMs: number
  readonly untilMs: number
}

export const isWithin = (atMs: number, { fromMs, untilMs }: Spell): boolean => atMs >= fromMs && atMs < untilMs

/** Serves all, except that within the spell every request gets the same bad reply. */
export function brokenServer(timeline: Timeline, spell: Spell, bad: Reply): Server {
  return { take: reply => reply(isWithin(timeline.nowMs, spell) ? bad : GOOD) }
}

export interface Capacity {
  readonly perSecond: number
  /** What is left of it within the spell, 0 to 1. */
  readonly share: number
}

/**
 * Serves one request after the other, in the order they came, as fast as its capacity allows. It cannot know that
 * somebody has given up: that request is worked off like any other, which is what lets retries pile up.
 */
export function brownedServer(timeline: Timeline, spell: Spell, { perSecond, share }: Capacity): Server {
  const waiting: ((reply: Reply) => void)[] = []
  let first = 0
  let busy = false

  function work(): void {
    const reply = waiting[first]
    busy = reply !== undefined
    if (reply === undefined) {
      waiting.length = 0
      first = 0
      return
    }
    first++
    const rate = isWithin(timeline.nowMs, spell) ? perSecond * share : perSecond
    timeline.in(1000 / rate, () => {
      reply(GOOD)
      work()
    })
  }

  return {
    take(reply) {
      waiting.push(reply)
      if (!busy) work()
    },
  }
}
