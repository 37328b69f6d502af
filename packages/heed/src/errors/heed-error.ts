import type { Who } from '../rules/faults.ts'
import type { Trail } from '../trail.ts'

export type ErrorCode =
  | 'HEED_OPTION'
  | 'HEED_STATUS'
  | 'HEED_REDIRECT'
  | 'HEED_WIRE'
  | 'HEED_TIMEOUT'
  | 'HEED_ABORTED'
  | 'HEED_JSON'
  | 'HEED_SCHEMA'
  | 'HEED_UPDATE'
  | 'HEED_POLL'
  | 'HEED_DOWNLOAD'

const BRAND = Symbol.for('heed.error')

export abstract class HeedError extends Error {
  abstract readonly code: ErrorCode
  /** Whose move it is: the caller's, the server's, the network's, or a limit's (heed's own or the server's). */
  abstract readonly who: Who
  /** May the same request work later, and is it safe to send it again? */
  abstract readonly retryable: boolean
  /** What happened, step by step. */
  abstract readonly trail: Trail

  /** True for heed's errors of any copy of this package. */
  static is(value: unknown): value is HeedError {
    return typeof value === 'object' && value !== null && BRAND in value
  }

  static {
    Object.defineProperty(HeedError.prototype, BRAND, { value: true })
  }

  /** What logs may keep: no body, no field values. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, who: this.who, retryable: this.retryable }
  }
}
