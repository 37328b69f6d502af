// heed with its defaults; each job's limits are options of the call.
import { createRequire } from 'node:module'
import { serve } from './adapter.mjs'
import { LACKS, worker } from './heed-job.mjs'

const { version } = createRequire(import.meta.url)('heed/package.json')

serve(
  {
    client: 'heed',
    version,
    setup:
      'defaults; attempts, attemptMs, deadlineMs, maxRedirects and limits.bodyBytes as the job says; memoryCache for jobs with a cache, auth for jobs with a token; download, update and poll',
    lacks: LACKS,
  },
  worker(),
)
