import type { Answer } from '../answer.ts'
import { HeedError } from '../errors/errors.ts'
import type { Who } from '../rules/faults.ts'
import type { Trail } from '../trail.ts'

/**
 * Why polling did not come to an end.
 * - `later`: it is still being worked on, or could not be asked just now; ask again at `url` from `retryAt` on
 * - `nowhere`: the answer does not name an address to ask at, or none that can be asked
 * - `elsewhere`: the address belongs to another origin, which must not get what is meant for this one
 */
export type PollFailure = 'later' | 'nowhere' | 'elsewhere'

const WHO: Readonly<Record<PollFailure, Who>> = { later: 'policy', nowhere: 'server', elsewhere: 'caller' }

/** What was accepted (202) is not known to be done. The `cause` is what the latest request failed with, if it did. */
export class PollError extends HeedError {
  readonly code = 'HEED_POLL'
  readonly kind: PollFailure
  /** Where to ask, whole, as an answer's own `url`; null when nobody said. */
  readonly url: string | null
  /** Not before this time; null when asking again does not help. */
  readonly retryAt: Date | null
  /** The latest answer. */
  readonly answer: Answer

  constructor(
    kind: PollFailure,
    message: string,
    answer: Answer,
    facts: { readonly url: URL | null; readonly retryAt?: Date; readonly cause?: unknown },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.kind = kind
    this.answer = answer
    this.url = facts.url?.href ?? null
    this.retryAt = facts.retryAt ?? null
  }

  override get name(): string {
    return 'PollError'
  }
  get who(): Who {
    return WHO[this.kind]
  }
  get retryable(): boolean {
    return this.kind === 'later'
  }
  get trail(): Trail {
    return this.answer.trail
  }
}
