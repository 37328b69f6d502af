import { pause } from '../asking.ts'
import { AbortError } from '../errors/errors.ts'
import type { Plan } from '../plan.ts'
import { backoffMs } from '../rules/backoff.ts'

/** What a download reads of a plan to tell time. */
export type TimePlan = Pick<Plan, 'clock' | 'dice' | 'faultBaseMs' | 'backoffCapMs' | 'maxWaitMs'>

/** The time for all of it is over. */
const LATE = Symbol('deadline')

/** The time of a download: its deadline, where it has one, its waits, and the signal that ends both. */
export class DownloadTime {
  /** The caller's signal and the deadline in one; null: neither. */
  readonly signal: AbortSignal | null
  readonly #plan: TimePlan
  readonly #endMs: number | null
  readonly #alarm: unknown

  constructor(plan: TimePlan, deadlineMs: number | undefined, signal: AbortSignal | undefined) {
    const { clock } = plan
    const late = deadlineMs === undefined ? undefined : new AbortController()
    const signals = [signal, late?.signal].filter(each => each !== undefined)
    this.signal = signals.length > 1 ? AbortSignal.any(signals) : (signals[0] ?? null)
    this.#plan = plan
    this.#endMs = deadlineMs === undefined ? null : clock.steadyMs() + deadlineMs
    this.#alarm = deadlineMs === undefined ? null : clock.set(deadlineMs, () => late?.abort(LATE))
  }

  /** What the deadline leaves, in whole milliseconds; null: there is none. */
  leftMs(): number | null {
    return this.#endMs === null ? null : Math.max(1, Math.ceil(this.#endMs - this.#plan.clock.steadyMs()))
  }

  /** Did the deadline end it, and not the caller? */
  isLate(error: unknown): boolean {
    return error instanceof AbortError && error.cause === LATE
  }

  /** heed's own backoff for the n-th time in a row; null: it does not fit the deadline. */
  backoffMs(times: number): number | null {
    const { clock, dice, faultBaseMs, backoffCapMs, maxWaitMs } = this.#plan
    const waitMs = Math.min(backoffMs(times, faultBaseMs, backoffCapMs, dice), maxWaitMs)
    return this.#endMs !== null && waitMs >= this.#endMs - clock.steadyMs() ? null : waitMs
  }

  /** Waits, or until the signal fires. */
  async wait(waitMs: number): Promise<void> {
    await pause(this.#plan.clock, waitMs, this.signal)
  }

  close(): void {
    if (this.#alarm !== null) this.#plan.clock.clear(this.#alarm)
  }
}
