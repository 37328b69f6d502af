import type { BreakerState, Quota } from './manners.ts'
import type { Clock, Origin } from './ports.ts'
import { paceApartMs } from './rules/manners/pace.ts'

/** What is known of one origin, or of another limit key, for people and for logs. */
export interface OriginReport {
  /** Scheme, host and port, or what the option limitKey gave. */
  readonly key: string
  /** Nothing goes out before; null: it may. */
  readonly pause: { readonly until: Date; readonly source: string; readonly cause: string } | null
  readonly breaker: { readonly state: BreakerState['state']; readonly until: Date | null }
  /** What the server said of its quotas. */
  readonly quotas: readonly (Pick<Quota, 'name' | 'limit' | 'remaining'> & { readonly resetAt: Date | null })[]
  /** Requests a second that go at most, since it refused too many; null: as many as come. */
  readonly perSecond: number | null
  /** How many may be under way at once; null: as many as there are. */
  readonly atOnce: number | null
  readonly underWay: number
}

/** Steady times become dates, since those are what people compare. */
export function reportOf(origin: Origin, clock: Clock): OriginReport {
  const nowMs = clock.steadyMs()
  const dateOf = (steadyMs: number): Date => new Date(clock.wallMs() + steadyMs - nowMs)
  const { key, pause, breaker, quotas, concurrency, underWay } = origin
  const apartMs = paceApartMs(origin.pace, nowMs)
  return {
    key,
    pause:
      pause === null || pause.untilMs <= nowMs
        ? null
        : { until: dateOf(pause.untilMs), source: pause.source, cause: pause.cause },
    breaker: { state: breaker.state, until: breaker.state === 'closed' ? null : dateOf(breaker.untilMs) },
    quotas: quotas.map(({ name, limit, remaining, resetMs }) => ({
      name,
      limit,
      remaining,
      resetAt: resetMs === null ? null : dateOf(resetMs),
    })),
    perSecond: apartMs === 0 ? null : 1000 / apartMs,
    atOnce: concurrency === null ? null : Math.floor(concurrency.limit),
    underWay,
  }
}
