// node-fetch 3: follow limits redirects, size limits the body, a signal limits the time. It sends once.
import fetch from 'node-fetch'
import { nodeBodyOf, serve, versionOf } from './adapter.mjs'
import { fetchJob, LACKED_BY_FETCH } from './fetch-job.mjs'

serve(
  {
    client: 'node-fetch',
    version: versionOf('node-fetch'),
    setup: 'follow, size, signal: AbortSignal.timeout(...)',
    lacks: LACKED_BY_FETCH.filter(each => each !== 'limits'),
  },
  job =>
    fetchJob(fetch, job, {
      body: nodeBodyOf(job),
      follow: job.options.maxRedirects,
      size: job.options.bodyBytes,
    }),
)
