import type { OriginName } from './answer.ts'

/** Requests that a check is about; members that are left out do not matter. */
export interface Among {
  readonly origin?: OriginName
  readonly method?: string
  /** Path and query after the scenario's prefix, as sent. */
  readonly path?: string
}

/** How a client may have failed. */
export type ErrorKind =
  | 'status'
  | 'timeout'
  | 'network'
  | 'protocol'
  | 'redirects'
  | 'too-large'
  | 'decode'
  | 'aborted'
  | 'other'

/** How many requests the lab received. Bounds include themselves; both left out: none. */
export interface RequestsCheck {
  readonly that: 'requests'
  readonly among?: Among
  readonly min?: number
  readonly max?: number
}

/** What a request was like. Members that are left out do not matter. */
export interface RequestCheck {
  readonly that: 'request'
  readonly among?: Among
  /** Among these, from 1; `'last'`; `'every'` (and there is at least one). */
  readonly number: number | 'last' | 'every'
  readonly origin?: OriginName
  readonly method?: string
  readonly path?: string
  /** Values as regular expressions matched against the whole value; null: the field is absent. */
  readonly fields?: Readonly<Record<string, string | null>>
  /** The content as text; `''`: none. */
  readonly body?: string
}

/** How long after one request's answer began to leave the other request arrived, in milliseconds of the lab's clock. */
export interface GapCheck {
  readonly that: 'gap'
  readonly among?: Among
  readonly from: number
  readonly to: number
  readonly minMs?: number
  readonly maxMs?: number
}

/** The connection on which a request came. */
export interface ConnectionCheck {
  readonly that: 'connection'
  readonly number: number
  /** `same`: the one of request `as`; `other`: not that one. */
  readonly is: 'same' | 'other'
  readonly as: number
}

/** The client dropped the connection while this request's answer was under way (also in a stall or a wait). */
export interface DroppedCheck {
  readonly that: 'dropped'
  readonly number: number
  /** From when the request arrived. */
  readonly withinMs: number
}

/** How much of an answer's body the lab could send before it ended or the client left. */
export interface SentCheck {
  readonly that: 'sent'
  readonly number: number
  readonly maxBytes: number
}

/** Connections that the client opened in all, or had open at one time, or left open when the scenario ended. */
export interface ConnectionsCheck {
  readonly that: 'connections'
  readonly count: 'opened' | 'at-once'
  readonly max: number
}

/** Requests under way at one time. */
export interface InFlightCheck {
  readonly that: 'in-flight'
  readonly among?: Among
  readonly max: number
}

/** The span of the arrival times of these requests: from the `from`th to the last. For waves that must not come at once. */
export interface SpreadCheck {
  readonly that: 'spread'
  readonly among?: Among
  readonly from: number
  readonly minMs: number
}

/** What the caller got from a call. Members that are left out do not matter. */
export interface ResultCheck {
  readonly that: 'result'
  /** From 1, in the order of the script, copies counted apart; `'every'`. Default 1. */
  readonly call?: number | 'every'
  /** The client presented it as a success. */
  readonly ok?: boolean
  /** The status that the caller can see, on an answer or on an error; null: none. */
  readonly status?: number | null
  /** Whether there was an error other than an answer's status: a list of kinds that are right, or `'any'` or `'none'`. */
  readonly error?: readonly ErrorKind[] | 'any' | 'none'
  /** The answer came as something thrown. A caller who asked for a 304 wants no exception. */
  readonly thrown?: boolean
  /** The body that the caller can read, as text. */
  readonly body?: string
  readonly bodyBytes?: { readonly min?: number; readonly max?: number }
  /** Fields of the answer, as in `RequestCheck`. */
  readonly fields?: Readonly<Record<string, string | null>>
  /** The final address, as a template. */
  readonly url?: string
}

/** How long a call took, by the lab's clock: from handing the job over to its result. */
export interface ElapsedCheck {
  readonly that: 'elapsed'
  /** From 1. Default 1. */
  readonly call?: number
  readonly minMs?: number
  readonly maxMs?: number
}

/** At least one of these holds. The sentence of the whole counts; those inside are for the details. */
export interface EitherCheck {
  readonly that: 'either'
  readonly of: readonly [Check, Check, ...Check[]]
}

/** One thing to look at, with the sentence to say when it is not so. */
export type Check = (
  | RequestsCheck
  | RequestCheck
  | GapCheck
  | ConnectionCheck
  | DroppedCheck
  | SentCheck
  | ConnectionsCheck
  | InFlightCheck
  | SpreadCheck
  | ResultCheck
  | ElapsedCheck
  | EitherCheck
) & {
  /** Said to people when the check fails: what went wrong and why it matters, about "the client". */
  readonly otherwise: string
}
