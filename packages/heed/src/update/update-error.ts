import type { Answer } from '../answer.ts'
import { HeedError } from '../errors/errors.ts'
import type { Who } from '../rules/faults.ts'
import type { Trail } from '../trail.ts'

/**
 * Why an update did not come to an end.
 * - `conflict`: nothing was written, because somebody else was faster until rounds or time ran out
 * - `unknown`: it may have been written or not, and nothing that came back tells
 * - `unversioned`: nothing was written, because the answer names no version that a write could be held to
 * - `moved`: nothing was written, because the address sends writes elsewhere
 */
export type UpdateFailure = 'conflict' | 'unknown' | 'unversioned' | 'moved'

const WHO: Readonly<Record<UpdateFailure, Who>> = {
  conflict: 'policy',
  unknown: 'network',
  unversioned: 'server',
  moved: 'caller',
}

/** The change was not written, or nobody knows. The `cause` is what the last request ended with, where it failed. */
export class UpdateError extends HeedError {
  readonly code = 'HEED_UPDATE'
  readonly kind: UpdateFailure
  /** How often it was read. */
  readonly rounds: number
  /** The latest answer; null when the latest request got none. */
  readonly answer: Answer | null
  /** What happened in the latest request. */
  readonly trail: Trail

  constructor(
    kind: UpdateFailure,
    message: string,
    facts: { readonly rounds: number; readonly answer: Answer | null; readonly trail: Trail; readonly cause: unknown },
  ) {
    super(message, facts.cause === null ? undefined : { cause: facts.cause })
    this.kind = kind
    this.rounds = facts.rounds
    this.answer = facts.answer
    this.trail = facts.trail
  }

  override get name(): string {
    return 'UpdateError'
  }
  get who(): Who {
    return WHO[this.kind]
  }
  /** True when surely nothing was written and the same update may come through later. */
  get retryable(): boolean {
    return this.kind === 'conflict'
  }
}
