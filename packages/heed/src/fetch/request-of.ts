import { Exchange } from '../exchange.ts'
import type { Plan } from '../plan.ts'
import { DEFAULT_FIELDS, NOT_THE_CALLERS, type RequestFields } from '../request-fields.ts'
import type { FetchInit } from './create-fetch.ts'
import { keepable } from './keepable.ts'

/** What every fetch says of itself when the caller says nothing (Fetch, HTTP-network-or-cache fetch). */
const FETCH_FIELDS: RequestFields = Object.freeze({ ...DEFAULT_FIELDS, accept: '*/*', 'accept-language': '*' })

/** The standard's request as heed sends it. */
export async function requestOf(plan: Plan, request: Request, init: FetchInit | undefined): Promise<Exchange> {
  const { method } = request
  const url = new URL(request.url)
  url.hash = ''
  const { body, source, bytes } = await keepable(request, init)
  const fields = fieldsOf(request.headers)
  const origin = plan.ledger.of(url, plan.limitKey?.({ method, url, fields }))
  const wire = { method, url, origin: url.origin, fields, body, bodyBytes: bytes, newConnection: false }
  return new Exchange(plan, wire, source, origin, plan.clock.steadyMs())
}

function fieldsOf(headers: Headers): RequestFields {
  // Without prototype, so that a field may have any name.
  const fields: Record<string, string> = Object.assign(Object.create(null), FETCH_FIELDS)
  for (const [name, value] of headers) if (!NOT_THE_CALLERS.has(name)) fields[name] = value
  // Ranges count the bytes of the coded content (RFC 9110 section 14.1.1), and a piece of it cannot be decoded.
  if (headers.has('range') && !headers.has('accept-encoding')) fields['accept-encoding'] = 'identity'
  return fields
}
