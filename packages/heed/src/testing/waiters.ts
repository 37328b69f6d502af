import type { Ledger, Origin, Place } from '../ports.ts'
import { must } from './contract-error.ts'
import { AT_ONCE, NOW_MS } from './terms.ts'
import { turns } from './turns.ts'

export const STEPS = ['enter', 'land', 'arrive', 'leave', 'look in'] as const
export type Step = (typeof STEPS)[number]

interface Waiter {
  readonly place: Place
  called: boolean
}

/** Calls that go out while there is room, and wait in the row while there is none. */
export class Waiters {
  readonly #ledger: Ledger
  readonly #origin: Origin
  /** The first come first. */
  readonly #row: Waiter[] = []

  constructor(ledger: Ledger, origin: Origin) {
    this.#ledger = ledger
    this.#origin = origin
  }

  get left(): number {
    return this.#row.length
  }

  get hasRoom(): boolean {
    return this.#origin.underWay < AT_ONCE
  }

  /** Takes a step; `which` says whose, where there is a choice. */
  async take(step: Step, which: number): Promise<void> {
    if (step === 'enter') await this.#enter()
    else if (step === 'land' && this.#origin.underWay > 0) this.#ledger.landed(this.#origin)
    else if (step === 'arrive') await this.#arrive()
    else if (step === 'leave') this.#leave(which)
    else if (step === 'look in') this.#ledger.place(this.#origin).leave()
    await turns()
    this.#check()
  }

  async #enter(): Promise<void> {
    if (this.hasRoom) {
      this.#ledger.launch(this.#origin, Number.NaN, NOW_MS)
      return
    }
    const waiter: Waiter = { place: this.#ledger.place(this.#origin), called: false }
    this.#row.push(waiter)
    waiter.place.free.then(() => {
      waiter.called = true
    })
    await turns()
    must(!waiter.called, 'Whoever enters the row while there is no room must wait; it was called at once.')
  }

  /** Whoever is called looks anew: out it goes, or into the row again. */
  async #arrive(): Promise<void> {
    const at = this.#row.findIndex(({ called }) => called)
    if (at === -1) return
    this.#row.splice(at, 1)
    await this.#enter()
  }

  /** One of the row has had enough. To say so twice is no harm. */
  #leave(which: number): void {
    const [waiter] = this.#row.splice(which % Math.max(1, this.#row.length), 1)
    waiter?.place.leave()
    waiter?.place.leave()
  }

  #check(): void {
    const waiting = this.#row.length
    const called = this.#row.filter(waiter => waiter.called).length
    must(
      !this.hasRoom || waiting === 0 || called > 0,
      `While there is room somebody must be called; ${waiting} waited in the row, and nobody was.`,
    )
    const firstUncalled = this.#row.findIndex(waiter => !waiter.called)
    must(
      firstUncalled === -1 || firstUncalled === called,
      `The first come must be called first; number ${firstUncalled + 1} of the row was passed over.`,
    )
  }
}
