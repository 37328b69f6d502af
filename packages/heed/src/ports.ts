/**
 * The ports: what heed needs from outside, as types only, so that anybody can bring their own.
 */

import type { Challenge } from './fields/authenticate.ts'
import type { BreakerState, ConcurrencyState, Counts, News, Pace, Pause, Quota } from './manners.ts'
import type { WatchedCall } from './watch.ts'

/** Response or request fields: names in lower case; a field sent on several lines keeps its lines. */
export type FieldRecord = Readonly<Record<string, string | readonly string[]>>

/** A body that can be sent: text (as UTF-8) and bytes can be sent again, a one-shot stream cannot. */
export type WireBody = string | Uint8Array | AsyncIterable<Uint8Array> | null

/** One request as it goes on the wire. */
export interface WireRequest {
  readonly method: string
  readonly url: URL
  /** The URL's scheme, host and port: one string object for all requests of an origin, so that it is hashed once. */
  readonly origin: string
  readonly fields: Readonly<Record<string, string>>
  readonly body: WireBody
  /** Known length of a streamed body in bytes, else null (it goes out chunked). */
  readonly bodyBytes: number | null
  /** Send over a connection that carries no other request (421, RFC 9110 section 15.5.20). */
  readonly newConnection: boolean
  /** What a caller of `fetch` asked of the platform's own fetch, where that is a browser's: cookies, its cache, who referred. */
  readonly asked?: PageInit | null
}

export type PageInit = Pick<RequestInit, 'cache' | 'credentials' | 'mode' | 'referrer' | 'referrerPolicy'>

/** Bounds on what one answer may cost. All in bytes, milliseconds or counts; see the defaults in `options.ts`. */
export interface WireLimits {
  /** Decoded bytes of a body that is kept whole; more is the fault `too-large`. */
  readonly bodyBytes: number
  /** Decoded bytes kept of an error's body; the rest is cut and the connection dropped. */
  readonly errorBytes: number
  /** Decoded to encoded bytes, once more than `ratioFromBytes` came out; more is the fault `too-dense`. */
  readonly ratio: number
  readonly ratioFromBytes: number
  /** Content codings on one answer; more is the fault `too-many-codings`. */
  readonly codings: number
  /** Longest silence between two pieces of a body; more is the fault `body-idle`. */
  readonly bodyIdleMs: number
  /** A transport may itself give up waiting for a head after this; drive's own alarm rings no later. 0: it must not. */
  readonly headMs: number
  /** A body nobody wants is read up to this, so that its connection can be used again, then dropped. */
  readonly discardBytes: number
  readonly discardMs: number
}

/**
 * What becomes of an answer's body, decided when its head is there and before a byte of it is read.
 * - `keep`: all of it in memory, decoded; over the limit is a fault
 * - `keep-start`: as much as the error limit allows; a fault in it never hides the answer
 * - `stream`: hand it on as it comes
 * - `discard`: read a little so that the connection can be used again, then drop it
 */
export type Disposal = 'keep' | 'keep-start' | 'stream' | 'discard'

/** Why an exchange on the wire gave no (whole) answer. What each asks for stands in `rules/faults.ts`. */
export type FaultName =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'tls'
  | 'connect-timeout'
  | 'reset'
  | 'truncated'
  | 'unprocessed'
  | 'malformed'
  | 'invalid-status'
  | 'headers-too-large'
  | 'unasked-continue'
  | 'interim-flood'
  | 'attempt-timeout'
  | 'deadline'
  | 'body-idle'
  | 'too-large'
  | 'too-dense'
  | 'too-many-codings'
  | 'bad-coding'
  | 'request-body'
  | 'credential'
  | 'held'
  | 'unsendable'
  | 'aborted'
  | 'closed'

export interface WireFault {
  readonly kind: 'fault'
  readonly name: FaultName
  /** False: surely no byte of the request reached the server, so any method may go again. */
  readonly sent: boolean
  /** What the platform threw, or the caller's abort reason. */
  readonly cause: unknown
}

export interface WireAnswer {
  readonly kind: 'answer'
  readonly status: number
  readonly statusText: string
  readonly fields: FieldRecord
  /** Decoded bytes; for `discard` what was read. */
  readonly body: Uint8Array
  /** Present exactly when the head was disposed of as `stream`. */
  readonly stream: ReadableStream<Uint8Array> | null
  /** False: the body was cut (limit, discard, or a fault inside an error's body). */
  readonly whole: boolean
  /** The HTTP version that carried it, `1.1` or `2`; left out or null: not known. */
  readonly protocol?: string | null
}

/** Asked by the transport, synchronously, while an answer arrives. */
export interface Judge {
  /** An informational answer came. `false`: that is one too many, end with the fault `interim-flood`. */
  interim(status: number, fields: FieldRecord): boolean
  /** The final head came: what becomes of the body? Called at most once for a flight. */
  head(status: number, statusText: string, fields: FieldRecord): Disposal
  /** A body handed on as a stream is over: ended, broken or cancelled. Called once for each such body. */
  streamOver(): void
  /** heed's own: the call whose exchange it is, when somebody looks at it. */
  readonly watched?: WatchedCall | null
}

/** One exchange under way. `landed` never rejects: faults are values. */
export interface Flight {
  readonly landed: Promise<WireAnswer | WireFault>
  /**
   * Ends the exchange now with this fault; the connection is dropped. Once landed nothing happens, except that a
   * body that is still being handed on as a stream breaks with this fault.
   */
  abort(name: FaultName, cause: unknown): void
}

/** Carries one exchange over the wire and interprets nothing. */
export interface Transport {
  /** True: the platform follows redirects below it, unseen, as browsers do. Default false. */
  readonly followsRedirects?: boolean
  send(request: WireRequest, limits: WireLimits, judge: Judge): Flight
  /** Lets exchanges under way finish, then frees connections. */
  close(): Promise<void>
}

/** Time from outside. Steady time only grows and says nothing of the date; wall time is milliseconds since 1970. */
export interface Clock {
  steadyMs(): number
  wallMs(): number
  /** Calls `ring` once after `delayMs` (at most 2^31-1); returns what `clear` takes. */
  set(delayMs: number, ring: () => void): unknown
  clear(alarm: unknown): void
  /** An alarm at rest still rings, but does not keep the process alive. */
  rest(alarm: unknown, resting: boolean): void
}

/** Something that wants to be rung at a time. The fields belong to the `Alarms` it is set in. */
export interface Ringer {
  alarmMs: number
  earlier: Ringer | null
  later: Ringer | null
  ring(): void
}

/** Many alarms on one timer. A ringer is set at most once at a time. */
export interface Alarms {
  /** Rings at this steady time. */
  set(ringer: Ringer, atMs: number): void
  /** Forgets it; nothing happens when it is not set. */
  clear(ringer: Ringer): void
}

/** What one origin was asked lately, second by second: slot `s % slots` holds second `s`. */
export interface Spending {
  readonly second: Float64Array
  readonly sends: Float64Array
  readonly resends: Float64Array
}

/** What is known of one origin, or of another limit key. Rules read it, the ledger alone writes it. Times are steady ms. */
export interface Origin {
  /** Scheme, host and port, as `URL.origin` gives them; or what the option limitKey gave. */
  readonly key: string
  readonly spending: Spending
  /** Before this time nothing goes out that has not asked the rest of this; -Infinity: nothing holds it. */
  readonly heldUntilMs: number
  readonly pause: Pause | null
  /** Calls that wait for the pause to end, and how far apart they go then: no faster than twice the pace before. */
  readonly parked: number
  readonly gapMs: number
  /** What the server said of its quotas, by their names. */
  readonly quotas: readonly Quota[]
  /** How fast it is asked since it refused too many; null: as calls come. */
  readonly pace: Pace | null
  /** When the row of the declared quota would be empty again. */
  readonly tatMs: number
  /** When the next request may go, if they are spaced out; -Infinity: they are not. */
  readonly nextMs: number
  /** Counts the rows of those who are spaced out: one that is made anew has other places, and who had one takes another. */
  readonly row: number
  readonly breaker: BreakerState
  /** Calls of the last 30 s: good and bad for the breaker, and for throttling taken and refused. */
  readonly health: Counts | null
  readonly taken: Counts | null
  readonly concurrency: ConcurrencyState | null
  /** Requests that went out and whose answers are not there yet. */
  readonly underWay: number
}

/** A place in a row. `free` ends when it is one's turn; whoever does not want it any more leaves. */
export interface Place {
  readonly free: Promise<void>
  leave(): void
}

/**
 * What is known of the origins this client has met: a synchronous local view, which may be shared with other processes
 * behind it. Everything told merges in any order: pauses by the later end, quotas by the later word. `ledgerContract` of
 * `heed/testing` is what every ledger must keep.
 */
export interface Ledger {
  /** The origin of an http or https address, or what is known under this key. */
  of(url: URL, key?: string): Origin
  /** One request went out to it, or one more send was decided, which its budget pays. */
  countSend(origin: Origin, resend: boolean, nowMs: number): void
  /** A request goes out, at the place that was reserved for it (NaN: none was). True: it is a breaker's probe. */
  launch(origin: Origin, slotMs: number, nowMs: number): boolean
  /** It is no longer under way. */
  landed(origin: Origin): void
  /** What an answer or a fault says of it. */
  hear(origin: Origin, news: News, probe: boolean, tookMs: number, nowMs: number): void
  /** A call wanted to send and was refused here. */
  want(origin: Origin, nowMs: number): void
  /** A call waits for the pause to end. */
  park(origin: Origin): void
  /** A call takes its place in the row of those that are spaced out: when it may go. */
  reserve(origin: Origin, nowMs: number): number
  /** A place in the row of those who wait for others to end. */
  place(origin: Origin): Place
  /** All that is known, for those who look. */
  origins(): IterableIterator<Origin>
}

/** What a credential is renewed for: the origin, what was refused, and the answer that refused it. */
export interface Renewal {
  /** Scheme, host and port. */
  readonly origin: string
  /** The whole value of the field that was refused; null when it is renewed ahead of its end. */
  readonly refused: string | null
  readonly challenges: readonly Challenge[]
}

/** Credentials, as whole values of Authorization: kept, renewed once for all who wait. */
export interface Keyring {
  /** For a request to this origin: what is known, on its way, or null when the origin is none of its own. */
  credential(origin: string): string | null | Promise<string | null>
  /**
   * One that is newer than the refused one: at once when somebody else has renewed it since, else by the one renewal
   * that all who wait share. Null: there is no way to renew.
   * @throws what the caller's own function threw, told to all who wait
   */
  renew(renewal: Renewal): Promise<string | null>
  /** Ends what is being asked: whoever waits is told. */
  close(): void
}

/** Chance from outside: a number in [0, 1). */
export type Dice = () => number
