import { type FieldLines, onlyLine } from './tokens.ts'
import { resolveReference } from './url-reference.ts'

// Not URL.hash, which is empty both for no fragment and for an empty one.
function fragmentOf(url: URL): string | null {
  const start = url.href.indexOf('#')
  return start === -1 ? null : url.href.slice(start)
}

/**
 * Where Location points, resolved against `base`, the URL of the request that was answered. A Location without a
 * fragment takes the one of `base` (RFC 9110 section 10.2.2). An empty Location points at `base` itself.
 *
 * Null when it is absent, came more than once (even with equal values), does not parse, or is longer than 8 KiB.
 * Scheme and userinfo are not judged here.
 */
export function resolveLocation(value: FieldLines, base: URL): URL | null {
  const line = onlyLine(value)
  const url = line === null ? null : resolveReference(line, base)
  if (url === null || fragmentOf(url) !== null) return url
  const inherited = fragmentOf(base)
  if (inherited !== null) url.hash = inherited
  return url
}

/**
 * Whether scheme, host and port are equal (RFC 9110 section 4.3.1). An opaque origin, as of a `data:` URL, equals
 * none.
 */
export function sameOrigin(a: URL, b: URL): boolean {
  return a.origin !== 'null' && a.origin === b.origin
}

/** The same address without user info, which in a reference from elsewhere is a trick, not a login (RFC 9110 section 4.2.4). */
export function withoutUserInfo(url: URL): URL {
  if (url.username === '' && url.password === '') return url
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}
