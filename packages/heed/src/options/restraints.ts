import type { BreakerPolicy, ConcurrencyPolicy, QuotaPolicy, ThrottlePolicy } from '../manners.ts'
import { USUAL_BREAKER } from '../rules/manners/breaker.ts'
import { type HedgePolicy, USUAL_HEDGE } from '../rules/manners/hedge.ts'
import { usualBurst } from '../rules/manners/quota.ts'
import { ownOptions } from './check-options.ts'
import type { ClientOptions } from './options.ts'

/** What the options say of how an origin is spared, with every default. Null: not at all. */
export const breakerOf = (given: ClientOptions['breaker']): BreakerPolicy | null =>
  given === false ? null : { ...USUAL_BREAKER, ...ownOptions(given ?? {}) }

export function quotaOf(given: ClientOptions['quota']): QuotaPolicy | null {
  if (given === undefined) return null
  const { limit, windowMs, burst = usualBurst(limit) } = ownOptions(given)
  return { limit, windowMs, burst }
}

const USUAL_THROTTLE: ThrottlePolicy = Object.freeze({ k: 2, windowMs: 30_000 })

export const throttleOf = (given: ClientOptions['throttle']): ThrottlePolicy | null =>
  given === undefined || given === false ? null : { ...USUAL_THROTTLE, ...(given === true ? {} : ownOptions(given)) }

export const hedgeOf = (given: ClientOptions['hedge']): HedgePolicy | null =>
  given === undefined || given === false ? null : { ...USUAL_HEDGE, ...(given === true ? {} : ownOptions(given)) }

const USUAL_CONCURRENCY: ConcurrencyPolicy = Object.freeze({ first: 10, least: 1, most: 1000, backoff: 0.5 })

export const concurrencyOf = (given: ClientOptions['concurrency']): ConcurrencyPolicy | null =>
  given === undefined || given === false ? null : { ...USUAL_CONCURRENCY, ...(given === true ? {} : ownOptions(given)) }
