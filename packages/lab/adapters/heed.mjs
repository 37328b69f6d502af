// heed with its defaults; each job's limits are options of the call.
import { createRequire } from 'node:module'
import { createClient } from 'heed'
import { serve } from './adapter.mjs'
import { LACKS, perform } from './heed-job.mjs'

const { version } = createRequire(import.meta.url)('heed/package.json')

const api = createClient()

serve(
  {
    client: 'heed',
    version,
    setup: 'defaults; attempts, attemptMs, deadlineMs, maxRedirects and limits.bodyBytes as the job says',
    lacks: LACKS,
  },
  job => perform(api, job),
)
