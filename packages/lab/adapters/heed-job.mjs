// One job done by heed. heed's own tests do the same jobs on a fake clock.
import { HeedError, RedirectError, StatusError, TimeoutError, WireError } from 'heed'
import { bodyOf, bodyResult, headersResult } from './adapter.mjs'

/** What heed cannot do yet, by the names that scenarios use. */
export const LACKS = ['cache', 'renew', 'pause', 'quota', 'resume', 'update']

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
 * @param {import('heed').Client} api
 * @param {import('heed-lab/suite').Job} job
 * @returns {Promise<Omit<import('heed-lab/suite').JobResult, 'id'>>}
 */
export async function perform(api, job) {
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
