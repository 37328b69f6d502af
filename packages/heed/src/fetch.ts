/** `heed/fetch`: the drop-in `fetch` alone, small enough for a page, over the platform's own fetch. */
import { type Fetch, createFetch as full } from './fetch/create-fetch.ts'
import type { FetchOptions } from './fetch/fetch-options.ts'
import type { SmallFetchOptions } from './fetch/small-options.ts'

export { HeedError } from './errors/heed-error.ts'
export type { Fetch, FetchInit } from './fetch/create-fetch.ts'
export type { SmallFetchOptions as FetchOptions } from './fetch/small-options.ts'
export { trailOf } from './fetch/trail-of.ts'
export type { Trail, TrailEntry } from './trail.ts'

/**
 * A `fetch` that does what the status code says, as `createFetch` of `heed` makes it: retries, Retry-After, pauses that hold
 * all calls to an origin, redirects, deadlines, the trail. Without a cache, credentials, breakers, quotas and vendors' fields,
 * and with names in place of sentences.
 * @throws {OptionError} for an option that is unknown or out of its bounds
 */
export const createFetch: (options?: SmallFetchOptions) => Fetch = options => full(options as FetchOptions)
