import type { Exchange } from '../../exchange.ts'
import { resolveLocation, sameOrigin } from '../../fields/location.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'

// RFC 9110 section 9.2.1; QUERY by RFC 10008. An unknown method may change anything.
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'])
const NONE: readonly string[] = Object.freeze([])

/**
 * Addresses whose kept answers a change has made untrue (RFC 9111 section 4.4): the one that was asked, and what Location and
 * Content-Location name, as long as it has the same origin. Without fragments, each once. None after a safe method, or when the
 * server reports an error.
 */
export function outdated(exchange: Exchange, status: number, fields: FieldRecord): readonly string[] {
  const { method, url } = exchange.request
  if (SAFE.has(method)) return NONE
  const kind = lookup(status)?.kind
  if (kind !== 'successful' && kind !== 'redirection') return NONE
  const addresses = new Set([withoutFragment(url)])
  for (const value of [fields.location, fields['content-location']]) {
    const named = resolveLocation(value, url)
    if (named !== null && sameOrigin(named, url)) addresses.add(withoutFragment(named))
  }
  return [...addresses]
}

/** A fragment is not sent (RFC 9110 section 4.2.5). */
function withoutFragment({ href }: URL): string {
  const hash = href.indexOf('#')
  return hash === -1 ? href : href.slice(0, hash)
}
