import type { Exchange } from '../exchange.ts'

// RFC 9110 section 9.2.1; QUERY by RFC 10008.
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'])

/** Does it change nothing on the server? */
export const isSafeMethod = (method: string): boolean => SAFE.has(method)

// RFC 9110 section 9.2.2; QUERY by RFC 10008.
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY'])

/** Does it do no harm when the server processes this request twice? */
export function mayRepeat(exchange: Exchange): boolean {
  const { request, plan } = exchange
  return IDEMPOTENT.has(request.method) || plan.replayable || Object.hasOwn(request.fields, 'idempotency-key')
}

/** Is the body gone once it was sent? */
export const isOneShot = (exchange: Exchange): boolean =>
  exchange.source === 'one-shot' && exchange.request.body !== null
