// make-fetch-happen as its README shows it:
//   retry     retries as the job says, minTimeout 100 ms (doubling), randomize
//   timeout   each attempt's; signal: the whole call's
//   follow    redirects (no size: it is the exact size that a body must have, not its limit)
//   cachePath a folder, for jobs with a cache
import fetch from 'make-fetch-happen'
import { nodeBodyOf, serve, versionOf } from './adapter.mjs'
import { fetchJob } from './fetch-job.mjs'
import { temporaryFolder } from './temporary-folder.mjs'

const cachePath = temporaryFolder('cache')

serve(
  {
    client: 'make-fetch-happen',
    version: versionOf('make-fetch-happen'),
    setup: 'retry { retries, minTimeout 100 ms, randomize }, timeout, signal, follow; cachePath for jobs with a cache',
    lacks: ['renew', 'pause', 'quota', 'resume', 'update', 'poll', 'limits'],
  },
  job => {
    const { attempts, attemptMs, totalMs, maxRedirects, cache } = job.options
    return fetchJob(fetch, job, {
      body: nodeBodyOf(job),
      retry: { retries: attempts - 1, minTimeout: 100, randomize: true },
      timeout: attemptMs,
      signal: AbortSignal.timeout(totalMs),
      follow: maxRedirects,
      ...(cache ? { cachePath } : {}),
    })
  },
)
