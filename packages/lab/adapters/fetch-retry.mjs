// fetch-retry around the fetch of Node, with the options that its README shows:
//   retries     as the job says
//   retryDelay  a function that doubles, from 100 ms (the README's is from 1 s)
//   retryOn     a list of statuses; with a list, errors are retried too
//   signal      for all attempts together, as it has no time for each
import wrap from 'fetch-retry'
import { serve, versionOf } from './adapter.mjs'
import { beyondFetch, fetchJob, LACKED_BY_FETCH, wholeCallSignal } from './fetch-job.mjs'

const fetchRetry = wrap(fetch, {
  retryDelay: attempt => 2 ** attempt * 100,
  retryOn: [429, 500, 502, 503, 504],
})

serve(
  {
    client: 'fetch-retry',
    version: versionOf('fetch-retry'),
    setup:
      'fetch of Node; retries, retryDelay 100 ms doubling, retryOn [429, 500, 502, 503, 504], one signal for the call',
    lacks: LACKED_BY_FETCH.filter(each => each !== 'retries'),
  },
  async job =>
    beyondFetch(job) ??
    fetchJob(fetchRetry, job, { retries: job.options.attempts - 1, signal: wholeCallSignal(job.options) }),
)
