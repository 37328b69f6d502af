import type { Ledger, Origin } from '../../ports.ts'
import { nextSlot } from '../../rules/manners/quota.ts'
import type { Clause } from '../clause.ts'
import { must } from '../contract-error.ts'
import { inRounds, type Round } from '../rounds.ts'
import { NOW_MS, numbered, OFF_MS, QUOTA } from '../terms.ts'

const LONG_MS = 5_000

function play(ledger: Ledger, { chance, steps, note, url }: Round): void {
  const origin = ledger.of(url())
  const places: number[] = []
  let nowMs = NOW_MS
  for (let n = 0; n <= steps; n++) {
    nowMs += chance.one([0, chance.whole(0, 400)])
    // What a rule reads before it lets a call wait, which must be what the call gets.
    const readMs = nowMs + nextSlot(origin.tatMs, QUOTA, nowMs).waitMs
    const atMs = ledger.reserve(origin, nowMs)
    note(`at ${nowMs} place ${atMs}`)
    must(atMs >= nowMs, `A place must be ${nowMs} at least, not in the past; it was ${atMs}.`)
    must(Math.abs(atMs - readMs) < OFF_MS, `A place must be where tatMs says, at ${readMs}; it was ${atMs}.`)
    const lastMs = places.at(-1) ?? atMs
    must(atMs >= lastMs, `First come, first served: a place must not be before the last, ${lastMs}; it was ${atMs}.`)
    const firstMs = places.at(-QUOTA.limit)
    if (firstMs !== undefined) {
      must(
        atMs > firstMs + QUOTA.windowMs,
        `${QUOTA.limit} places at most may be within ${QUOTA.windowMs} ms; ${QUOTA.limit + 1} were within ${atMs - firstMs} ms.`,
      )
    }
    places.push(atMs)
  }
}

export const places: Clause = {
  name: 'places that are reserved are apart, and keep the declared quota',
  async check(trial) {
    const ledger = await trial.ledger()
    await inRounds(trial.seed, round => play(ledger, round))
  },
}

/** What goes out counts in the quota once, whether or not it waited for its place. */
export const launchedPlaces: Clause = {
  name: 'a launch without a place takes one, and a launch on its place takes no other',
  async check(trial) {
    const ledger = await trial.ledger()
    let known = 0
    /** Where is the next place, after this? */
    const nextAfter = (goOut: (origin: Origin) => void): number => {
      const origin = ledger.of(numbered(known++))
      goOut(origin)
      return ledger.reserve(origin, NOW_MS)
    }
    const launchTwo = (origin: Origin, reservedMs: number): void => {
      const slotsMs = [ledger.reserve(origin, reservedMs), ledger.reserve(origin, reservedMs)]
      for (const slotMs of slotsMs) ledger.launch(origin, slotMs, NOW_MS)
    }
    const placedMs = nextAfter(origin => {
      for (let n = 0; n < 2; n++) ledger.reserve(origin, NOW_MS)
    })
    const unplacedMs = nextAfter(origin => {
      for (let n = 0; n < 2; n++) ledger.launch(origin, Number.NaN, NOW_MS)
    })
    mustNotBeBefore(unplacedMs, placedMs, 'After two launches without a place')
    const launchedMs = nextAfter(origin => launchTwo(origin, NOW_MS))
    must(
      launchedMs <= placedMs + OFF_MS,
      `After two launches on their places the next must be ${placedMs} at most; it was ${launchedMs}.`,
    )
    // Calls that something else held on the way to their places would go all at once, more than the quota allows.
    const staleMs = nextAfter(origin => launchTwo(origin, NOW_MS - LONG_MS))
    mustNotBeBefore(staleMs, placedMs, 'After two launches long after their places')
  },
}

function mustNotBeBefore(nextMs: number, leastMs: number, when: string): void {
  must(nextMs >= leastMs - OFF_MS, `${when} the next must be ${leastMs} at least; it was ${nextMs}.`)
}
