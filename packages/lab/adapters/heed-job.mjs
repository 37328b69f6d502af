// One job done by heed. heed's own tests do the same jobs on a fake clock.
import { createClient, HeedError, RedirectError, StatusError, TimeoutError, WireError } from 'heed'
import { memoryCache } from 'heed/cache'
import { bodyOf, bodyResult, headersResult } from './adapter.mjs'

/** What heed cannot do yet, by the names that scenarios use. */
export const LACKS = ['pause', 'quota']

const FAULT_KINDS = {
  malformed: 'protocol',
  'invalid-status': 'protocol',
  'unasked-continue': 'protocol',
  'interim-flood': 'too-large',
  'headers-too-large': 'too-large',
  'too-large': 'too-large',
  'too-dense': 'too-large',
  'too-many-codings': 'too-large',
  'bad-coding': 'decode',
  aborted: 'aborted',
}

/**
 * heed, ready for jobs. Jobs with a cache share one, and so do jobs with the same token share their client.
 * @param {import('heed').ClientOptions} options of every client that it makes
 * @returns {(job: import('heed-lab/suite').Job) => Promise<Omit<import('heed-lab/suite').JobResult, 'id'>>}
 */
export function worker(options = {}) {
  const plain = createClient(options)
  const cache = memoryCache()
  const signing = new Map()
  return job => {
    const { auth } = job.options
    const key = JSON.stringify(auth)
    if (auth !== null && !signing.has(key)) signing.set(key, createClient({ ...options, auth: authOf(plain, auth) }))
    return perform(signing.get(key) ?? plain, job, job.options.cache ? cache : false)
  }
}

/** The token goes to its origin alone; a POST without it gives a new one. */
function authOf(plain, { token, refreshUrl }) {
  const refresh = async ({ signal }) => {
    const answer = await plain.post(refreshUrl, { signal, attempts: 1 })
    return (await answer.json()).token
  }
  return { token, refresh, origins: [new URL(refreshUrl).origin] }
}

/**
 * @param {import('heed').Client} api
 * @param {import('heed-lab/suite').Job} job
 * @param {import('heed/cache').Cache | false} cache
 * @returns {Promise<Omit<import('heed-lab/suite').JobResult, 'id'>>}
 */
export async function perform(api, job, cache = false) {
  const { attempts, attemptMs, totalMs, maxRedirects, bodyBytes } = job.options
  const body = bodyOf(job)
  try {
    const answer = await api(job.url, {
      method: job.method,
      headers: job.headers,
      ...(body === null ? {} : { body }),
      attempts,
      attemptMs: Math.min(attemptMs, totalMs),
      deadlineMs: totalMs,
      maxRedirects,
      limits: { bodyBytes },
      cache,
    })
    return { ...(await answerResult(answer)), error: null }
  } catch (error) {
    return failureResult(error)
  }
}

async function answerResult(answer) {
  const { ok, status, url, headers } = answer
  return { ok, status, url, headers: headersResult(headers), ...bodyResult(await answer.bytes()) }
}

async function failureResult(error) {
  const result = { ok: false, status: null, error: { kind: kindOf(error), message: messageOf(error) } }
  if (error instanceof StatusError) return { ...(await answerResult(error.answer)), ...result, status: error.status }
  if (error instanceof WireError) return { ...result, status: error.status }
  return result
}

function kindOf(error) {
  if (error instanceof RedirectError) return 'redirects'
  if (error instanceof StatusError) return 'status'
  if (error instanceof TimeoutError) return 'timeout'
  if (error instanceof WireError) return FAULT_KINDS[error.fault] ?? 'network'
  return 'other'
}

const messageOf = error => (HeedError.is(error) ? error.message : String(error))
