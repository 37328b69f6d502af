/**
 * Looking on while calls happen: types only. What is told holds no secret: addresses are shown without user info and query
 * values, of fields only a few harmless ones are told, bodies and credentials never. All times are milliseconds.
 */

import type { Stopped } from './action.ts'
import type { CacheNote } from './keeping.ts'
import type { OriginChange } from './manners.ts'
import type { FaultName, Flight, Judge, Transport, WireLimits, WireRequest } from './ports.ts'
import type { Hopped, Joined, Noted, Renewed, Reused, TrailEntry, Waited } from './trail.ts'

/** A call begins. */
export interface CallStart {
  /** Counts the calls of this process that are looked at: what else is told of this call has the same number. */
  readonly call: number
  readonly method: string
  /** Without user info and fragment, and with query values hidden. */
  readonly url: string
  /** The host's name or address (IPv6 without brackets), and the port, also where it is the scheme's own. */
  readonly host: string
  readonly port: number
}

/** A call is over. */
export interface CallEnd {
  readonly call: number
  /** As the end of its trail says. */
  readonly outcome: 'delivered' | 'failed'
  /** The caller gets an error. False beside `failed`: with `throwOnError: false` the answer is the result all the same. */
  readonly error: boolean
  /** Of the answer it ended with; null: it ended with none. */
  readonly status: number | null
  /** What it ended with instead of an answer. */
  readonly fault: FaultName | null
  /** Why heed did not go on; null for what is delivered. */
  readonly stopped: Stopped | null
  /** Requests on the wire: attempts, redirects, replays and hedges. 0: it was answered without one. */
  readonly sends: number
  readonly attempts: number
  readonly hops: number
  /** What the cache did; null: the client has none. */
  readonly cache: CacheNote['is'] | null
  /** Up to the end of the body, or to the head where the body is handed on as a stream. */
  readonly tookMs: number
}

/** One request goes on the wire. */
export interface AttemptStart {
  readonly call: number
  /** Counts the requests of the call from 1: attempts, redirects, replays and hedges. */
  readonly send: number
  /** As in the trail: attempts from 1, redirects from 0. */
  readonly attempt: number
  readonly hop: number
  readonly method: string
  readonly url: string
  readonly host: string
  readonly port: number
  /** How much of its origin's retry budget is used: 0 none, 1 all of it. Null: there is no limit. */
  readonly budgetUsed: number | null
}

/** The exchange on the wire is over. */
export interface AttemptEnd {
  readonly call: number
  readonly send: number
  /** Null: no head came. */
  readonly status: number | null
  /** Null: all went well. `aborted` is the caller's doing, or the slower one of two hedged requests. */
  readonly fault: FaultName | null
  /** The head of a redirect that heed does not follow: why. */
  readonly refused: Stopped | null
  /** The protocol that carried it, where the transport knows: `1.1`, `2`. */
  readonly protocol: string | null
  /** Content-Type (without parameters), Content-Length, Age and Retry-After, those that came. */
  readonly fields: Readonly<Record<string, string>>
  /** Until the head; null: none came. */
  readonly headMs: number | null
  /** Until the end of the body, or to the head where the body is handed on as a stream. */
  readonly tookMs: number
}

/** Something else happened in a call, as its trail tells it. */
export interface CallStep {
  readonly call: number
  readonly entry: Noted | Waited | Hopped | Reused | Joined | Renewed
}

/** Something changed for an origin. */
export interface OriginNews {
  /** Scheme, host and port; null where the option `limitKey` names what is limited, since its keys may be credentials. */
  readonly origin: string | null
  readonly what: OriginChange['what']
  readonly reason: string
  /** How long it holds from now on; null where nothing ends. */
  readonly forMs: number | null
}

/**
 * Looks on at the calls of a client: the option `watch`. `otel()` of `heed/otel` is one. Its methods are called at once, in
 * the order of what happens; they must not wait. What they throw goes where uncaught errors go, and changes no call.
 */
export interface Watch {
  /** Asked when a call begins and when an origin changes. False: this one is not looked at. */
  isOn(): boolean
  /** A call begins. Null: what else happens in it is not wanted. */
  call(start: CallStart): CallWatch | null
  origin?(news: OriginNews): void
}

/** Looks on at one call. */
export interface CallWatch {
  /**
   * For whoever keeps a context: runs the begin of the call, and later what a socket brings it, whose context is that of the
   * call that opened it. Must call what it is given once, at once.
   */
  run?(work: () => void): void
  attempt?(start: AttemptStart): AttemptWatch | null
  step?(step: CallStep): void
  end?(end: CallEnd): void
}

/** Looks on at one request on the wire. */
export interface AttemptWatch {
  /** Fields to send along, by name in lower case. No cache and no rule sees them. */
  readonly fields?: Readonly<Record<string, string>>
  /** Sends the request; must call what it is given once, at once. */
  run?(send: () => void): void
  end?(end: AttemptEnd): void
}

/** What heed publishes on the channels of `node:diagnostics_channel`, by their names. */
export interface ChannelMessages {
  'heed:call:start': CallStart
  'heed:attempt:start': AttemptStart
  'heed:attempt:end': AttemptEnd
  'heed:wait': CallStep & { readonly entry: Waited }
  /** What happens in a call besides: a hop, a kept answer, a joined request, renewed credentials, an informational answer. */
  'heed:step': CallStep
  'heed:call:end': CallEnd
  'heed:origin': OriginNews
}

/** A call that somebody looks at, as the loop and the transport know it. */
export interface WatchedCall {
  /** Sends the request and looks on. */
  carry(transport: Transport, request: WireRequest, limits: WireLimits, judge: Judge): Flight
  step(entry: TrailEntry): void
  /** A head was judged: what stops the call, if it does. */
  judged(stopped: Stopped | null): void
  end(nowMs: number): void
}
