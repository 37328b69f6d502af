import type { Exchange } from '../../exchange.ts'
import { type CacheControl, parseCacheControl } from '../../fields/cache-control.ts'
import { parseRange } from '../../fields/range.ts'

type RequestFields = Exchange['request']['fields']

const NO_WISHES = parseCacheControl(null)
const ASK_ANEW = parseCacheControl('no-cache')

/**
 * What a request says of kept answers (RFC 9111 section 5.2.1), by Pragma only where Cache-Control is absent (section
 * 5.4).
 */
export function wishesOf(fields: RequestFields): CacheControl {
  const own = fields['cache-control']
  if (own !== undefined) return parseCacheControl(own)
  const { pragma } = fields
  return pragma !== undefined && parseCacheControl(pragma).noCache ? ASK_ANEW : NO_WISHES
}

/** Does the request ask on a condition that a kept answer can settle (RFC 9111 section 4.3.2)? */
export function asksIfChanged(fields: RequestFields): boolean {
  return fields['if-none-match'] !== undefined || fields['if-modified-since'] !== undefined
}

/** Conditions on the state at the server, which no kept answer can speak for (RFC 9111 section 4.3.2). */
const FOR_THE_SERVER = ['if-match', 'if-unmodified-since', 'if-range'] as const

/** Why a request passes by the store, in words for people; null: it may be answered from it. */
export function passesBy({ request }: Exchange): string | null {
  const { method, fields } = request
  if (method !== 'GET' && method !== 'HEAD') return `${method} passes by the cache, which answers GET and HEAD alone`
  if (request.body !== null) return 'a request with a body passes by the cache'
  if (fields['cache-control'] !== undefined && wishesOf(fields).noStore) {
    return 'the request passes by the cache (no-store, or a Cache-Control that cannot be read)'
  }
  for (const name of FOR_THE_SERVER) {
    if (fields[name] !== undefined) return `only the server can say whether the condition holds (${name})`
  }
  // RFC 9110 section 14.2: Range means something to GET alone.
  if (method === 'GET' && fields.range !== undefined && parseRange(fields.range) === null) {
    return 'the cache answers one range of bytes, and this Range asks for something else'
  }
  return null
}
