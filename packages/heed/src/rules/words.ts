import type { Stopped } from '../action.ts'
import type { Pause } from '../manners.ts'
import type { FaultName } from '../ports.ts'
import type { Row } from '../status/row.ts'
import type { TrailEntry } from '../trail.ts'

/** Words for people: what happened, or why heed did not go on. `words.small.ts` has none. */
export interface StopWords {
  readonly reason: string
  /** What the caller can do about it; '' where there is nothing. */
  readonly cure: string
}

export interface FaultWords {
  readonly meaning: string
  readonly next: string
}

/** Why heed did not go on. */
export const STOPS: Readonly<Record<Stopped, StopWords>> = {
  final: { reason: 'sending it again unchanged would bring the same', cure: '' },
  attempts: { reason: 'all attempts are used up', cure: 'Raise attempts, or try later.' },
  unsafe: {
    reason: 'the request may have been processed, and nobody said that sending it twice is safe',
    cure: 'Pass idempotencyKey if the server knows that field, or replayable: true if repeating does no harm.',
  },
  ordered: {
    reason: 'the server ordered not to send it again',
    cure: 'Heed what the answer says, and send something else.',
  },
  'one-shot': {
    reason: 'the body was a stream that can be read only once',
    cure: 'Pass a function that opens the stream anew: body: () => stream.',
  },
  budget: {
    reason: "this origin's budget for retries is used up",
    cure: 'Too much is failing there: slow down, or raise budget.',
  },
  deadline: {
    reason: 'the wait does not fit in what is left of the deadline',
    cure: 'Try again at retryAt, or raise deadlineMs.',
  },
  'max-wait': { reason: 'the wait is longer than maxWaitMs', cure: 'Try again at retryAt, or raise maxWaitMs.' },
  stored: {
    reason: 'the answer is stored and still fresh, so asking again would bring it again',
    cure: 'Send cache-control: no-cache to ask the server anyway.',
  },
  'only-if-cached': {
    reason: 'only a stored answer was wanted (only-if-cached), and none is usable',
    cure: 'Leave only-if-cached out to ask the server.',
  },
  'not-renewed': {
    reason: 'no new credential could be had',
    cure: 'The cause says what went wrong with refresh; sign in again.',
  },
  paused: {
    reason: 'the origin asked for a pause that is longer than this call may wait',
    cure: 'Try again at retryAt, or raise maxWaitMs and deadlineMs.',
  },
  breaker: {
    reason: 'too many calls to this origin failed lately, so it is left alone for a while',
    cure: 'Try again at retryAt; client.origins() tells what is known of it.',
  },
  throttled: {
    reason: 'this origin refuses much of what it is sent, so heed sends less',
    cure: 'Send less, or leave the option throttle out.',
  },
  'redirect-refused': { reason: "redirects are refused (redirect: 'error')", cure: 'Ask for the new address itself.' },
  'redirect-limit': { reason: 'there were more redirects than maxRedirects', cure: 'Look at the chain in the trail.' },
  'redirect-loop': {
    reason: 'the redirects lead back to a request that was already made',
    cure: 'The server expects something that changes in between: often a cookie or a login.',
  },
  'redirect-downgrade': {
    reason: 'the redirect leads from https to http, where everybody on the way can read and change it',
    cure: 'Ask for the http address itself if you mean it.',
  },
  'redirect-scheme': { reason: 'the redirect leads to something that is not http or https', cure: '' },
  'redirect-location': { reason: 'the Location of the redirect is not one valid address', cure: '' },
  'redirect-body': {
    reason: 'the redirect asks for the body once more, and it was a stream that can be read only once',
    cure: 'Pass a function that opens the stream anew: body: () => stream.',
  },
  'redirect-forbidden': {
    reason:
      'the redirect leads where a fetch must not go: to a port of another service, to a login in the address, or out of its mode',
    cure: 'Ask for the new address itself, with a client.',
  },
}

/** What each way of failing on the wire means. */
export const FAULT_WORDS: Readonly<Record<FaultName, FaultWords>> = {
  refused: {
    meaning: 'Nothing listens at that address and port.',
    next: 'Check host and port, and that the server runs.',
  },
  'unknown-host': { meaning: 'The host name does not exist.', next: 'Check the spelling of the host in the URL.' },
  unreachable: { meaning: 'There is no way to that host just now.', next: 'Check the network, then try again.' },
  tls: {
    meaning: 'No trusted TLS connection could be made.',
    next: "Check the host name and the server's certificate; for a private authority, pass a dispatcher that trusts it.",
  },
  'connect-timeout': {
    meaning: 'No connection was made in time.',
    next: 'Check host and port; raise connectMs if the way is slow.',
  },
  reset: {
    meaning: 'The connection closed before an answer came.',
    next: 'It is unknown whether the server acted; look before you send again what is not idempotent.',
  },
  truncated: {
    meaning: 'The answer broke off before its end.',
    next: 'What came is not whole; send again if that is safe.',
  },
  unprocessed: {
    meaning: 'The server turned the request away before it did anything with it.',
    next: 'Send it again.',
  },
  malformed: { meaning: 'What came back is not HTTP.', next: 'Check that host and port speak HTTP, and which scheme.' },
  'invalid-status': {
    meaning: 'The status code lies outside 100 to 599, so it says nothing.',
    next: 'Treat it as a server error (RFC 9110 section 15) and tell whoever runs the server.',
  },
  'headers-too-large': {
    meaning: "The answer's header section is larger than heed accepts.",
    next: 'Ask for less, or pass a dispatcher with a larger maxHeaderSize.',
  },
  'unasked-continue': {
    meaning: 'The server sent 100 Continue though nobody asked for it, and the connection cannot be read on.',
    next: 'Tell whoever runs the server to send 100 only after Expect: 100-continue.',
  },
  'interim-flood': {
    meaning: 'More informational answers (1xx) came than heed accepts, and no final one.',
    next: 'Tell whoever runs the server.',
  },
  'attempt-timeout': {
    meaning: 'No whole answer came within the time for one attempt.',
    next: 'Raise attemptMs if the server needs longer.',
  },
  deadline: {
    meaning: 'The deadline for the whole call passed.',
    next: 'Raise deadlineMs, or find out what took so long: the trail tells.',
  },
  'body-idle': {
    meaning: 'The body stopped coming.',
    next: 'Send again if that is safe; raise bodyIdleMs if such pauses are usual.',
  },
  'too-large': {
    meaning: 'The body is larger than the limit.',
    next: 'Raise limits.bodyBytes, or ask with stream: true and read it piece by piece.',
  },
  'too-dense': {
    meaning: 'The compressed body unpacks to far more than its size: it looks like a decompression bomb.',
    next: 'If you trust the server, raise limits.ratio.',
  },
  'too-many-codings': {
    meaning: 'The body is packed in more layers of content coding than heed unpacks.',
    next: 'If you trust the server, raise limits.codings.',
  },
  'bad-coding': {
    meaning: 'The body cannot be unpacked: it is not what Content-Encoding says.',
    next: "Ask again with the header 'accept-encoding: identity'.",
  },
  'request-body': {
    meaning: "The request's body could not be read to its end.",
    next: 'Look at the cause: it came from the stream or function that was passed as body.',
  },
  credential: {
    meaning: 'The function that gives the credentials failed; its error is the cause.',
    next: 'Mend what the option auth was given, or sign in again.',
  },
  held: {
    meaning: 'The request was not sent, because of what is known of its origin.',
    next: 'Send it later, at retryAt where that is told.',
  },
  unsendable: { meaning: 'This request cannot be put on the wire.', next: 'Look at the cause and mend the request.' },
  aborted: { meaning: 'The caller aborted the call.', next: 'Nothing more was sent.' },
  closed: { meaning: 'The client was closed.', next: 'Make a new client, or close this one later.' },
}

export const stopWords = (stopped: Stopped): StopWords => STOPS[stopped]

export const faultWords = (name: FaultName): FaultWords => FAULT_WORDS[name]

/** Why a request goes out. `before`: the latest entry of the trail. */
export function sendWords(before: TrailEntry | undefined, hop: number, attempt: number): string {
  if (before?.what === 'hop') return `redirect ${hop}`
  if (before?.what === 'renew') return 'once more, with renewed credentials'
  if (before?.what === 'answer' && before.verb === 'repair') return 'once more, with what was missing'
  if (before?.what === 'answer') return 'once more, for the whole'
  return attempt > 1 ? `attempt ${attempt}` : 'the call begins'
}

export const NOTE_WORDS = 'news on the way; the final answer is still to come'

export const STILL_GOOD_WORDS = 'what the caller has stored is still good'

/** What asks for another try. */
export const againWords = ({ code, phrase }: Row, ordered: boolean): string =>
  `${code} ${phrase}${ordered ? ', and the server orders another try' : ''}`

/** Why heed waits before it. `statedMs` null: nobody said how long. */
export const waitWords = (why: string, statedMs: number | null): string =>
  `${why}: ${statedMs === null ? 'nobody said how long, so heed backs off' : `the server asked for ${seconds(statedMs)} (Retry-After)`}`

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`

export const heldWords = ({ cause }: Pause): string => `held by the pause that ${cause} asked for`

export const byHandWords = (nowhere: boolean): string =>
  nowhere ? 'it names no Location to go to' : 'the caller follows redirects by hand'

export const pauseBeforeHopWords = ({ code, phrase }: Row): string =>
  `${code} ${phrase}: the server asked for a pause before the redirect (Retry-After)`

export const hopWords = ({ code, phrase }: Row, from: string, to: string): string =>
  `${code} ${phrase}: Location names another address (${from === to ? `same method, ${to}` : `${from} becomes ${to}`})`
