/** The five classes of RFC 9110 section 15, by their first digit. */
export type Kind = 'informational' | 'successful' | 'redirection' | 'client error' | 'server error'

/**
 * What a status code asks of the client.
 *
 * - `note`: tell whoever listens, keep waiting for the final answer
 * - `use`: the answer is the result
 * - `follow`: go where Location points
 * - `reuse`: what you have stored is still good
 * - `renew`: get fresh credentials, send once more
 * - `retry`: send the same request again, when that is safe
 * - `repair`: send a changed request once, when the change is known
 * - `stop`: the answer stands; hand it to the caller as an error
 */
export type Verb = 'note' | 'use' | 'follow' | 'reuse' | 'renew' | 'retry' | 'repair' | 'stop'

/** What the code says about the request having taken effect. `not-stated`: assume nothing. */
export type Effect = 'applied' | 'not-applied' | 'pending' | 'partly' | 'not-stated'

/** How a code stands in the IANA registry. `vendor` and `unregistered` codes are not in it. */
export type Registration = 'assigned' | 'unused' | 'temporary' | 'deprecated' | 'obsoleted' | 'vendor' | 'unregistered'

/** Knobs of the verb `follow`. */
export interface FollowKnobs {
  /** What becomes of the method: `keep` it, `post-to-get` (only POST changes), or `get` (all but HEAD change). */
  readonly method: 'keep' | 'post-to-get' | 'get'
}

/** Knobs of the verb `retry`. */
export interface RetryKnobs {
  /** Who may be sent again: any method (the server says it did not act) or only requests that are safe to repeat. */
  readonly whom: 'any' | 'repeatable'
  /** Whose fault: `throttle` (we are too fast: long base wait) or `fault` (it broke: short base wait). */
  readonly pace: 'throttle' | 'fault'
  /** Without a stated Retry-After the answer is final. */
  readonly onlyWhenAsked: boolean
  /** At most one resend, over a connection that was not used before. */
  readonly onceOnNewConnection: boolean
}

/** One status code: what it means and what it asks for. Rows are made by `row()` alone, so all share one shape. */
export interface Row {
  readonly code: number
  /** The registry's reason phrase; for a code outside the registry its vendor's or its class's. */
  readonly phrase: string
  readonly kind: Kind
  readonly verb: Verb
  /** One sentence for people: what the server says with it. */
  readonly meaning: string
  /** One sentence for people: what a well-behaved client does next. */
  readonly next: string
  /** One sentence for people: may the request be sent again, and how. */
  readonly again: string
  readonly effect: Effect
  /** Response fields that matter with this code, in canonical spelling. */
  readonly fields: readonly string[]
  /** May a cache keep it without being told how long (RFC 9110 section 15.1)? */
  readonly cacheable: boolean
  /** A cache never stores it, whatever Cache-Control says. */
  readonly neverStore: boolean
  /** The answer has no content, whatever its fields say (1xx, 204, 205, 304). */
  readonly bodiless: boolean
  /** Location on this code names what was made or where to ask next, and is not a redirect (201, 202). */
  readonly namesLocation: boolean
  readonly registration: Registration
  /** Who uses an unregistered code; null for codes of the registry. */
  readonly vendor: string | null
  /** Where it is defined: `RFC9110#15.5.5`; a class rule for codes that no specification defines. */
  readonly spec: string
  /** Present exactly when the verb is `follow`. */
  readonly follow: FollowKnobs | null
  /** Present exactly when the verb is `retry`. */
  readonly retry: RetryKnobs | null
}
