import type { FaultName, Stopped } from 'heed'

/** What to do, at a terminal, when heed stopped for a reason of its own. '' where the status code's advice is enough. */
export const STOP_CURES: Readonly<Record<Stopped, string>> = {
  final: '',
  attempts: 'Allow more with --attempts, or try later.',
  unsafe: 'If the server knows Idempotency-Key, add --idempotency-key auto; else look first whether it was done.',
  ordered: 'Heed what the answer says, and send something else.',
  'one-shot': 'Put the body in a file and send it with -d @file: a file can be read again.',
  budget: 'Too much is failing there: slow down.',
  deadline: 'Try again later, or allow more time with --deadline.',
  'max-wait': 'Try again later, or allow longer waits with --max-wait and --deadline.',
  stored: 'Ask the server anyway with -H "cache-control: no-cache".',
  'only-if-cached': 'Leave only-if-cached out to ask the server.',
  'not-renewed': 'Sign in again.',
  paused: 'Try again later, or allow longer waits with --max-wait and --deadline.',
  breaker: 'Try again later.',
  throttled: 'Send less.',
  'redirect-refused': 'Ask for the new address itself.',
  'redirect-limit': 'Look at the hops above, and ask for the right address itself.',
  'redirect-loop': 'The server expects something that changes in between: often a cookie or a login.',
  'redirect-downgrade': 'If you mean it, ask for the http address itself.',
  'redirect-scheme': 'Look at it with --no-follow -i.',
  'redirect-location': 'Look at it with --no-follow -i.',
  'redirect-body': 'Put the body in a file and send it with -d @file: a file can be read again.',
  'redirect-forbidden': 'Ask for the new address itself.',
}

const TELL = 'Tell whoever runs the server.'

/** What to do, at a terminal, when no whole answer came. */
export const FAULT_CURES: Readonly<Record<FaultName, string>> = {
  refused: 'Check host and port, and that the server runs.',
  'unknown-host': 'Check the spelling of the host.',
  unreachable: 'Check the network, then try again.',
  tls: "Check the host name and the server's certificate; NODE_EXTRA_CA_CERTS names a private authority.",
  'connect-timeout': 'Check host and port, and the network on the way.',
  reset: 'Unless the method is idempotent, look whether it was done before you send it again.',
  truncated: 'What came is not whole: send it again if that is safe.',
  unprocessed: 'Send it again.',
  malformed: 'Check that host and port speak HTTP, and whether it is http:// or https://.',
  'invalid-status': TELL,
  'headers-too-large': 'NODE_OPTIONS=--max-http-header-size=65536 allows more.',
  'unasked-continue': TELL,
  'interim-flood': TELL,
  'attempt-timeout': 'If the server needs longer, raise --per-attempt.',
  deadline: 'Allow more time with --deadline, or look above for what took so long.',
  'body-idle': 'Send it again if that is safe.',
  'too-large': 'Write it to a file with -o, which has no such limit.',
  'too-dense': 'Look at it packed: -H "accept-encoding: identity".',
  'too-many-codings': 'Look at it unpacked: -H "accept-encoding: identity".',
  'bad-coding': 'Ask for it unpacked: -H "accept-encoding: identity".',
  'request-body': 'Check the file or pipe that the body came from.',
  credential: 'Sign in again.',
  held: 'Send it later.',
  unsendable: 'Mend the request: the reason is above.',
  aborted: 'Nothing more was sent.',
  closed: 'Start it again.',
}
