import { takePlace } from '#edition/drive/hearing'
import type { Action, Wait } from '../action.ts'
import { Attempt } from './attempt.ts'
import { record, waitEntry } from './recorder.ts'

/** How a call lets time pass: until a moment, or the end of something, or the caller's signal, and never past its deadline. */
export abstract class Waiting extends Attempt {
  /** The wait counts from the answer, whose unwanted body took some of it. */
  protected async sleep(wait: Wait): Promise<void> {
    const { exchange } = this
    const { clock } = exchange.plan
    record(exchange, waitEntry(exchange, wait, this.judgedMs))
    const untilMs = takePlace(exchange, wait, this.judgedMs) ?? this.judgedMs + wait.waitMs
    await this.restUntil(untilMs)
    if (this.signal?.aborted === true) return
    if (wait.resend) this.next = 'resend'
    if (wait.to !== null) this.turn(wait.to, wait.hop, clock.steadyMs())
  }

  /** Until this time, or the caller's signal, or the end of what is waited for. */
  protected async restUntil(untilMs: number, end: Promise<unknown> | null = null): Promise<null> {
    const { clock } = this.exchange.plan
    const { promise, resolve } = Promise.withResolvers<null>()
    const wake = (): void => resolve(null)
    this.wake = wake
    if (this.signal?.aborted === true) wake()
    end?.then(wake, wake)
    let timer: unknown
    // A timer may ring a little early.
    const ring = (): void => {
      const leftMs = untilMs - clock.steadyMs()
      if (leftMs > 0) timer = clock.set(Math.ceil(leftMs), ring)
      else wake()
    }
    ring()
    await promise
    clock.clear(timer)
    this.wake = null
    return null
  }

  protected aborted(nowMs: number): Action {
    return this.land({ kind: 'fault', name: 'aborted', sent: false, cause: this.signal?.reason }, nowMs)
  }
}
