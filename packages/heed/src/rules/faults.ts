import type { FaultName } from '../ports.ts'

/** Who can mend it: the caller, the server, the network in between, or heed's own limits. */
export type Who = 'caller' | 'server' | 'network' | 'policy'

/** What one way of failing on the wire means and asks for: the table of faults, as `status/table.ts` is of codes. */
export interface FaultRow {
  readonly who: Who
  /** May the same request work if it is sent again? */
  readonly transient: boolean
  /** The server surely did not act, even if the request left: any method may go again. */
  readonly unprocessed: boolean
  /** The body came as a limit of time or size allowed; an error about it is a time-out. */
  readonly timeout: boolean
  readonly meaning: string
  readonly next: string
}

function fault(who: Who, meaning: string, next: string, knobs: Partial<FaultRow> = {}): FaultRow {
  return { who, transient: false, unprocessed: false, timeout: false, meaning, next, ...knobs }
}

const AGAIN = { transient: true }
const LATE = { transient: true, timeout: true }

export const FAULTS: Readonly<Record<FaultName, FaultRow>> = {
  refused: fault(
    'network',
    'Nothing listens at that address and port.',
    'Check host and port, and that the server runs.',
    AGAIN,
  ),
  'unknown-host': fault('caller', 'The host name does not exist.', 'Check the spelling of the host in the URL.'),
  unreachable: fault('network', 'There is no way to that host just now.', 'Check the network, then try again.', AGAIN),
  tls: fault(
    'server',
    'No trusted TLS connection could be made.',
    "Check the host name and the server's certificate; for a private authority, pass a dispatcher that trusts it.",
  ),
  'connect-timeout': fault(
    'network',
    'No connection was made in time.',
    'Check host and port; raise connectMs if the way is slow.',
    LATE,
  ),
  reset: fault(
    'network',
    'The connection closed before an answer came.',
    'It is unknown whether the server acted; look before you send again what is not idempotent.',
    AGAIN,
  ),
  truncated: fault(
    'network',
    'The answer broke off before its end.',
    'What came is not whole; send again if that is safe.',
    AGAIN,
  ),
  unprocessed: fault('server', 'The server turned the request away before it did anything with it.', 'Send it again.', {
    transient: true,
    unprocessed: true,
  }),
  malformed: fault('server', 'What came back is not HTTP.', 'Check that host and port speak HTTP, and which scheme.'),
  'invalid-status': fault(
    'server',
    'The status code lies outside 100 to 599, so it says nothing.',
    'Treat it as a server error (RFC 9110 section 15) and tell whoever runs the server.',
    AGAIN,
  ),
  'headers-too-large': fault(
    'server',
    "The answer's header section is larger than heed accepts.",
    'Ask for less, or pass a dispatcher with a larger maxHeaderSize.',
  ),
  'unasked-continue': fault(
    'server',
    'The server sent 100 Continue though nobody asked for it, and the connection cannot be read on.',
    'Tell whoever runs the server to send 100 only after Expect: 100-continue.',
  ),
  'interim-flood': fault(
    'server',
    'More informational answers (1xx) came than heed accepts, and no final one.',
    'Tell whoever runs the server.',
  ),
  'attempt-timeout': fault(
    'network',
    'No whole answer came within the time for one attempt.',
    'Raise attemptMs if the server needs longer.',
    LATE,
  ),
  deadline: fault(
    'policy',
    'The deadline for the whole call passed.',
    'Raise deadlineMs, or find out what took so long: the trail tells.',
    { timeout: true },
  ),
  'body-idle': fault(
    'network',
    'The body stopped coming.',
    'Send again if that is safe; raise bodyIdleMs if such pauses are usual.',
    LATE,
  ),
  'too-large': fault(
    'policy',
    'The body is larger than the limit.',
    'Raise limits.bodyBytes, or ask with stream: true and read it piece by piece.',
  ),
  'too-dense': fault(
    'policy',
    'The compressed body unpacks to far more than its size: it looks like a decompression bomb.',
    'If you trust the server, raise limits.ratio.',
  ),
  'too-many-codings': fault(
    'policy',
    'The body is packed in more layers of content coding than heed unpacks.',
    'If you trust the server, raise limits.codings.',
  ),
  'bad-coding': fault(
    'server',
    'The body cannot be unpacked: it is not what Content-Encoding says.',
    "Ask again with the header 'accept-encoding: identity'.",
  ),
  'request-body': fault(
    'caller',
    "The request's body could not be read to its end.",
    'Look at the cause: it came from the stream or function that was passed as body.',
  ),
  credential: fault(
    'caller',
    'The function that gives the credentials failed; its error is the cause.',
    'Mend what the option auth was given, or sign in again.',
  ),
  held: fault(
    'policy',
    'The request was not sent, because of what is known of its origin.',
    'Send it later, at retryAt where that is told.',
    AGAIN,
  ),
  unsendable: fault('caller', 'This request cannot be put on the wire.', 'Look at the cause and mend the request.'),
  aborted: fault('caller', 'The caller aborted the call.', 'Nothing more was sent.'),
  closed: fault('caller', 'The client was closed.', 'Make a new client, or close this one later.'),
}
