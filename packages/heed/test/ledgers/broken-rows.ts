import type { Origin } from '../../src/ports.ts'
import { Known } from '../../src/shared/known.ts'
import { learntLimit } from '../../src/testing/clauses/at-once.ts'
import { row } from '../../src/testing/clauses/row.ts'
import { altered, type Broken, disobeying, hearing, mishearing, written } from './broken-ledger.ts'

const known = (origin: Origin): Known => {
  if (origin instanceof Known) return origin
  throw new Error('It is no origin of the memory ledger.')
}

const brokenTurns: Broken[] = [
  [
    row,
    'loses the turn of whoever leaves',
    altered(own => ({ place: origin => ({ free: own.place(origin).free, leave: () => undefined }) })),
    /^While there is room somebody must be called; \d+ waited .* Seed 1, round \d+, steps: /,
  ],
  [
    row,
    'calls nobody when a place is free',
    altered(() => ({
      landed: origin => {
        written(origin).underWay--
      },
    })),
    /^While there is room somebody must be called; 1 waited in the row, and nobody was\./,
  ],
  [
    row,
    'lets everybody go at once',
    altered(own => ({ place: origin => ({ free: Promise.resolve(), leave: () => own.place(origin).leave() }) })),
    /^Whoever enters the row while there is no room must wait; it was called at once/,
  ],
  [
    row,
    'calls the last come first',
    altered(own => ({
      place(origin) {
        const place = own.place(origin)
        const { waiting } = known(origin)
        waiting.unshift(...waiting.splice(-1))
        return place
      },
    })),
    /^The first come must be called first; number 1 of the row was passed over/,
  ],
  [
    row,
    'takes another one out than leaves',
    altered(own => ({
      place(origin) {
        const { free, leave } = own.place(origin)
        return {
          free,
          leave() {
            known(origin).waiting.shift()
            leave()
          },
        }
      },
    })),
    /^While there is room somebody must be called; 1 waited/,
  ],
]

const brokenLimits: Broken[] = [
  [
    learntLimit,
    'begins with another limit',
    disobeying(({ concurrency }) => ({ concurrency: concurrency && { ...concurrency, first: 3 } })),
    /^The number of those who may go at once, at first, must be 2; it was 3/,
  ],
  [learntLimit, 'has none', disobeying(() => ({ concurrency: null })), /at first, must be 2; it was NaN/],
  [
    learntLimit,
    'grows while nothing asks for it',
    hearing(
      (origin, _, { refused }) => refused || Object.assign(origin, { concurrency: { limit: 4, calmUntilMs: 0 } }),
    ),
    /after good answers while it was not in use, must be 2; it was 4/,
  ],
  [
    learntLimit,
    'never grows',
    disobeying(({ concurrency }) => ({ concurrency: concurrency && { ...concurrency, most: 2 } })),
    /after as many good answers as fit, must be 3; it was 2/,
  ],
  [
    learntLimit,
    'grows without bound',
    disobeying(({ concurrency }) => ({ concurrency: concurrency && { ...concurrency, most: 99 } })),
    /after many good answers, must be 4; it was 5/,
  ],
  [
    learntLimit,
    'does not hear refusals',
    mishearing(() => ({ refused: false })),
    /after a refusal, must be 2; it was 4/,
  ],
  [
    learntLimit,
    'shrinks for each of many refusals',
    altered(own => ({ hear: (origin, news, probe, _, nowMs) => own.hear(origin, news, probe, 0, nowMs) })),
    /after more refusals within one round trip, must be 2; it was 1/,
  ],
  [
    learntLimit,
    'does not shrink as far as it may',
    disobeying(({ concurrency }) => ({ concurrency: concurrency && { ...concurrency, least: 2 } })),
    /after refusals in each round trip, must be 1; it was 2/,
  ],
  [
    learntLimit,
    'calls one for each landing',
    altered(() => ({
      landed: origin => {
        written(origin).underWay--
        known(origin).waiting.shift()?.()
      },
    })),
    /^The number of those who are called when a place is free and the limit has grown by one must be 2; it was 1/,
  ],
]

export const brokenRows: readonly Broken[] = [...brokenTurns, ...brokenLimits]
