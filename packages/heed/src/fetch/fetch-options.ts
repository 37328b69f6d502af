import { checkFetchOptions, ownOptions } from '../check-options.ts'
import { compileClient, overridden } from '../compile.ts'
import type { ConnectionOptions, OriginOptions, SharedOptions } from '../options.ts'
import type { Plan } from '../plan.ts'

/**
 * What a `fetch` can be told: what a client can, except what each call of fetch says itself (address, headers, redirect).
 * The limits of time are wider by default, as whoever calls fetch sets their own: attemptMs, deadlineMs and bodyIdleMs
 * are 300000, five minutes.
 */
export type FetchOptions = Omit<SharedOptions, 'headers' | 'searchParams' | 'redirect' | 'throwOnError'> &
  ConnectionOptions &
  OriginOptions

/** A plan for each way to take a redirect, and one for requests that another heed sends. */
export type FetchPlans = (kind: Request['redirect'] | 'nested') => Plan

/** What undici's own fetch waits for a head, and for more of a body: SDKs and event streams are used to it. */
const PATIENT_MS = 300_000

/** @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another */
export function compileFetch(options: FetchOptions): FetchPlans {
  const own = ownOptions(options)
  checkFetchOptions(own)
  const { deadlineMs = PATIENT_MS, attemptMs = deadlineMs, bodyIdleMs = PATIENT_MS } = own
  const bare = compileClient({ ...own, deadlineMs, attemptMs, bodyIdleMs, throwOnError: false })
  const follow = overridden(bare, { stream: true })
  const made: Partial<Record<'manual' | 'error' | 'nested', Plan>> = {}
  return kind => {
    if (kind === 'follow') return follow
    made[kind] ??= overridden(follow, kind === 'nested' ? nested(follow) : { redirect: kind })
    return made[kind]
  }
}

/** Whoever asks sends again and follows by itself, as far as the platform lets it. */
const nested = ({ transport }: Plan): SharedOptions =>
  transport.followsRedirects === true ? { attempts: 1 } : { attempts: 1, redirect: 'manual' }
