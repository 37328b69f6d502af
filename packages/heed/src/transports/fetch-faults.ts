import type { FaultName } from '../ports.ts'
import { faultName, type Progress } from './faults.ts'

/** How `fetch` failed: as what, and whether surely nothing went out. */
export interface FetchFailure {
  readonly name: FaultName
  readonly sent: boolean
}

/** A code that only the making of a connection has, wherever it is told. */
const connecting: ReadonlyMap<string, FaultName> = new Map<string, FaultName>([
  ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
  ['UND_ERR_INVALID_ARG', 'unsendable'],
  // Bun tells these without the call that failed.
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unreachable'],
  // What answered the first bytes of TLS speaks something else.
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
])
const tlsCode = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH$|ERR_TLS_CERT_)/

/** Of Node and Bun, for a body that is not what Content-Encoding says. */
const codingCode = /^(?:Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_|ZSTD_|ZlibError|Brotli|Zstd)/

/** Deno tells it in the message alone, and says there when it was still connecting. */
const denoConnecting = /client error \(Connect\)/
const inWords: readonly (readonly [RegExp, FaultName])[] = [
  [/connection refused/i, 'refused'],
  [/dns error|failed to lookup address/i, 'unknown-host'],
  [/certificate|tls|corrupt message/i, 'tls'],
  [/timed out/i, 'connect-timeout'],
]
/** What Deno and Bun do not take for HTTP. */
const ofParsers: typeof inWords = [
  [/SendRequest\): invalid HTTP status/, 'invalid-status'],
  [/SendRequest\): message head/, 'headers-too-large'],
  [/SendRequest\): (?:invalid|unexpected) |^(?:Malformed_HTTP_R|InvalidHTTPR|InvalidContentL)/, 'malformed'],
]

/**
 * What `fetch` threw, as well as the platform tells. Node gives undici's error as the cause, Bun a code, Deno and workerd a
 * sentence, browsers nothing: that one is a connection that closed, after the request may have arrived.
 */
export function fetchFailure(error: unknown, headed: boolean): FetchFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!headed) {
    const name = unsentName(cause)
    if (name !== null) return { name, sent: false }
  }
  const code = codeOf(cause)
  if (headed && code !== null && codingCode.test(code)) return { name: 'bad-coding', sent: true }
  const parsed = wordsOf(cause, ofParsers)
  if (parsed !== null) return { name: parsed, sent: true }
  // Bun has one code for every end of a connection, and names no call: a body that broke off is all that is known.
  const unexplained = code === null || (code === 'ECONNRESET' && !hasCall(cause))
  if (unexplained && !isParser(cause)) return { name: headed ? 'truncated' : 'reset', sent: true }
  const progress: Progress = { sent: true, headed }
  const name = faultName(cause, progress)
  // Node ends a body that breaks off with the code of the socket; nothing here closes or aborts it but heed itself.
  return { name: name === 'aborted' || name === 'closed' ? 'reset' : name, sent: true }
}

/** What the words of an error stand for; null: nothing that is known here. */
const wordsOf = (error: unknown, known: typeof inWords): FaultName | null =>
  error instanceof Error ? (known.find(([words]) => words.test(error.message))?.[1] ?? null) : null

/** Null: the request may have arrived. */
function unsentName(error: unknown): FaultName | null {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const names = error.errors.map(unsentName)
    return names.includes(null) ? null : faultName(error, { sent: false, headed: false })
  }
  const code = codeOf(error)
  if (code !== null && connecting.has(code)) return connecting.get(code) ?? null
  if (code !== null && tlsCode.test(code)) return 'tls'
  if (code !== null && isConnecting(error)) return faultName(error, { sent: false, headed: false })
  const message = error instanceof Error ? error.message : ''
  // Ports of other protocols (Fetch standard, section "Port blocking").
  if (message === 'bad port') return 'unsendable'
  // Bun has this code for no handshake alone, and names no call.
  if (code === 'EPROTO' && !hasCall(error)) return 'tls'
  if (!denoConnecting.test(message)) return null
  return wordsOf(error, inWords) ?? 'unreachable'
}

const hasCall = (error: unknown): error is Error & { readonly syscall: unknown } =>
  error instanceof Error && 'syscall' in error

const isConnecting = (error: unknown): boolean =>
  hasCall(error) && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')

/** undici's parser gives no code for some of what it does not take for HTTP. */
const isParser = (error: unknown): boolean => error instanceof Error && error.name === 'HTTPParserError'

function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' && code !== '' ? code : null
}
