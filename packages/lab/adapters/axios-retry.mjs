// axios with axios-retry, with the options that their pages show:
//   retries            as the job says; the condition as it comes: network errors, and 429 and 5xx of idempotent methods
//   retryDelay         axiosRetry.exponentialDelay, from 200 ms, never before Retry-After
//   shouldResetTimeout so that timeout is each attempt's
//   signal             the whole call's
//   maxRedirects, maxContentLength as the job says; responseType arraybuffer
import axios from 'axios'
import axiosRetry from 'axios-retry'
import { bodyResult, headersResult, nodeBodyOf, serve, versionOf } from './adapter.mjs'
import { errorResult } from './error-kinds.mjs'

const client = axios.create({ responseType: 'arraybuffer' })
axiosRetry(client, { retryDelay: axiosRetry.exponentialDelay, shouldResetTimeout: true })

const seenOn = ({ status, headers, data, request }) => ({
  status,
  url: request?.res?.responseUrl ?? null,
  headers: headersResult(Object.entries(headers)),
  ...bodyResult(data ?? new Uint8Array()),
})

async function perform(job) {
  const { attempts, attemptMs, totalMs, maxRedirects, bodyBytes } = job.options
  const signal = AbortSignal.timeout(totalMs)
  try {
    const response = await client.request({
      method: job.method,
      url: job.url,
      headers: job.headers,
      data: nodeBodyOf(job),
      timeout: attemptMs,
      signal,
      maxRedirects,
      maxContentLength: bodyBytes,
      'axios-retry': { retries: attempts - 1 },
    })
    return { ok: true, ...seenOn(response) }
  } catch (error) {
    const status = error.response?.status ?? null
    // A response is also on the error of a body that broke off or was too long: only a bad status comes with a body.
    if (Buffer.isBuffer(error.response?.data)) {
      return { ok: false, ...seenOn(error.response), error: { kind: 'status', message: error.message } }
    }
    return { ok: false, status, error: errorResult(error, signal) }
  }
}

serve(
  {
    client: 'axios + axios-retry',
    version: `${versionOf('axios')} + ${versionOf('axios-retry')}`,
    setup: 'retries, exponentialDelay, shouldResetTimeout, timeout, signal, maxRedirects, maxContentLength',
    lacks: ['cache', 'renew', 'pause', 'quota', 'resume', 'update', 'poll'],
  },
  perform,
)
