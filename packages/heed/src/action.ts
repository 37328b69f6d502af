/**
 * What can happen to an exchange (events) and what can be done next (actions): two closed unions.
 * `decide` turns the first into the second; `drive` performs the second and brings back the first.
 */
import type { FieldRecord, WireFault, WireRequest } from './ports.ts'
import type { RuleName, WaitSource } from './trail.ts'

export type Event =
  /** The call begins. */
  | { readonly is: 'start' }
  /** Everything that could spare or forbid a send has been looked at. */
  | { readonly is: 'looked' }
  /** A final head came. `wallMs`: the date then, for Retry-After dates of servers that send no Date. */
  | { readonly is: 'answer'; readonly status: number; readonly fields: FieldRecord; readonly wallMs: number }
  /** The wire failed. */
  | { readonly is: 'fault'; readonly fault: WireFault }
  /** A wait is over. */
  | { readonly is: 'awake' }

export const START: Event = Object.freeze({ is: 'start' })
export const LOOKED: Event = Object.freeze({ is: 'looked' })
export const AWAKE: Event = Object.freeze({ is: 'awake' })

/** Why heed did not go on. The words for people are in `rules/stop.ts`. */
export type Stopped =
  | 'final'
  | 'attempts'
  | 'unsafe'
  | 'one-shot'
  | 'budget'
  | 'deadline'
  | 'max-wait'
  | 'redirect-refused'
  | 'redirect-limit'
  | 'redirect-loop'
  | 'redirect-downgrade'
  | 'redirect-scheme'
  | 'redirect-location'
  | 'redirect-body'

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

/** Send the request as it stands. */
export interface Send {
  readonly do: 'send'
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

export type Action = Look | Send | Wait | Deliver | Fail

export const LOOK: Look = Object.freeze({ do: 'look', to: null, hop: null })
export const SEND: Send = Object.freeze({ do: 'send' })
export const USE: Deliver = Object.freeze({ do: 'deliver', rule: 'use', reason: 'the answer is the result' })
