// One job done by heed. heed's own tests do the same jobs on a fake clock.
import {
  createClient,
  DownloadError,
  HeedError,
  PollError,
  RedirectError,
  StatusError,
  TimeoutError,
  UpdateError,
  WireError,
} from 'heed'
import { memoryCache } from 'heed/cache'
import { bodyOf, bodyResult, headersResult } from './adapter.mjs'

/** What heed cannot do yet, by the names that scenarios use. */
export const LACKS = []

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
  const nowMs = () => options.clock?.steadyMs() ?? performance.now()
  return job => {
    const { auth } = job.options
    const key = JSON.stringify(auth)
    if (auth !== null && !signing.has(key)) signing.set(key, createClient({ ...options, auth: authOf(plain, auth) }))
    return perform(signing.get(key) ?? plain, job, job.options.cache ? cache : false, nowMs)
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
 * @param {() => number} nowMs
 * @returns {Promise<Omit<import('heed-lab/suite').JobResult, 'id'>>}
 */
async function perform(api, job, cache, nowMs) {
  try {
    if (job.do === 'download') return await downloaded(api, job)
    const asked = { update: updated, poll: polled }[job.do] ?? requested
    return { ...(await answerResult(await asked(api, job, cache, nowMs))), error: null }
  } catch (error) {
    return failureResult(error)
  }
}

/** What every call of heed takes. */
function sharedOptions({ headers, options }) {
  const { attempts, attemptMs, totalMs, bodyBytes } = options
  return {
    headers,
    attempts,
    attemptMs: Math.min(attemptMs, totalMs),
    deadlineMs: totalMs,
    limits: { bodyBytes },
  }
}

function requested(api, job, cache) {
  const body = bodyOf(job)
  const { maxRedirects } = job.options
  const content = body === null ? {} : { body }
  return api(job.url, { ...sharedOptions(job), method: job.method, ...content, maxRedirects, cache })
}

function updated(api, job, cache) {
  const rounds = job.options.attempts
  const options = { ...sharedOptions(job), type: 'text/plain', rounds, cache }
  return api.update(job.url, text => text + job.append, options)
}

async function polled(api, job, cache, nowMs) {
  const startMs = nowMs()
  const answer = await requested(api, job, cache)
  const { totalMs } = job.options
  const deadlineMs = Math.max(1, Math.floor(totalMs - (nowMs() - startMs)))
  return answer.poll({ ...sharedOptions(job), deadlineMs, cache })
}

/** The body of the result is what the sink holds, also after an error. */
async function downloaded(api, job) {
  let pieces = []
  const sink = {
    write: bytes => void pieces.push(bytes),
    restart() {
      pieces = []
    },
  }
  const { maxRedirects } = job.options
  try {
    const { answer } = await api.download(job.url, sink, { ...sharedOptions(job), maxRedirects })
    const { status, url, headers } = answer
    return {
      ok: true,
      status,
      url,
      headers: headersResult(headers),
      ...bodyResult(Buffer.concat(pieces)),
      error: null,
    }
  } catch (error) {
    return { ...(await failureResult(error)), ...bodyResult(Buffer.concat(pieces)) }
  }
}

async function answerResult(answer) {
  const { ok, status, url, headers } = answer
  return { ok, status, url, headers: headersResult(headers), ...bodyResult(await answer.bytes()) }
}

/** An update that lost all its rounds, or a poll: they have an answer that the caller can see. */
const endsWithAnswer = error => (error instanceof UpdateError || error instanceof PollError) && error.answer !== null

async function failureResult(error) {
  const result = { ok: false, status: null, error: { kind: kindOf(error), message: messageOf(error) } }
  if (error instanceof StatusError) return { ...(await answerResult(error.answer)), ...result, status: error.status }
  if (endsWithAnswer(error)) return { ...(await answerResult(error.answer)), ...result, status: error.answer.status }
  if (error instanceof WireError) return { ...result, status: error.status }
  return result
}

function kindOf(error) {
  if (error instanceof RedirectError) return 'redirects'
  if (error instanceof StatusError) return 'status'
  if (error instanceof TimeoutError) return 'timeout'
  if (error instanceof UpdateError && error.kind === 'conflict') return 'status'
  if (error instanceof PollError && error.kind === 'later') return 'timeout'
  if (error instanceof DownloadError && error.reason === 'broken') return kindOf(error.cause)
  if (error instanceof WireError) return FAULT_KINDS[error.fault] ?? 'network'
  return 'other'
}

const messageOf = error => (HeedError.is(error) ? error.message : String(error))
