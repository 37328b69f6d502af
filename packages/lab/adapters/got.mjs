// got 16 with its documented options:
//   retry        limit as the job says; methods, statuses and waits as they come
//   timeout      request: each attempt's
//   signal       the whole call's
//   maxRedirects as the job says
//   cache        a Map, for jobs with a cache, with shared: false as it serves one user
import got, { HTTPError } from 'got'
import { bodyResult, headersResult, nodeBodyOf, serve, versionOf } from './adapter.mjs'
import { errorResult } from './error-kinds.mjs'

const store = new Map()

const seenOn = ({ statusCode, url, headers, rawBody }) => ({
  status: statusCode,
  url,
  headers: headersResult(Object.entries(headers)),
  ...bodyResult(rawBody ?? new Uint8Array()),
})

async function perform(job) {
  const { attempts, attemptMs, totalMs, maxRedirects, cache } = job.options
  const body = nodeBodyOf(job)
  const signal = AbortSignal.timeout(totalMs)
  try {
    const response = await got(job.url, {
      method: job.method,
      headers: job.headers,
      ...(body === null ? {} : { body }),
      retry: { limit: attempts - 1 },
      timeout: { request: attemptMs },
      signal,
      maxRedirects,
      responseType: 'buffer',
      ...(cache ? { cache: store, cacheOptions: { shared: false } } : {}),
    })
    return { ok: response.ok, ...seenOn(response) }
  } catch (error) {
    if (error instanceof HTTPError) {
      return { ok: false, ...seenOn(error.response), error: { kind: 'status', message: error.message } }
    }
    return { ok: false, status: error.response?.statusCode ?? null, error: errorResult(error, signal) }
  }
}

serve(
  {
    client: 'got',
    version: versionOf('got'),
    setup:
      'retry { limit }, timeout { request }, signal, maxRedirects; cache: a Map, not shared, for jobs with a cache',
    lacks: ['renew', 'pause', 'quota', 'resume', 'update', 'poll', 'limits'],
  },
  perform,
)
