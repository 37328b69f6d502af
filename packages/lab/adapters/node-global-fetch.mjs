// The fetch that Node has built in. It knows no attempts and no limit for redirects or bodies; time is limited with a
// signal.
import { serve } from './adapter.mjs'
import { beyondFetch, fetchJob, LACKED_BY_FETCH } from './fetch-job.mjs'

serve(
  {
    client: 'fetch of Node',
    version: process.versions.node,
    setup: `fetch(url, { signal: AbortSignal.timeout(...) }); undici ${process.versions.undici} inside`,
    lacks: LACKED_BY_FETCH,
  },
  async job => beyondFetch(job) ?? fetchJob(fetch, job),
)
