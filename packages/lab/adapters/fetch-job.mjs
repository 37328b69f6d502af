// A job done with something that is called like fetch, whoever brings it.
import { bodyOf, bodyResult, headersResult } from './adapter.mjs'
import { errorResult } from './error-kinds.mjs'

/** What no fetch can do by itself. */
export const LACKED_BY_FETCH = ['retries', 'cache', 'renew', 'pause', 'quota', 'resume', 'update', 'poll', 'limits']

/** fetch follows 20 redirects and cannot be told another number. */
const MAX_REDIRECTS = 20

/** The result of a job that asks of fetch what it cannot do; null: it can. */
export function beyondFetch({ options }) {
  if (options.maxRedirects === MAX_REDIRECTS) return null
  return { ok: false, status: null, unsupported: 'fetch follows 20 redirects; the number cannot be set.' }
}

/** For clients that have one signal for the whole call: no longer than all of its attempts. */
export const wholeCallSignal = ({ attempts, attemptMs, totalMs }) =>
  AbortSignal.timeout(Math.min(totalMs, attempts * attemptMs))

/** For clients that send once: the attempt is the call. */
export const oneAttemptSignal = ({ attemptMs, totalMs }) => AbortSignal.timeout(Math.min(attemptMs, totalMs))

/** Calls fetch with what the job says, and with options that this fetch has besides. */
export async function fetchJob(fetch, job, more = {}) {
  const body = bodyOf(job)
  const init = {
    method: job.method,
    headers: job.headers,
    ...(body === null ? {} : { body, duplex: 'half' }),
    signal: oneAttemptSignal(job.options),
    ...more,
  }
  try {
    return await responseResult(await fetch(job.url, init), init.signal)
  } catch (error) {
    return { ok: false, status: null, error: errorResult(error, init.signal) }
  }
}

/** The result of a Response. Its status can be seen even where its body cannot be read. */
export async function responseResult(response, signal) {
  const { ok, status, url } = response
  const seen = { status, url, headers: headersResult(response.headers) }
  try {
    return { ok, ...seen, ...bodyResult(new Uint8Array(await response.arrayBuffer())) }
  } catch (error) {
    return { ok: false, ...seen, error: errorResult(error, signal) }
  }
}
