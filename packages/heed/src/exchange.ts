import { cacheFacts, signFacts } from '#edition/facts'
import { type Fail, isRedirectRefused } from './action.ts'
import type { CacheFacts } from './keeping.ts'
import type { Plan } from './plan.ts'
import type { Origin, WireAnswer, WireBody, WireFault, WireRequest } from './ports.ts'
import type { TrailEntry } from './trail.ts'
import type { WatchedCall } from './watch.ts'

/** How the request's body can be had again: bytes stay in the request, a factory makes it anew, a stream is gone. */
export type BodySource = (() => WireBody) | 'bytes' | 'one-shot'

/**
 * The facts of one request in flight. Rules read it; `drive` alone writes it. All fields are set here, in one order,
 * so that every exchange has the same shape.
 */
export class Exchange {
  readonly plan: Plan
  /** What goes out next. Redirects replace it; what they drop is gone for good. */
  request: WireRequest
  source: BodySource
  /** Steady milliseconds. */
  readonly startMs: number
  readonly endMs: number
  sentMs: number
  /** How long the head of the latest answer took, from its request on. */
  tookMs: number
  /** Sends so far that count as attempts; a redirect's is not one. */
  attempt: number
  hop: number
  /** What is known of the origin now asked. */
  origin: Origin
  /** When this call may go, where requests are spaced out; NaN: it has no place reserved. */
  slotMs: number
  /** Which row of its origin that place is in. */
  slotRow: number
  /** The answer at hand says that a limit is reached, with whatever code. */
  limited: boolean
  /** It goes out to learn whether its origin is well again. */
  probe: boolean
  /** A redirect has led to another origin. */
  crossed: boolean
  /** Every request of the chain so far, as loop keys; null before the first redirect. */
  visited: Set<string> | null
  /** The latest answer and the latest fault; at the end, what the caller gets. */
  answer: WireAnswer | null
  fault: WireFault | null
  /** Why it ended, unless the answer is the result. */
  failure: Fail | null
  /** What the cache has to do with it; null without a cache. */
  cache: CacheFacts | null
  /** What heed has signed it with; null: the client has no credentials. */
  signed: Signed | null
  /** A repair is made once (411, 417). */
  repaired: boolean
  /** Null while nothing happened but a send. */
  trail: TrailEntry[] | null
  /** Null: nobody looks at it. */
  watched: WatchedCall | null

  constructor(plan: Plan, request: WireRequest, source: BodySource, origin: Origin, startMs: number) {
    this.plan = plan
    this.request = request
    this.source = source
    this.startMs = startMs
    this.endMs = startMs + plan.deadlineMs
    this.sentMs = startMs
    this.tookMs = 0
    this.attempt = 0
    this.hop = 0
    this.origin = origin
    this.slotMs = Number.NaN
    this.slotRow = 0
    this.limited = false
    this.probe = false
    this.crossed = false
    this.visited = null
    this.answer = null
    this.fault = null
    this.failure = null
    this.cache = cacheFacts(plan)
    this.signed = signFacts(plan)
    this.repaired = false
    this.trail = null
    this.watched = null
  }
}

/** The caller gets the answer at the end of a call: a result, or with throwOnError: false an error's; never a refused redirect. */
export function givesAnswer({ answer, fault, failure, plan }: Exchange): boolean {
  if (answer === null || fault !== null) return false
  return failure === null || (!plan.throwOnError && !isRedirectRefused(failure.stopped))
}

/** What heed knows of the credentials of a call. */
export interface Signed {
  /** The credentials of `plan.auth` and `plan.proxyAuth` that the request carries; null: none of ours. */
  credential: string | null
  proxyCredential: string | null
  /** The fields whose credential was renewed for this call, each with the origin (`renewalOf`); each is renewed once. */
  renewed: readonly string[]
  /** What the caller's own refresh threw. */
  cause: unknown
}
