/**
 * Every error heed throws:
 *
 *   HeedError                  code, who, retryable, trail
 *   ├── OptionError            HEED_OPTION: an option is unknown, of the wrong type, or contradicts another
 *   ├── StatusError            HEED_STATUS: the final answer is not a result
 *   │   └── RedirectError      HEED_REDIRECT: a redirect that is not followed
 *   ├── WireError              HEED_WIRE: no whole answer came
 *   │   ├── TimeoutError       HEED_TIMEOUT: connect, attempt, body or deadline
 *   │   └── AbortError         HEED_ABORTED: the caller's signal
 *   ├── UpdateError            HEED_UPDATE: an update was not written, or nobody knows (update-error.ts)
 *   ├── PollError              HEED_POLL: what was accepted is not known to be done (poll-error.ts)
 *   ├── DownloadError          HEED_DOWNLOAD: a download did not come to its end (download-error.ts)
 *   └── BodyError              the answer is fine, its body is not what was asked for (body-errors.ts)
 *       ├── JsonError          HEED_JSON: not JSON
 *       └── SchemaError        HEED_SCHEMA: not what the schema wants
 *
 * A message says what happened, what it means and what to do next. It is written when somebody reads it: most errors
 * that a program expects are caught by class and status and never read. Nothing of it holds a secret.
 */
import { faultWords, stopWords } from '#edition/rules/words'
import type { Stopped } from '../action.ts'
import type { Answer } from '../answer.ts'
import type { AnswerHeaders } from '../headers.ts'
import type { FaultName } from '../ports.ts'
import { FAULTS, type Who } from '../rules/faults.ts'
import { type Explanation, explain } from '../status/explain.ts'
import type { Kind } from '../status/row.ts'
import type { Trail } from '../trail.ts'
import { HeedError } from './heed-error.ts'
import { Refusal } from './refusal.ts'

export { type ErrorCode, HeedError } from './heed-error.ts'
export { OptionError } from './option-error.ts'

/** What every error about an exchange carries. */
export interface CallFacts {
  readonly method: string
  /** Safe to show: no user info, no query values. */
  readonly url: string
  readonly trail: Trail
  readonly stopped: Stopped
  readonly retryAt: Date | null
  readonly retryable: boolean
  /** What went wrong on the way to the answer: the caller's own refresh threw. */
  readonly cause?: unknown
}

/** Not sent again because ..., and what to do about it. */
function whyStopped({ stopped, retryAt }: CallFacts): string {
  if (stopped === 'final') return ''
  const { reason, cure } = stopWords(stopped)
  const who = stopped === 'breaker' ? 'It is left alone' : 'The server asks to wait'
  const when = retryAt === null ? '' : ` ${who} until ${retryAt.toISOString()}.`
  return ` heed stopped because ${reason}.${when}${cure === '' ? '' : ` ${cure}`}`
}

/** The final answer is not a result: what it says and what to do, with all of it at hand. */
export class StatusError extends Refusal {
  readonly #facts: CallFacts
  readonly #answer: Answer

  constructor(answer: Answer, facts: CallFacts) {
    super(undefined, facts.cause === undefined || facts.cause === null ? undefined : { cause: facts.cause })
    this.#answer = answer
    this.#facts = facts
  }

  get code(): 'HEED_STATUS' | 'HEED_REDIRECT' {
    return 'HEED_STATUS'
  }
  override get name(): string {
    return 'StatusError'
  }
  get who(): Who {
    const { row } = this.#answer
    if (row?.retry?.pace === 'throttle') return 'policy'
    return row?.kind === 'client error' ? 'caller' : 'server'
  }
  get retryable(): boolean {
    return this.#facts.retryable
  }
  get trail(): Trail {
    return this.#facts.trail
  }
  get status(): number {
    return this.#answer.status
  }
  /** The class of the status, such as 'client error'; null outside 100..599. `isStatus` asks for it. */
  get kind(): Kind | null {
    return this.#answer.row?.kind ?? null
  }
  get statusText(): string {
    return this.#answer.statusText
  }
  get headers(): AnswerHeaders {
    return this.#answer.headers
  }
  /** The answer itself; its body is in memory, up to limits.errorBytes. */
  get answer(): Answer {
    return this.#answer
  }
  /** Why heed did not go on. */
  get stopped(): Stopped {
    return this.#facts.stopped
  }
  /** When the server says that it is worth another try; null when it does not say. */
  get retryAt(): Date | null {
    return this.#facts.retryAt
  }
  /** What the status code means, in full. */
  get explanation(): Explanation {
    return explain(this.status)
  }

  override get message(): string {
    const { method, url } = this.#facts
    const { phrase, meaning, next } = this.explanation
    return `${method} ${url} answered ${this.status} ${phrase}. ${meaning}${this.named()}${this.advice(next)}${whyStopped(this.#facts)}`
  }

  /** What a client does next with this code. */
  protected advice(next: string): string {
    return ` ${next}`
  }
}

/** A redirect that is not followed: too many, a loop, a downgrade, or nowhere to go. */
export class RedirectError extends StatusError {
  override get code(): 'HEED_REDIRECT' {
    return 'HEED_REDIRECT'
  }
  override get name(): string {
    return 'RedirectError'
  }
  /** Going on is what the code advises and what heed refused, so the advice is the refusal's. */
  protected override advice(): string {
    return ''
  }
}

/** No whole answer came. */
export class WireError extends HeedError {
  /** Which way it failed; the table of faults says what each means. */
  readonly fault: FaultName
  readonly #facts: CallFacts
  readonly #before: Answer | null

  constructor(fault: FaultName, cause: unknown, before: Answer | null, facts: CallFacts) {
    super(undefined, cause === null || cause === undefined ? undefined : { cause })
    this.fault = fault
    this.#before = before
    this.#facts = facts
  }

  get code(): 'HEED_WIRE' | 'HEED_TIMEOUT' | 'HEED_ABORTED' {
    return 'HEED_WIRE'
  }
  override get name(): string {
    return 'WireError'
  }
  get who(): Who {
    return FAULTS[this.fault].who
  }
  get retryable(): boolean {
    return this.#facts.retryable
  }
  get trail(): Trail {
    return this.#facts.trail
  }
  get stopped(): Stopped {
    return this.#facts.stopped
  }
  /** When it is worth another try, where that is known: its origin is paused, or left alone for a while; else null. */
  get retryAt(): Date | null {
    return this.#facts.retryAt
  }
  /** The latest answer of this call, from an earlier attempt; null when there was none. */
  get lastAnswer(): Answer | null {
    return this.#before
  }
  /** The status of the latest answer of this call; null when there was none. */
  get status(): number | null {
    return this.#before?.status ?? null
  }

  override get message(): string {
    const { method, url } = this.#facts
    const { meaning, next } = faultWords(this.fault)
    const before = this.#before
    const earlier = before === null ? '' : ` Before that the server answered ${before.status} ${before.phrase}.`
    return `${method} ${url} failed (${this.fault}). ${meaning} ${next}${earlier}${whyStopped(this.#facts)}`
  }
}

/** A time limit passed: connect, attempt, body or deadline; `fault` says which. */
export class TimeoutError extends WireError {
  override get code(): 'HEED_TIMEOUT' {
    return 'HEED_TIMEOUT'
  }
  override get name(): string {
    return 'TimeoutError'
  }
}

/** The caller's signal ended the call; its reason is the `cause`. */
export class AbortError extends WireError {
  override get code(): 'HEED_ABORTED' {
    return 'HEED_ABORTED'
  }
  override get name(): string {
    return 'AbortError'
  }
}
