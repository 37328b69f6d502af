import type { Clock } from '../src/ports.ts'

const MOST_DELAY_MS = 2 ** 31 - 1

interface FakeAlarm {
  readonly atMs: number
  readonly order: number
  readonly ring: () => void
  resting: boolean
}

export interface FakeClockOptions {
  /** Steady time at the start; not 0 and not whole, as no real one is. */
  readonly steadyMs?: number
  readonly wallMs?: number
  /** Timers ring this much before their time, as those of platforms may by less than a millisecond. */
  readonly earlyMs?: number
}

/** A clock that moves only when it is told to. Steady and wall time are apart: `moveDate` shifts the wall alone. */
export interface FakeClock extends Clock {
  /** Timers that would keep a process alive. */
  readonly timersLeft: number
  moveDate(byMs: number): void
  /** Lets time pass: rings what falls due, in order, and lets promises settle after each. */
  advance(byMs: number): Promise<void>
  /**
   * Lets time pass until the promise settles.
   * @throws {Error} it never will, because no timer is left to ring
   */
  runUntilSettled<Value>(promise: Promise<Value>): Promise<Value>
}

/** Lets everything that is ready run: promises, and what they start. */
export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export function fakeClock(options: FakeClockOptions = {}): FakeClock {
  const { earlyMs = 0 } = options
  const alarms = new Set<FakeAlarm>()
  let steadyMs = options.steadyMs ?? 123_456.75
  let wallMs = options.wallMs ?? Date.UTC(2026, 10, 22, 12)
  let order = 0

  function next(): FakeAlarm | null {
    let first: FakeAlarm | null = null
    for (const alarm of alarms) {
      if (first === null || alarm.atMs < first.atMs || (alarm.atMs === first.atMs && alarm.order < first.order)) {
        first = alarm
      }
    }
    return first
  }

  function moveTo(atMs: number): void {
    const byMs = Math.max(0, atMs - steadyMs)
    steadyMs += byMs
    wallMs += byMs
  }

  function ring(alarm: FakeAlarm): void {
    moveTo(alarm.atMs)
    alarms.delete(alarm)
    alarm.ring()
  }

  return {
    steadyMs: () => steadyMs,
    wallMs: () => wallMs,
    set(delayMs, then) {
      if (!(delayMs >= 0 && delayMs <= MOST_DELAY_MS)) throw new RangeError(`${delayMs} ms is no delay for a timer`)
      const alarm = { atMs: steadyMs + Math.max(0, delayMs - earlyMs), order: order++, ring: then, resting: false }
      alarms.add(alarm)
      return alarm
    },
    clear(alarm) {
      alarms.delete(alarm as FakeAlarm)
    },
    rest(alarm, resting) {
      const known = alarm as FakeAlarm | null
      if (known === null) throw new TypeError('there is no timer to rest')
      known.resting = resting
    },
    get timersLeft() {
      return [...alarms].filter(alarm => !alarm.resting).length
    },
    moveDate(byMs) {
      wallMs += byMs
    },
    async advance(byMs) {
      const untilMs = steadyMs + byMs
      await settle()
      for (let alarm = next(); alarm !== null && alarm.atMs <= untilMs; alarm = next()) {
        ring(alarm)
        await settle()
      }
      moveTo(untilMs)
    },
    async runUntilSettled(promise) {
      let settled = false
      const noted = promise.finally(() => {
        settled = true
      })
      noted.catch(() => {})
      for (await settle(); !settled; await settle()) {
        const alarm = next()
        if (alarm === null || this.timersLeft === 0) throw new Error('it hangs: no timer is left to ring')
        ring(alarm)
      }
      return promise
    },
  }
}
