import { launchedPlaces, places } from '../../src/testing/clauses/places.ts'
import { altered, type Broken, disobeying, written } from './broken-ledger.ts'

/** Writes another end of the row after each place that is reserved. */
const reserving = (endMs: (beforeMs: number, afterMs: number, times: number) => number) =>
  altered(own => {
    let times = 0
    return {
      reserve(origin, nowMs) {
        const { tatMs } = origin
        const atMs = own.reserve(origin, nowMs)
        written(origin).tatMs = endMs(tatMs, origin.tatMs, ++times)
        return atMs
      },
    }
  })

const brokenReserves: Broken[] = [
  [
    places,
    'gives a place that is taken',
    reserving((beforeMs, afterMs, times) => (times % 2 === 0 ? beforeMs : afterMs)),
    /^5 places at most may be within 1000 ms; 6 were within .* Seed 1, round \d+, steps: at \d+ place /,
  ],
  [
    places,
    'sets places too close',
    reserving((beforeMs, afterMs) => Math.max(beforeMs, afterMs - 60)),
    /^5 places at most may be within 1000 ms; 6 were within/,
  ],
  [
    places,
    'lets later calls go first',
    reserving((_beforeMs, afterMs, times) => (times % 4 === 0 ? 0 : afterMs)),
    /^First come, first served: a place must not be before the last/,
  ],
  [
    places,
    'gives places in the past',
    altered(own => ({ reserve: (origin, nowMs) => own.reserve(origin, nowMs) - 1 })),
    /^A place must be \d+ at least, not in the past; it was \d+/,
  ],
  [
    places,
    'shows another end of the row',
    altered(own => ({ reserve: (origin, nowMs) => own.reserve(origin, nowMs) + 5 })),
    /^A place must be where tatMs says, at \d+(\.\d+)?; it was/,
  ],
  [
    places,
    'keeps another quota',
    disobeying(({ quota }) => ({ quota: quota && { ...quota, limit: 50 } })),
    /^A place must be where tatMs says/,
  ],
]

const brokenLaunches: Broken[] = [
  [
    launchedPlaces,
    'takes no place for what goes out without one',
    altered(own => ({
      launch(origin, ...given) {
        const { tatMs } = origin
        const isProbe = own.launch(origin, ...given)
        written(origin).tatMs = tatMs
        return isProbe
      },
    })),
    /^After two launches without a place the next must be 50250\.25 at least; it was 50000/,
  ],
  [
    launchedPlaces,
    'takes a second place for each launch',
    altered(own => ({ launch: (origin, _, nowMs) => own.launch(origin, Number.NaN, nowMs) })),
    /^After two launches on their places the next must be 50250\.25 at most; it was 50750/,
  ],
  [
    launchedPlaces,
    'lets places be kept',
    altered(own => ({
      launch: (origin, slotMs, nowMs) => own.launch(origin, Math.max(slotMs, nowMs), nowMs),
    })),
    /^After two launches long after their places the next must be 50250\.25 at least; it was 50000/,
  ],
]

export const brokenPlaces: readonly Broken[] = [...brokenReserves, ...brokenLaunches]
