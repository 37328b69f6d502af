// ky 2 with the options that its README shows:
//   retry         limit as the job says, jitter, retryOnTimeout; methods and statuses as they come
//   timeout       each attempt's; totalTimeout: the whole call's
//   parseJson     gives the text, so that the body of an error is not lost
import ky, { HTTPError } from 'ky'
import { bodyOf, bodyResult, headersResult, serve, versionOf } from './adapter.mjs'
import { errorResult } from './error-kinds.mjs'
import { beyondFetch, LACKED_BY_FETCH } from './fetch-job.mjs'

const api = ky.create({ parseJson: text => text })

const seenOn = ({ status, url, headers }) => ({ status, url, headers: headersResult(headers) })

async function perform(job) {
  const { attempts, attemptMs, totalMs } = job.options
  const body = bodyOf(job)
  const call = api(job.url, {
    method: job.method,
    headers: job.headers,
    ...(body === null ? {} : { body }),
    retry: { limit: attempts - 1, jitter: true, retryOnTimeout: true },
    timeout: attemptMs,
    totalTimeout: totalMs,
  })
  let seen = { status: null }
  try {
    const response = await call
    seen = seenOn(response)
    return { ok: response.ok, ...seen, ...bodyResult(new Uint8Array(await call.arrayBuffer())) }
  } catch (error) {
    if (!(error instanceof HTTPError)) return { ok: false, ...seen, error: errorResult(error) }
    const content = new TextEncoder().encode(error.data ?? '')
    return {
      ok: false,
      ...seenOn(error.response),
      ...bodyResult(content),
      error: { kind: 'status', message: error.message },
    }
  }
}

serve(
  {
    client: 'ky',
    version: versionOf('ky'),
    setup: 'retry { limit, jitter, retryOnTimeout }, timeout, totalTimeout',
    lacks: LACKED_BY_FETCH.filter(each => each !== 'retries'),
  },
  async job => beyondFetch(job) ?? perform(job),
)
