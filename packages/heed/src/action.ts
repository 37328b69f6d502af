/**
 * What can happen to an exchange (events) and what can be done next (actions): two closed unions.
 * `decide` turns the first into the second; `drive` performs the second and brings back the first.
 */
import type { Keeping, Kept, KeptHead } from './keeping.ts'
import type { FaultName, FieldRecord, WireFault, WireRequest } from './ports.ts'
import type { RuleName, WaitSource } from './trail.ts'

export type Event =
  /** The call begins. */
  | { readonly is: 'start' }
  /** Everything that could spare or forbid a send has been looked at. */
  | Looked
  /** A final head came. */
  | Answered
  /** The wire failed. */
  | { readonly is: 'fault'; readonly fault: WireFault; readonly wallMs: number }
  /** New credentials were asked for; null: there are none. */
  | { readonly is: 'renewed'; readonly credential: string | null }
  /** A wait is over. */
  | { readonly is: 'awake' }

/** `wallMs`: the date then, for Retry-After dates of servers that send no Date. */
export interface Answered {
  readonly is: 'answer'
  readonly status: number
  readonly fields: FieldRecord
  readonly wallMs: number
  /** It comes from the cache, so asking again would bring it again. */
  readonly stored: boolean
}

/** `found`: what the cache holds for this request; null: there is no cache, or the request passes by it. */
export interface Looked {
  readonly is: 'looked'
  readonly found: readonly Kept[] | null
  /** An equal request is under way, whose answer may serve this one too. */
  readonly ahead: boolean
  readonly wallMs: number
}

export const START: Event = /* @__PURE__ */ Object.freeze({ is: 'start' })
export const LOOKED: Looked = /* @__PURE__ */ Object.freeze({ is: 'looked', found: null, ahead: false, wallMs: 0 })
export const AWAKE: Event = /* @__PURE__ */ Object.freeze({ is: 'awake' })

/** Something went wrong before anything was sent. */
export const faultEvent = (name: FaultName, cause: unknown): Event => ({
  is: 'fault',
  fault: { kind: 'fault', name, sent: false, cause },
  wallMs: 0,
})

/** Why heed did not go on. The words for people are in `rules/stop.ts`. */
export type Stopped =
  | 'final'
  | 'attempts'
  | 'unsafe'
  | 'ordered'
  | 'one-shot'
  | 'budget'
  | 'deadline'
  | 'max-wait'
  | 'stored'
  | 'only-if-cached'
  | 'not-renewed'
  | 'paused'
  | 'breaker'
  | 'throttled'
  | 'redirect-refused'
  | 'redirect-limit'
  | 'redirect-loop'
  | 'redirect-downgrade'
  | 'redirect-scheme'
  | 'redirect-location'
  | 'redirect-body'
  | 'redirect-forbidden'

/** It ended at a redirect that is not followed. */
export const isRedirectRefused = (stopped: Stopped | null): boolean => stopped?.startsWith('redirect-') === true

/** A redirect on its way: which status sent us, and what the new request lost. */
export interface Hop {
  readonly status: number
  /** Field names in lower case. */
  readonly dropped: readonly string[]
  readonly reason: string
}

/** Look at what could spare or forbid a send; `to` replaces the request first (a redirect), null keeps it. */
export interface Look {
  readonly do: 'look'
  readonly to: WireRequest | null
  readonly hop: Hop | null
}

/** Send the request as it stands, with `fields` on top (validators of what is kept, or the range that is missing). */
export interface Send {
  readonly do: 'send'
  readonly fields: Readonly<Record<string, string>> | null
  /** The kept answers that the server is asked about. */
  readonly asked: readonly Kept[]
  /** `fields` ask for the rest of the one part in `asked`. */
  readonly completing: boolean
}

/** Use a kept answer. It goes through its row like any other, as an answer that is `stored`. */
export interface Serve {
  readonly do: 'serve'
  readonly kept: Kept
  readonly status: number
  readonly fields: FieldRecord
  /** The bytes of the kept body that are wanted, [from, to); null: all of them. */
  readonly slice: readonly [from: number, to: number] | null
  readonly is: 'hit' | 'stale' | 'validated'
  /** '' for a hit: how long it stays fresh says it. */
  readonly reason: string
  readonly ageMs: number
  /** Heads to bring up to date first (a 304 came). */
  readonly freshened: readonly { readonly id: Kept['id']; readonly head: KeptHead }[]
  /** Ask the server behind the caller's back, so that the next one finds it fresh (stale-while-revalidate). */
  readonly renewBehind: boolean
  /** What the call would have been stopped by, had nothing been kept; null: by nothing. */
  readonly insteadOf: Stopped | null
}

/** The rest of a kept part is coming: read it, keep the whole, then look again. */
export interface Keep {
  readonly do: 'keep'
  readonly keeping: Keeping
}

/** An equal request is under way: wait for its end, then look again. */
export interface Join {
  readonly do: 'join'
}

/** As many requests are under way as the origin bears: wait for a place, then look again. */
export interface Queue {
  readonly do: 'queue'
}

/** Nothing is kept and nothing may be sent: an answer that heed makes itself (504, only-if-cached). */
export interface Make {
  readonly do: 'make'
  readonly status: number
  readonly stopped: Stopped
}

/** Ask for new credentials, then look again. */
export interface Renew {
  readonly do: 'renew'
  readonly field: 'authorization' | 'proxy-authorization'
  readonly reason: string
}

/** The body has no known length and the server wants one: read it into memory, then send once more. */
export interface Gather {
  readonly do: 'gather'
}

/** Wait, then look again. `resend`: the wait precedes another attempt, which the retry budget pays. */
export interface Wait {
  readonly do: 'wait'
  readonly waitMs: number
  readonly source: WaitSource
  readonly rule: RuleName
  readonly reason: string
  readonly resend: boolean
  readonly to: WireRequest | null
  readonly hop: Hop | null
}

/** The answer is the result. */
export interface Deliver {
  readonly do: 'deliver'
  readonly rule: RuleName
  readonly reason: string
}

/** It ends here. `retryAfterMs`: the server (or backoff) says that it may work after this time. */
export interface Fail {
  readonly do: 'fail'
  readonly rule: RuleName
  readonly stopped: Stopped
  readonly reason: string
  readonly retryAfterMs: number | null
}

export type Action = Look | Send | Serve | Keep | Join | Queue | Make | Renew | Gather | Wait | Deliver | Fail

/** What may have to be waited for. */
export type Slow = Exclude<Action, Look | Send | Deliver | Fail>

export const LOOK: Look = /* @__PURE__ */ Object.freeze({ do: 'look', to: null, hop: null })
export const SEND: Send = /* @__PURE__ */ Object.freeze({
  do: 'send',
  fields: null,
  asked: Object.freeze([]),
  completing: false,
})
export const JOIN: Join = /* @__PURE__ */ Object.freeze({ do: 'join' })
export const QUEUE: Queue = /* @__PURE__ */ Object.freeze({ do: 'queue' })
export const GATHER: Gather = /* @__PURE__ */ Object.freeze({ do: 'gather' })
export const USE: Deliver = /* @__PURE__ */ Object.freeze({
  do: 'deliver',
  rule: 'use',
  reason: 'the answer is the result',
})
