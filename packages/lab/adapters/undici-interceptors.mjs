// undici's request over an Agent composed as its page on interceptors shows:
//   retry      maxRetries as the job says, minTimeout 100 ms (doubling), throwOnError: false, so that the last answer is kept
//   redirect   maxRedirections as the job says, throwOnMaxRedirect, authorization and cookie stripped across origins
//   decompress error bodies too; maxSize as the job says
//   cache      type private, for jobs with a cache
//   Agent      maxResponseSize as the job says; headersTimeout and bodyTimeout for each attempt; a signal for the call
import { Agent, interceptors, request } from 'undici'
import { bodyResult, headersResult, nodeBodyOf, serve, versionOf } from './adapter.mjs'
import { errorResult } from './error-kinds.mjs'

const agents = new Map()

function agentFor({ attempts, maxRedirects, bodyBytes, cache }) {
  const key = JSON.stringify([attempts, maxRedirects, bodyBytes, cache])
  const agent =
    agents.get(key) ??
    new Agent({ maxResponseSize: bodyBytes }).compose([
      interceptors.retry({ maxRetries: attempts - 1, minTimeout: 100, throwOnError: false }),
      interceptors.redirect({
        maxRedirections: maxRedirects,
        throwOnMaxRedirect: true,
        stripHeadersOnCrossOriginRedirect: ['authorization', 'cookie'],
      }),
      interceptors.decompress({ skipErrorResponses: false, maxSize: bodyBytes }),
      ...(cache ? [interceptors.cache({ type: 'private' })] : []),
    ])
  agents.set(key, agent)
  return agent
}

async function perform(job) {
  const { attemptMs, totalMs } = job.options
  const signal = AbortSignal.timeout(totalMs)
  let seen = { status: null }
  try {
    const { statusCode, headers, body, context } = await request(job.url, {
      method: job.method,
      headers: job.headers,
      body: nodeBodyOf(job),
      dispatcher: agentFor(job.options),
      headersTimeout: attemptMs,
      bodyTimeout: attemptMs,
      signal,
    })
    const url = context?.history?.at(-1)?.href ?? job.url
    seen = { status: statusCode, url, headers: headersResult(Object.entries(headers)) }
    const ok = statusCode >= 200 && statusCode < 300
    return { ok, ...seen, ...bodyResult(new Uint8Array(await body.arrayBuffer())) }
  } catch (error) {
    return { ok: false, ...seen, status: seen.status ?? error.statusCode ?? null, error: errorResult(error, signal) }
  }
}

serve(
  {
    client: 'undici with interceptors',
    version: versionOf('undici'),
    setup:
      'Agent, interceptors retry, redirect, decompress, cache (private, for jobs with a cache); maxResponseSize, signal',
    lacks: ['renew', 'pause', 'quota', 'update', 'poll'],
  },
  perform,
)
