import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Ledger, Origin, Place } from '../src/ports.ts'

const NOW_MS = 50_000

interface Step {
  readonly is: 'enter' | 'land' | 'arrive' | 'leave'
  readonly pick: number
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  is: fc.constantFrom('enter', 'land', 'arrive', 'leave'),
  pick: fc.nat(),
})

/** Calls that go out while there is room, and wait in the row while there is none. */
class Waiters {
  readonly ledger: Ledger
  readonly atOnce: number
  readonly origin: Origin
  row: { readonly place: Place; called: boolean }[] = []

  constructor(ledger: Ledger, atOnce: number) {
    this.ledger = ledger
    this.atOnce = atOnce
    this.origin = ledger.of(new URL('https://a.test/'))
  }

  get hasRoom(): boolean {
    return this.origin.underWay < this.atOnce
  }

  async step({ is, pick }: Step): Promise<void> {
    if (is === 'enter') this.enter()
    else if (is === 'land' && this.origin.underWay > 0) this.ledger.landed(this.origin)
    else if (is === 'arrive') this.arrive()
    else if (is === 'leave') this.row.splice(pick % Math.max(1, this.row.length), 1)[0]?.place.leave()
    await Promise.resolve()
  }

  enter(): void {
    if (this.hasRoom) {
      this.ledger.launch(this.origin, Number.NaN, NOW_MS)
      return
    }
    const entry = { place: this.ledger.place(this.origin), called: false }
    this.row.push(entry)
    entry.place.free.then(() => {
      entry.called = true
    })
  }

  /** Whoever is called looks anew: out it goes, or into the row again. */
  arrive(): void {
    const at = this.row.findIndex(({ called }) => called)
    if (at === -1) return
    this.row.splice(at, 1)
    this.enter()
  }
}

/** In the row of a ledger that lets `atOnce` go at once: calls enter, are called, go out or leave: nobody waits uncalled while there is room. */
export function checkTheRow(make: () => Ledger, atOnce: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 60 }), async steps => {
      const waiters = new Waiters(make(), atOnce)
      for (const step of steps) {
        await waiters.step(step)
        const isCalled = waiters.row.some(({ called }) => called)
        assert.ok(!waiters.hasRoom || waiters.row.length === 0 || isCalled, 'there is room, and nobody was called')
      }
      for (let left = 1_000; waiters.row.length > 0 && left > 0; left--) {
        await waiters.step({ is: 'arrive', pick: 0 })
        if (!waiters.hasRoom) await waiters.step({ is: 'land', pick: 0 })
      }
      assert.equal(waiters.row.length, 0, 'everybody got through')
    }),
  )
}
