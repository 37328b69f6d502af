import { isForbiddenHop } from '#edition/rules/fetch-standard'
import { byHandWords, hopWords, pauseBeforeHopWords } from '#edition/rules/words'
import type { Action, Stopped } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { firstLine } from '../fields/lines.ts'
import { resolveLocation, sameOrigin, withoutUserInfo } from '../fields/location.ts'
import { retryAfterMs } from '../fields/retry-after.ts'
import type { Dice, FieldRecord, WireRequest } from '../ports.ts'
import type { FollowKnobs, Row } from '../status/row.ts'
import { spreadMs } from './backoff.ts'
import { tooLong } from './retry.ts'
import { isOneShot } from './safety.ts'
import { stop } from './stop.ts'

/**
 * The only fields that survive a hop to another origin. A list of what may go on is safe against secrets with
 * names that nobody foresaw (X-API-Key); a list of what must not is a list of yesterday's leaks.
 */
const SAFE_ACROSS_ORIGINS: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-type',
  'idempotency-key',
  'if-range',
  'pragma',
  'prefer',
  'priority',
  'range',
  'sec-fetch-mode',
  'traceparent',
  'tracestate',
  'user-agent',
])

/** Where to, with which method, body and fields (RFC 9110 section 15.4, and Fetch where that leaves a choice). */
export function follow(
  exchange: Exchange,
  row: Row,
  knobs: FollowKnobs,
  fields: FieldRecord,
  nowMs: number,
  wallMs: number,
  dice: Dice,
): Action {
  const { plan, request } = exchange
  if (plan.redirect === 'error') return stop('follow', 'redirect-refused', null)
  const location = fields.location
  if (plan.redirect === 'manual' || location === undefined) {
    return { do: 'deliver', rule: 'follow', reason: byHandWords(location === undefined) }
  }
  const url = typeof location === 'string' ? resolveLocation(location, request.url) : null
  if (url === null) return stop('follow', 'redirect-location', null)
  const hindrance = whyNotThere(exchange, knobs, url)
  if (hindrance !== null) return stop('follow', hindrance, null)
  const { to, dropped } = redirected(request, knobs, url)
  if (loops(exchange, to)) return stop('follow', 'redirect-loop', null)
  const hop = { status: row.code, dropped, reason: hopWords(row, request.method, to.method) }
  // RFC 9110 section 10.2.3: on a redirect, Retry-After is the least time before the redirected request.
  const statedMs = retryAfterMs(fields['retry-after'], firstLine(fields.date), wallMs)
  if (statedMs === null || statedMs === 0) return { do: 'look', to, hop }
  const leftMs = exchange.endMs - nowMs
  const waitMs = statedMs + spreadMs(statedMs, leftMs, plan.maxWaitMs, dice)
  const reason = pauseBeforeHopWords(row)
  return (
    tooLong(exchange, 'follow', statedMs, statedMs, leftMs) ?? {
      //
      do: 'wait',
      waitMs,
      source: 'retry-after',
      rule: 'follow',
      reason,
      resend: false,
      to,
      hop,
    }
  )
}

function whyNotThere(exchange: Exchange, knobs: FollowKnobs, url: URL): Stopped | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'redirect-scheme'
  if (exchange.request.url.protocol === 'https:' && url.protocol === 'http:') return 'redirect-downgrade'
  const { fetchMode, maxRedirects } = exchange.plan
  if (fetchMode !== null && isForbiddenHop(fetchMode, exchange.request.url, url)) return 'redirect-forbidden'
  if (exchange.hop >= maxRedirects) return 'redirect-limit'
  // Fetch asks this even where POST turns into GET; only 303, which never repeats a body, is spared.
  if (isOneShot(exchange) && !(knobs.method === 'get' && changesMethod(exchange.request, knobs))) return 'redirect-body'
  return null
}

function redirected(request: WireRequest, knobs: FollowKnobs, target: URL): { to: WireRequest; dropped: string[] } {
  const method = nextMethod(request.method, knobs)
  const changed = changesMethod(request, knobs)
  const across = !sameOrigin(request.url, target)
  const fields: Record<string, string> = {}
  const dropped: string[] = []
  for (const [name, value] of Object.entries(request.fields)) {
    const bodyField = changed && name.startsWith('content-')
    if (bodyField || (across && !SAFE_ACROSS_ORIGINS.has(name))) dropped.push(name)
    else fields[name] = value
  }
  const body = changed ? null : request.body
  const bodyBytes = changed ? null : request.bodyBytes
  return {
    to: { method, url: withoutUserInfo(target), origin: target.origin, fields, body, bodyBytes, newConnection: false },
    dropped,
  }
}

const changesMethod = ({ method }: WireRequest, knobs: FollowKnobs): boolean => nextMethod(method, knobs) !== method

function nextMethod(method: string, knobs: FollowKnobs): string {
  if (knobs.method === 'post-to-get') return method === 'POST' ? 'GET' : method
  if (knobs.method === 'get') return method === 'HEAD' ? method : 'GET'
  return method
}

/** Two requests with one key are the same request, so a chain that comes back to a key never ends. */
export function loopKey(request: WireRequest): string {
  const { url } = request
  return `${request.method} ${url.origin}${url.pathname}${url.search} ${request.fields.cookie ?? ''}`
}

const loops = (exchange: Exchange, to: WireRequest): boolean => {
  const key = loopKey(to)
  return key === loopKey(exchange.request) || (exchange.visited?.has(key) ?? false)
}
