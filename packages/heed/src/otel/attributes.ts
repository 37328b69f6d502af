import type { Attributes } from '@opentelemetry/api'
import { classOf } from '../status/classes.ts'
import type { AttemptEnd, AttemptStart, CallEnd, CallStart } from '../watch.ts'

/** What OpenTelemetry's conventions for HTTP take as known (RFC 9110, RFC 5789, RFC 10008). Others may be anything. */
const KNOWN_METHODS: ReadonlySet<string> = new Set(
  ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE'], //
)

/** The name of a span for a request: an unknown method would make a name of its own for each. */
export const nameOf = ({ method }: Pick<CallStart, 'method'>): string => (KNOWN_METHODS.has(method) ? method : 'HTTP')

/** What a request is counted by. */
export function countedBy({ method, host, port }: Pick<CallStart, 'method' | 'host' | 'port'>): Attributes {
  return {
    'http.request.method': KNOWN_METHODS.has(method) ? method : '_OTHER',
    'server.address': host,
    'server.port': port,
  }
}

/** What a span knows from its start, so that samplers can see it. */
export function startOf(start: CallStart | AttemptStart): Attributes {
  const attributes = countedBy(start)
  attributes['url.full'] = redacted(start.url)
  if (!KNOWN_METHODS.has(start.method)) attributes['http.request.method_original'] = start.method
  if ('send' in start && start.send > 1) attributes['http.request.resend_count'] = start.send - 1
  return attributes
}

/** The conventions' word for what is hidden. An address holds no `…` of its own, since it would be escaped. */
const redacted = (shownUrl: string): string => shownUrl.replaceAll('…', 'REDACTED')

/** What a request ended with, for its span and for what it is counted by. */
export function endOf(end: AttemptEnd): Attributes {
  const { status, protocol } = end
  const error = errorTypeOf(end)
  return {
    ...(status !== null && { 'http.response.status_code': status }),
    ...(error !== null && { 'error.type': error }),
    ...(protocol !== null && { 'network.protocol.version': protocol }),
  }
}

/** A fault's name, why a redirect was refused, or the status; null: no error, and neither is what the caller ended. */
function errorTypeOf({ status, fault, refused }: AttemptEnd): string | null {
  if (fault !== null) return fault === 'aborted' ? null : fault
  if (refused !== null) return refused
  return status !== null && classOf(status)?.kind.endsWith('error') === true ? String(status) : null
}

/** The same for the whole call; what the caller gets as an answer is no error. */
export function callErrorOf({ error, status, fault, stopped }: CallEnd): string | null {
  if (!error || fault === 'aborted') return null
  if (fault !== null) return fault
  if (stopped?.startsWith('redirect-') === true || status === null) return stopped ?? 'failed'
  return String(status)
}
