import type { Fail } from './action.ts'
import type { Plan } from './plan.ts'
import type { Origin, WireAnswer, WireBody, WireFault, WireRequest } from './ports.ts'
import type { TrailEntry } from './trail.ts'

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
  readonly source: BodySource
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
  /** Every request of the chain so far, as loop keys; null before the first redirect. */
  visited: Set<string> | null
  /** The latest answer and the latest fault; at the end, what the caller gets. */
  answer: WireAnswer | null
  fault: WireFault | null
  /** Why it ended, unless the answer is the result. */
  failure: Fail | null
  /** Null while nothing happened but a send. */
  trail: TrailEntry[] | null

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
    this.visited = null
    this.answer = null
    this.fault = null
    this.failure = null
    this.trail = null
  }
}
