import type { Clock } from '../ports.ts'
import { realMs, settle } from './settle.ts'

const MOST_DELAY_MS = 2 ** 31 - 1

/** How long to wait in real time, and how often to look, where no timer is left to ring. */
const PATIENCE_MS = 1_000
const LOOK_MS = 5

interface FakeAlarm {
  readonly atMs: number
  readonly order: number
  readonly ring: () => void
  resting: boolean
}

export interface FakeClockOptions {
  /** Steady time at the start, in milliseconds. Default 123456.75: not 0 and not whole, as no real one is. */
  readonly steadyMs?: number
  /** Milliseconds since 1970 at the start. Default: noon of 22 November 2026, UTC. */
  readonly wallMs?: number
  /** Timers ring so many milliseconds before their time, as those of platforms may by less than one. Default 0. */
  readonly earlyMs?: number
}

/** A clock that moves only when it is told to. Steady and wall time are apart: `moveDate` shifts the wall alone. */
export interface FakeClock extends Clock {
  /** Timers that would keep a process alive. */
  readonly timersLeft: number
  /** Sets the date on by so many milliseconds, or back: no time passes and nothing rings. */
  moveDate(byMs: number): void
  /**
   * Lets time pass: rings what falls due, in order, and lets promises settle after each.
   * @throws {RangeError} `byMs` is negative, or has no end
   */
  advance(byMs: number): Promise<void>
  /**
   * Lets time pass until the promise settles, and no longer. What no timer of this clock has a part in, such as a file that
   * is read, gets a second of real time.
   * @returns what the promise gives; it rejects as the promise does
   * @throws {Error} it never will, because no timer is left to ring
   */
  runUntilSettled<Value>(promise: PromiseLike<Value>): Promise<Value>
}

class Alarms {
  readonly #set = new Set<FakeAlarm>()
  #order: number = 0

  get awake(): number {
    return [...this.#set].filter(alarm => !alarm.resting).length
  }

  add(atMs: number, ring: () => void): FakeAlarm {
    const alarm = { atMs, order: this.#order++, ring, resting: false }
    this.#set.add(alarm)
    return alarm
  }

  remove(alarm: FakeAlarm): void {
    this.#set.delete(alarm)
  }

  /** The one that rings first. */
  next(): FakeAlarm | null {
    let first: FakeAlarm | null = null
    for (const alarm of this.#set) {
      if (first === null || alarm.atMs < first.atMs || (alarm.atMs === first.atMs && alarm.order < first.order)) {
        first = alarm
      }
    }
    return first
  }
}

class SteppedClock implements FakeClock {
  readonly #alarms = new Alarms()
  readonly #earlyMs: number
  #steadyMs: number
  #wallMs: number

  constructor(options: FakeClockOptions) {
    this.#steadyMs = options.steadyMs ?? 123_456.75
    this.#wallMs = options.wallMs ?? Date.UTC(2026, 10, 22, 12)
    this.#earlyMs = options.earlyMs ?? 0
  }

  // The port is made of functions that may be taken off and passed on.

  readonly steadyMs = (): number => this.#steadyMs

  readonly wallMs = (): number => this.#wallMs

  readonly set = (delayMs: number, ring: () => void): unknown => {
    if (!(delayMs >= 0 && delayMs <= MOST_DELAY_MS)) throw new RangeError(`${delayMs} ms is no delay for a timer`)
    return this.#alarms.add(this.#steadyMs + Math.max(0, delayMs - this.#earlyMs), ring)
  }

  readonly clear = (alarm: unknown): void => this.#alarms.remove(alarm as FakeAlarm)

  readonly rest = (alarm: unknown, resting: boolean): void => {
    const known = alarm as FakeAlarm | null
    if (known === null) throw new TypeError('there is no timer to rest')
    known.resting = resting
  }

  get timersLeft(): number {
    return this.#alarms.awake
  }

  moveDate(byMs: number): void {
    this.#wallMs += byMs
  }

  async advance(byMs: number): Promise<void> {
    if (!(byMs >= 0 && byMs < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`advance(${byMs}): time passes by 0 ms or more; moveDate sets the date back.`)
    }
    const untilMs = this.#steadyMs + byMs
    await settle()
    for (let alarm = this.#alarms.next(); alarm !== null && alarm.atMs <= untilMs; alarm = this.#alarms.next()) {
      this.#ring(alarm)
      await settle()
    }
    this.#moveTo(untilMs)
  }

  async runUntilSettled<Value>(promise: PromiseLike<Value>): Promise<Value> {
    let settled = false
    const end = (): void => {
      settled = true
    }
    promise.then(end, end)
    let waitedMs = 0
    for (await settle(); !settled; await settle()) {
      const alarm = this.#alarms.next()
      if (alarm !== null && this.timersLeft > 0) {
        waitedMs = 0
        this.#ring(alarm)
        continue
      }
      if (waitedMs >= PATIENCE_MS) throw new Error('It hangs: no timer is left to ring, and nothing else came.')
      waitedMs += LOOK_MS
      await realMs(LOOK_MS)
    }
    return promise
  }

  #moveTo(atMs: number): void {
    const byMs = Math.max(0, atMs - this.#steadyMs)
    this.#steadyMs += byMs
    this.#wallMs += byMs
  }

  #ring(alarm: FakeAlarm): void {
    this.#moveTo(alarm.atMs)
    this.#alarms.remove(alarm)
    alarm.ring()
  }
}

/**
 * A clock for tests, for the option `clock` of a client: no wait takes time, and each is as long as it says.
 *
 *   const clock = fakeClock()
 *   const client = createClient({ clock, transport: scriptedTransport(clock, [{ status: 503 }, { status: 200 }]) })
 *   const answer = await clock.runUntilSettled(client('https://api.test/'))
 */
export function fakeClock(options: FakeClockOptions = {}): FakeClock {
  return new SteppedClock(options)
}
