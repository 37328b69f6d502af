import type { FaultName } from './ports.ts'
import type { Verb } from './status/row.ts'

/** Which rule spoke: one of the eight verbs, or what stands around them. */
export type RuleName = Verb | 'fault' | 'deadline' | 'caller' | 'manners'

/** Where the length of a wait came from. */
export type WaitSource = 'retry-after' | 'backoff' | 'pause' | 'quota'

interface Moment {
  /** Milliseconds since the call began. */
  readonly atMs: number
  readonly rule: RuleName
  /** Why, in words for people. Never holds a secret. */
  readonly reason: string
}

/** A request went out. `attempt` counts the attempts of the whole call from 1, `hop` its redirects from 0. */
export interface Sent extends Moment {
  readonly what: 'send'
  readonly method: string
  /** Without user info and with query values hidden. */
  readonly url: string
  readonly attempt: number
  readonly hop: number
}

/** An informational answer (1xx) came; the final one is still to come. */
export interface Noted extends Moment {
  readonly what: 'note'
  readonly status: number
  readonly phrase: string
}

/** A final head came. `tookMs` since its request went out. */
export interface Answered extends Moment {
  readonly what: 'answer'
  readonly status: number
  readonly phrase: string
  readonly verb: Verb
  readonly tookMs: number
}

/** The wire failed. */
export interface Faulted extends Moment {
  readonly what: 'fault'
  readonly fault: FaultName
  readonly tookMs: number
}

/** heed waits before it sends again. */
export interface Waited extends Moment {
  readonly what: 'wait'
  readonly waitMs: number
  readonly source: WaitSource
}

/** heed goes to another address. */
export interface Hopped extends Moment {
  readonly what: 'hop'
  readonly status: number
  readonly method: string
  readonly url: string
  /** Names of the fields that the new request lost, in lower case. */
  readonly dropped: readonly string[]
}

/** A kept answer is used, or a 304 has confirmed one. */
export interface Reused extends Moment {
  readonly what: 'cache'
  readonly is: 'hit' | 'stale' | 'validated'
  readonly status: number
  readonly phrase: string
  readonly ageMs: number
}

/** heed waited for an equal request that was under way. */
export interface Joined extends Moment {
  readonly what: 'join'
  readonly waitedMs: number
}

/** New credentials were asked for. */
export interface Renewed extends Moment {
  readonly what: 'renew'
  readonly outcome: 'renewed' | 'failed'
  readonly tookMs: number
}

/** The call is over. */
export interface Ended extends Moment {
  readonly what: 'end'
  readonly outcome: 'delivered' | 'failed'
}

/** One thing that happened during a call. The list of them, in order, is its trail. */
export type TrailEntry = Sent | Noted | Answered | Faulted | Waited | Hopped | Reused | Joined | Renewed | Ended

export type Trail = readonly TrailEntry[]
