import { checkFetchOptions, ownOptions } from '../options/check-options.ts'
import { compileClient, overridden } from '../options/compile.ts'
import type { ConnectionOptions, OriginOptions, SharedOptions } from '../options/options.ts'
import { PATIENT_MS } from '../options/usual.ts'
import type { FetchMode, Plan } from '../plan.ts'

/**
 * What a `fetch` can be told: what a client can, except what each call of fetch says itself (address, headers, redirect).
 * The limits of time are wider by default, as whoever calls fetch sets their own: attemptMs, deadlineMs and bodyIdleMs
 * are 300000, five minutes.
 */
export type FetchOptions = Omit<SharedOptions, 'headers' | 'searchParams' | 'redirect' | 'throwOnError'> &
  ConnectionOptions &
  OriginOptions

/** A plan for each way to take a redirect, and one for requests that another heed sends; each for every mode. */
export type FetchPlans = (kind: Request['redirect'] | 'nested', mode: Request['mode']) => Plan

/** @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another */
export function compileFetch(options: FetchOptions): FetchPlans {
  const own = ownOptions(options)
  checkFetchOptions(own)
  const { deadlineMs = PATIENT_MS, attemptMs = deadlineMs, bodyIdleMs = PATIENT_MS } = own
  const bare = compileClient({ ...own, deadlineMs, attemptMs, bodyIdleMs, throwOnError: false })
  const follow: Plan = { ...overridden(bare, { stream: true }), fetchMode: 'cors' }
  const made = new Map<string, Plan>()
  return (kind, mode) => {
    if (kind === 'follow' && mode === 'cors') return follow
    const name = `${kind} ${mode}`
    const known = made.get(name)
    if (known !== undefined) return known
    const plan = overridden(follow, kind === 'nested' ? nested(follow) : { redirect: kind })
    const one: Plan = { ...plan, fetchMode: mode as FetchMode }
    made.set(name, one)
    return one
  }
}

/** Whoever asks sends again and follows by itself, as far as the platform lets it. */
const nested = ({ transport }: Plan): SharedOptions =>
  transport.followsRedirects === true ? { attempts: 1 } : { attempts: 1, redirect: 'manual' }
