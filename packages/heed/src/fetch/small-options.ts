import type { OriginOptions, SharedOptions } from '../options/options.ts'
import type { Transport } from '../ports.ts'

/** What `createFetch` of `heed/fetch` can be told: times, tries, and who is told. */
export type SmallFetchOptions = Pick<
  SharedOptions,
  | 'attempts'
  | 'deadlineMs'
  | 'attemptMs'
  | 'bodyIdleMs'
  | 'maxWaitMs'
  | 'maxRedirects'
  | 'attemptHeader'
  | 'replayable'
  | 'backoff'
  | 'onTrail'
> &
  Pick<OriginOptions, 'budget' | 'limitKey' | 'clock' | 'dice'> & {
    readonly transport?: Transport
  }
