import type { Trail } from '../trail.ts'
import { HeedError } from './heed-error.ts'

/** An option is unknown, of the wrong type or out of bounds, or contradicts another. Thrown before anything is sent. */
export class OptionError extends HeedError {
  readonly code = 'HEED_OPTION'
  readonly who = 'caller'
  readonly retryable = false
  readonly trail: Trail = []
  /** The option's name. */
  readonly option: string

  constructor(option: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.option = option
  }

  override get name(): string {
    return 'OptionError'
  }
}
