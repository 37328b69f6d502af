// undici's fetch as it comes. It knows no attempts and no limit for redirects or bodies; time is limited with a signal.
import { fetch } from 'undici'
import { serve, versionOf } from './adapter.mjs'
import { beyondFetch, fetchJob, LACKED_BY_FETCH } from './fetch-job.mjs'

serve(
  {
    client: 'undici fetch',
    version: versionOf('undici'),
    setup: 'fetch(url, { signal: AbortSignal.timeout(...) })',
    lacks: LACKED_BY_FETCH,
  },
  async job => beyondFetch(job) ?? fetchJob(fetch, job),
)
