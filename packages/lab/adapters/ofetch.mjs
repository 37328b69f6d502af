// ofetch with the options that its README shows:
//   retry        as the job says, but for POST, PUT, PATCH and DELETE, which are not retried as it comes
//   retryDelay   100 ms
//   responseType arrayBuffer
//   signal       for the whole call; ofetch's timeout stops at the head of the answer, and excludes a signal
import { FetchError, ofetch } from 'ofetch'
import { bodyOf, bodyResult, headersResult, serve, versionOf } from './adapter.mjs'
import { errorResult } from './error-kinds.mjs'
import { beyondFetch, LACKED_BY_FETCH, wholeCallSignal } from './fetch-job.mjs'

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE']

const seenOn = ({ ok, status, url, headers, _data: bytes = new ArrayBuffer() }) => ({
  ok,
  status,
  url,
  headers: headersResult(headers),
  ...bodyResult(new Uint8Array(bytes)),
})

async function perform(job) {
  const body = bodyOf(job)
  const signal = wholeCallSignal(job.options)
  try {
    const response = await ofetch.raw(job.url, {
      method: job.method,
      headers: job.headers,
      ...(body === null ? {} : { body }),
      ...(UNSAFE.includes(job.method) ? {} : { retry: job.options.attempts - 1 }),
      retryDelay: 100,
      responseType: 'arrayBuffer',
      signal,
    })
    return seenOn(response)
  } catch (error) {
    if (!(error instanceof FetchError) || error.response === undefined) {
      return { ok: false, status: null, error: errorResult(error, signal) }
    }
    return { ...seenOn(error.response), error: { kind: 'status', message: error.message } }
  }
}

serve(
  {
    client: 'ofetch',
    version: versionOf('ofetch'),
    setup: 'retry (not for POST, PUT, PATCH, DELETE), retryDelay 100 ms, one signal for the call',
    lacks: LACKED_BY_FETCH.filter(each => each !== 'retries'),
  },
  async job => beyondFetch(job) ?? perform(job),
)
