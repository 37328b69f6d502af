import type { FaultName } from '../ports.ts'

/** How far an exchange had come when it failed. */
export interface Progress {
  /** The request was handed to a connection. */
  readonly sent: boolean
  /** The final head had come: the failure is inside the body. */
  readonly headed: boolean
}

const named: ReadonlyMap<string, FaultName> = new Map<string, FaultName>([
  ['ECONNREFUSED', 'refused'],
  ['UND_ERR_PRX_CONN', 'refused'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'attempt-timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'body-idle'],
  ['UND_ERR_PRX_TLS', 'tls'],
  ['EPROTO', 'tls'],
  ['ECONNRESET', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_HEADERS_OVERFLOW', 'headers-too-large'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'too-large'],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'request-body'],
  // Of a head, the parser says this where lengths are given twice, or beside Transfer-Encoding.
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'malformed'],
  ['ERR_ASSERTION', 'malformed'],
  ['UND_ERR_INVALID_ARG', 'unsendable'],
  ['UND_ERR_NOT_SUPPORTED', 'unsendable'],
  ['UND_ERR_MAX_ORIGINS_REACHED', 'unsendable'],
  ['UND_MOCK_ERR_MOCK_NOT_MATCHED', 'unsendable'],
  ['UND_ERR_ABORTED', 'aborted'],
  ['UND_ERR_CLOSED', 'closed'],
  ['UND_ERR_DESTROYED', 'closed'],
])

// What a code says depends on how far the exchange had come.
const unsent: ReadonlyMap<string, FaultName> = new Map<string, FaultName>([['ETIMEDOUT', 'connect-timeout']])
const within: ReadonlyMap<string, FaultName> = new Map<string, FaultName>([
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated'],
])

const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)/
/** undici calls it an abort when a proxy answers CONNECT with anything but 200. */
const noTunnel = /^Proxy response \(/
const unprocessedMessage = /NGHTTP2_REFUSED_STREAM|"GOAWAY" frame/

/** What undici and Node threw, as the name of a fault. Never throws. */
export function faultName(error: unknown, progress: Progress): FaultName {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors, progress)
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : ''
  // The parser's own errors carry no code.
  if (code === null && progress.headed && message.includes('Invalid EOF state')) return 'truncated'
  if (code === null && message.includes('Invalid status code')) return 'invalid-status'
  if (code === null) return progress.sent ? 'malformed' : 'unsendable'
  if (unprocessedMessage.test(message)) return 'unprocessed'
  if (noTunnel.test(message)) return 'unreachable'
  if (code === 'UND_ERR_SOCKET') return socketFault(message, progress)
  const byProgress = (progress.sent ? null : unsent.get(code)) ?? (progress.headed ? within.get(code) : null)
  const name = byProgress ?? named.get(code)
  if (name !== undefined) return name
  if (tlsCode.test(code)) return 'tls'
  return progress.sent ? 'reset' : 'unreachable'
}

/** The parser of the undici in Node 22 gives codes of its own, which say no more than its message. */
const parserCode = /^HPE_/

function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' && code !== '' && !parserCode.test(code) ? code : null
}

/** Several addresses were tried: a refusal says more than an address family that this machine cannot reach. */
function firstOf(errors: readonly unknown[], progress: Progress): FaultName {
  const names = errors.map(one => faultName(one, progress))
  return names.find(name => name === 'refused' || name === 'connect-timeout') ?? names[0] ?? 'unreachable'
}

// undici tells these apart by message alone. For a request under way, `bad response` is an unasked 100 Continue and
// `bad upgrade` an unasked 101; anything else is a connection that closed.
function socketFault(message: string, progress: Progress): FaultName {
  if (message === 'bad response') return 'unasked-continue'
  if (message === 'bad upgrade') return 'malformed'
  return progress.headed ? 'truncated' : 'reset'
}
