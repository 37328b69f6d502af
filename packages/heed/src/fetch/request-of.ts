import { addWhatModesSay, askedOfPage, FETCH_FIELDS, planFor, refuseBlockedPort } from '#edition/fetch/modes'
import { Exchange } from '../exchange.ts'
import type { Plan } from '../plan.ts'
import { NOT_THE_CALLERS } from '../request-fields.ts'
import type { FetchInit } from './create-fetch.ts'
import { keepable } from './keepable.ts'

/**
 * The standard's request as heed sends it.
 * @throws {TypeError} a fetch must not be sent there
 */
export async function requestOf(given: Plan, request: Request, init: FetchInit | undefined): Promise<Exchange> {
  const plan = planFor(given, request)
  const { method } = request
  const url = new URL(request.url)
  refuseBlockedPort(url)
  url.hash = ''
  const { body, source, bytes } = await keepable(request, init)
  const fields = fieldsOf(request.headers)
  const asked = askedOfPage(request, plan.transport.followsRedirects === true)
  if (asked === null) addWhatModesSay(fields, request)
  const origin = plan.ledger.of(url, plan.limitKey?.({ method, url, fields }))
  const wire = { method, url, origin: url.origin, fields, body, bodyBytes: bytes, newConnection: false, asked }
  return new Exchange(plan, wire, source, origin, plan.clock.steadyMs())
}

function fieldsOf(headers: Headers): Record<string, string> {
  // Without prototype, so that a field may have any name.
  const fields: Record<string, string> = Object.assign(Object.create(null), FETCH_FIELDS)
  for (const [name, value] of headers) if (!NOT_THE_CALLERS.has(name) && name !== 'host') fields[name] = value
  return fields
}
