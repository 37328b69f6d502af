// What the errors of clients in JavaScript mean in the words of schema/result.json.

/** Codes and types of errors: of Node and its parser, of undici, and of each client that has its own. */
const KINDS = {
  ABORT_ERR: 'aborted',
  UND_ERR_ABORTED: 'aborted',
  ECONNABORTED: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  'body-timeout': 'timeout',
  'request-timeout': 'timeout',
  HPE_HEADER_OVERFLOW: 'too-large',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_MAX_RES_SIZE: 'too-large',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  'max-size': 'too-large',
  ERR_FR_TOO_MANY_REDIRECTS: 'redirects',
  ERR_TOO_MANY_REDIRECTS: 'redirects',
  ERR_UNSUPPORTED_PROTOCOL: 'redirects',
  'invalid-redirect': 'redirects',
  'max-redirect': 'redirects',
  'no-location': 'redirects',
  'no-redirect': 'redirects',
  'unsupported-redirect': 'redirects',
  'uri-redirect': 'redirects',
}

/** The kind of an error, found on it or on what caused it. */
export function kindOf(error) {
  for (let each = error; each instanceof Error; each = each.cause) {
    const kind = kindOfOne(each)
    if (kind !== null) return kind
  }
  // fetch says TypeError for nearly everything; what is not about the wire would be a mistake in the request.
  return 'network'
}

function kindOfOne({ name, code, type, message }) {
  if (name === 'TimeoutError') return 'timeout'
  if (name === 'AbortError') return 'aborted'
  const known = KINDS[type] ?? KINDS[code]
  if (known !== undefined) return known
  if (name === 'HTTPParserError' || /^HPE_/.test(code)) return 'protocol'
  if (/^(Z_|ERR__?BROTLI|ERR__ERROR_FORMAT|ZSTD_)/.test(code)) return 'decode'
  return kindOfWords(message.replaceAll(/https?:\S+/g, ''))
}

/** Where there is no code, the words tell; the addresses in them would mislead. */
function kindOfWords(message) {
  if (/redirect/i.test(message)) return 'redirects'
  if (/maxContentLength|over limit/.test(message)) return 'too-large'
  return null
}

/** An error as a result has it. What happens after a signal of ours fired, which is a timer, is a timeout. */
export function errorResult(error, signal) {
  const kind = signal?.aborted ? 'timeout' : kindOf(error)
  return { kind, message: [error.message, error.cause?.message].filter(Boolean).join(': ') || String(error) }
}
