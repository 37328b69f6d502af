import { classOf } from './classes.ts'
import { againFor, nextFor } from './sentences.ts'

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

/** Knobs of the verb `renew`. */
export interface RenewKnobs {
  /** The request field whose credentials were refused: those for the server, or those for the proxy in front of it. */
  readonly field: 'authorization' | 'proxy-authorization'
  /** The response field that says how to sign in. */
  readonly challenge: 'www-authenticate' | 'proxy-authenticate'
}

/** Knobs of the verb `repair`. */
export interface RepairKnobs {
  /**
   * What the request needs before it can go again: its length told (`add-length`), its Expect left out (`drop-expect`),
   * another range or none (`change-range`), the version that the change was made on (`add-condition`). heed makes the
   * first two itself; the others change what is asked, so they belong to `download` and `update`.
   */
  readonly how: 'add-length' | 'drop-expect' | 'change-range' | 'add-condition'
}

/** One status code: what it means and what it asks for. Rows are made by `row()` alone, so all share one shape; frozen. */
export interface Row {
  readonly code: number
  /** The registry's reason phrase; for a vendor's code the vendor's or a plain one, for an unregistered code its class. */
  readonly phrase: string
  /** Other phrases in use for the same code, for finding it; never compare phrases in code. */
  readonly aliases: readonly string[]
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
  /** The request was made on a version that is no longer the current one (409, 412): read again, then change that. */
  readonly conflict: boolean
  /** There is nothing at the address (404, 410). */
  readonly absent: boolean
  /** The network on the way answers, not the server (511). */
  readonly byNetwork: boolean
  /** The content is a part of the whole, as Content-Range tells (206). */
  readonly partial: boolean
  /** A server error of a server that is well: it refuses this one request, or is not the one who answers (501, 505 ...). */
  readonly sound: boolean
  /** There is too much just now: too many requests, or no room for any (429, 503, 529). */
  readonly overload: boolean
  /** The vendor that says with it that its limit is reached too, when the fields beside it tell of one; null: nobody. */
  readonly limitOf: string | null
  readonly registration: Registration
  /** Who uses an unregistered code; null for codes of the registry. */
  readonly vendor: string | null
  /** Where it is defined: `RFC9110#15.5.5`; `RFC9110#15`, the rule for unknown codes, where no specification does. */
  readonly spec: string
  /** Present exactly when the verb is `follow`. */
  readonly follow: FollowKnobs | null
  /** Present exactly when the verb is `retry`. */
  readonly retry: RetryKnobs | null
  /** Present exactly when the verb is `renew`. */
  readonly renew: RenewKnobs | null
  /** Present exactly when the verb is `repair`. */
  readonly repair: RepairKnobs | null
}

/** What is particular about one code; everything left out follows from its class and its verb. */
export interface Particulars {
  readonly meaning: string
  /** Default: what the verb and its knobs say. */
  readonly next?: string
  /** Default: what the verb and its knobs say. */
  readonly again?: string
  /** Default: `note` for 1xx, `use` for 2xx, else the verb whose knobs are given, else `stop`. */
  readonly verb?: Verb
  /** Default: `applied` for 2xx and `not-applied` for 4xx of the registry, else `not-stated`. */
  readonly effect?: Effect
  readonly fields?: readonly string[]
  readonly aliases?: readonly string[]
  readonly cacheable?: boolean
  readonly neverStore?: boolean
  /** Default: true for 1xx. */
  readonly bodiless?: boolean
  readonly namesLocation?: boolean
  readonly conflict?: boolean
  readonly absent?: boolean
  readonly byNetwork?: boolean
  readonly partial?: boolean
  readonly sound?: boolean
  /** Default: true where the retry paces itself as one that was too fast. */
  readonly overload?: boolean
  readonly limitOf?: string
  /** Default: `vendor` where a vendor is given, else `assigned`. */
  readonly registration?: Registration
  readonly vendor?: string
  readonly follow?: FollowKnobs
  readonly retry?: RetryKnobs
  readonly renew?: RenewKnobs
  readonly repair?: RepairKnobs
}

const nothing: readonly string[] = []

function verbOf(kind: Kind, own: Particulars): Verb {
  if (own.verb !== undefined) return own.verb
  if (own.follow !== undefined) return 'follow'
  if (own.retry !== undefined) return 'retry'
  if (own.renew !== undefined) return 'renew'
  if (own.repair !== undefined) return 'repair'
  if (kind === 'informational') return 'note'
  return kind === 'successful' ? 'use' : 'stop'
}

function effectOf(kind: Kind, registration: Registration, own: Particulars): Effect {
  if (own.effect !== undefined) return own.effect
  // What stands behind a vendor's code is anybody's guess.
  if (registration === 'vendor') return 'not-stated'
  if (kind === 'client error') return 'not-applied'
  return kind === 'successful' ? 'applied' : 'not-stated'
}

/**
 * Makes a row, frozen. The only place where one is made: a single literal gives all rows one shape, which keeps the look-up
 * that runs on every response monomorphic.
 *
 * @throws RangeError when the code lies outside 100..599
 */
export function row(code: number, phrase: string, spec: string, own: Particulars): Row {
  const kind = classOf(code)?.kind
  if (kind === undefined) throw new RangeError(`${code} has no class: give a code from 100 to 599`)
  const { cacheable = false, neverStore = false, namesLocation = false, partial = false } = own
  const { conflict = false, absent = false, byNetwork = false, sound = false } = own
  const registration = own.registration ?? (own.vendor === undefined ? 'assigned' : 'vendor')
  const verb = verbOf(kind, own)
  const follow = own.follow ?? null
  const retry = own.retry ?? null
  return Object.freeze({
    code,
    phrase,
    aliases: Object.freeze(own.aliases ?? nothing),
    kind,
    verb,
    meaning: own.meaning,
    next: own.next ?? nextFor(verb, kind, follow, retry),
    again: own.again ?? againFor(verb, kind, follow, retry),
    effect: effectOf(kind, registration, own),
    fields: Object.freeze(own.fields ?? nothing),
    cacheable,
    neverStore,
    bodiless: own.bodiless ?? kind === 'informational',
    namesLocation,
    conflict,
    absent,
    byNetwork,
    partial,
    sound,
    overload: own.overload ?? retry?.pace === 'throttle',
    limitOf: own.limitOf ?? null,
    registration,
    vendor: own.vendor ?? null,
    spec,
    follow,
    retry,
    renew: own.renew ?? null,
    repair: own.repair ?? null,
  })
}
