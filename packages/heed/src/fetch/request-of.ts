import { Exchange } from '../exchange.ts'
import type { Plan } from '../plan.ts'
import { DEFAULT_FIELDS, NOT_THE_CALLERS, type RequestFields } from '../request-fields.ts'
import type { FetchInit } from './create-fetch.ts'
import { keepable } from './keepable.ts'
import { refererOf } from './referrer.ts'

/** What every fetch says of itself when the caller says nothing (Fetch, HTTP-network-or-cache fetch). */
const FETCH_FIELDS: RequestFields = Object.freeze({ ...DEFAULT_FIELDS, accept: '*/*', 'accept-language': '*' })

/** The standard's request as heed sends it. */
export async function requestOf(given: Plan, request: Request, init: FetchInit | undefined): Promise<Exchange> {
  const plan = request.cache === 'no-store' && given.cache !== null ? { ...given, cache: null } : given
  const { method } = request
  const url = new URL(request.url)
  url.hash = ''
  const { body, source, bytes } = await keepable(request, init)
  const fields = fieldsOf(request.headers)
  // A platform that follows redirects is a browser, whose own fetch says these.
  if (plan.transport.followsRedirects !== true) addWhatModesSay(fields, request)
  const origin = plan.ledger.of(url, plan.limitKey?.({ method, url, fields }))
  const wire = { method, url, origin: url.origin, fields, body, bodyBytes: bytes, newConnection: false }
  return new Exchange(plan, wire, source, origin, plan.clock.steadyMs())
}

function fieldsOf(headers: Headers): Record<string, string> {
  // Without prototype, so that a field may have any name.
  const fields: Record<string, string> = Object.assign(Object.create(null), FETCH_FIELDS)
  for (const [name, value] of headers) if (!NOT_THE_CALLERS.has(name) && name !== 'host') fields[name] = value
  // Ranges count the bytes of the coded content (RFC 9110 section 14.1.1), and a piece of it cannot be decoded.
  if (headers.has('range') && !headers.has('accept-encoding')) fields['accept-encoding'] = 'identity'
  return fields
}

/** The mode of the request; what the caller wants of caches on the way, and who referred to it, unless its fields say so (Fetch, HTTP-network-or-cache fetch). */
function addWhatModesSay(fields: Record<string, string>, request: Request): void {
  fields['sec-fetch-mode'] = request.mode
  const referer = refererOf(request)
  if (referer !== null) fields.referer ??= referer
  const { cache: mode } = request
  if (mode === 'no-cache') fields['cache-control'] ??= 'max-age=0'
  if (mode !== 'no-store' && mode !== 'reload') return
  fields.pragma ??= 'no-cache'
  fields['cache-control'] ??= 'no-cache'
}
