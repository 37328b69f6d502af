import type { News, Pause } from '../../src/manners.ts'
import type { Ledger } from '../../src/ports.ts'
import { line } from '../../src/testing/clauses/line.ts'
import { heldByPause, mergedPauses } from '../../src/testing/clauses/pauses.ts'
import { altered, type Broken, hearing, mishearing, written } from './broken-ledger.ts'

const brokenMerges: Broken[] = [
  [
    mergedPauses,
    'takes the pause told last',
    hearing((origin, _, { pause }) => pause !== null && Object.assign(origin, { pause })),
    /^The end of the pause must be 50003; it was 50001\. Seed 1, round \d+, steps: a is told \{ cause: /,
  ],
  [
    mergedPauses,
    'takes the pause that ends first',
    altered(own => ({
      hear(origin, news, ...rest) {
        const { pause } = origin
        own.hear(origin, news, ...rest)
        if (pause !== null && news.pause !== null && pause.untilMs > news.pause.untilMs)
          written(origin).pause = news.pause
      },
    })),
    /^The end of the pause must be 50003; it was 50001\./,
  ],
  [
    mergedPauses,
    'takes, of two that end together, the one told first',
    altered(own => ({
      hear(origin, news, ...rest) {
        const { pause } = origin
        own.hear(origin, news, ...rest)
        if (pause !== null && pause.untilMs === news.pause?.untilMs) written(origin).pause = pause
      },
    })),
    /^What b knows, which was told the same as a, must be \{ pause: \{ cause: /,
  ],
  [
    mergedPauses,
    'adds a pause to a pause',
    altered(own => ({
      hear(origin, { pause, ...news }, ...rest) {
        const untilMs = (pause?.untilMs ?? 0) + (origin.pause === null ? 0 : 1)
        own.hear(origin, { ...news, pause: pause === null ? null : { ...pause, untilMs } }, ...rest)
      },
    })),
    /^What b knows, which was told the same as a, must be/,
  ],
  [
    mergedPauses,
    'holds until the end told last',
    hearing((origin, _, { pause }) => pause !== null && Object.assign(origin, { heldUntilMs: pause.untilMs })),
    /^During a pause heldUntilMs must be \d+ at least; it was \d+\. Seed/,
  ],
]

/** A pause that is over, as if it began now. */
const renewed = (...[, { pause }, , , nowMs]: Parameters<Ledger['hear']>): Partial<News> => ({
  pause: pause === null || pause.untilMs > nowMs ? pause : { ...pause, untilMs: nowMs + pause.forMs },
})

const brokenHolds: Broken[] = [
  [
    heldByPause,
    'hears later',
    altered(own => ({ hear: (...heard) => queueMicrotask(() => own.hear(...heard)) })),
    /^The pause that was told must be \{ .* it was null/,
  ],
  [
    heldByPause,
    'holds all from the start',
    altered(own => ({ of: (url, key) => Object.assign(own.of(url, key), { heldUntilMs: Number.POSITIVE_INFINITY }) })),
    /^At first nothing holds .* it was Infinity/,
  ],
  [
    heldByPause,
    'knows the pause and does not hold',
    hearing(origin => Object.assign(origin, { heldUntilMs: Number.NEGATIVE_INFINITY })),
    /^heldUntilMs, when a pause alone holds, must be 55000; it was -Infinity/,
  ],
  [
    heldByPause,
    'knows one pause for all',
    altered(own => {
      let known: Pause | null = null
      return {
        of: (url, key) => Object.assign(own.of(url, key), { pause: known }),
        hear(...heard) {
          known ??= heard[1].pause
          own.hear(...heard)
        },
      }
    }),
    /^The pause of another origin must be null/,
  ],
  [
    heldByPause,
    'holds for ever',
    hearing(
      (origin, _, { pause }) => pause !== null && Object.assign(origin, { heldUntilMs: Number.POSITIVE_INFINITY }),
    ),
    /^heldUntilMs, when a pause alone holds, must be 55000; it was Infinity/,
  ],
  [
    heldByPause,
    'holds all origins for one',
    altered(own => {
      let heldUntilMs = Number.NEGATIVE_INFINITY
      return {
        of: (url, key) => Object.assign(own.of(url, key), { heldUntilMs }),
        hear(...heard) {
          own.hear(...heard)
          heldUntilMs = heard[0].heldUntilMs
        },
      }
    }),
    /^When another one is paused nothing holds the origin, so heldUntilMs must be 50000 at most; it was 55000/,
  ],
  [
    heldByPause,
    'counts a pause from when it hears of it',
    mishearing(renewed),
    /^When its pause is over nothing holds/,
  ],
  [
    heldByPause,
    'believes late news where it knew none',
    mishearing((...heard) => (heard[0].pause === null ? renewed(...heard) : {})),
    /^After late news of a pause that is over nothing holds/,
  ],
]

const brokenLines: Broken[] = [
  [
    line,
    'does not count who waits',
    altered(() => ({ park: () => undefined })),
    /^The number of those who wait must be 1; it was 0/,
  ],
  [
    line,
    'parks for everybody',
    altered(own => ({
      park() {
        for (const origin of own.origins()) own.park(origin)
      },
    })),
    /^The number of those who wait for another origin must be 0/,
  ],
  [
    line,
    'begins the line anew with all news',
    hearing((origin, _, { pause }) => pause !== null && Object.assign(origin, { parked: 0 })),
    /^The number of those who wait, when until 55000 is told during the pause, must be 3; it was 0/,
  ],
  [
    line,
    'never begins the line anew',
    altered(own => ({
      hear(origin, ...heard) {
        const { parked } = origin
        own.hear(origin, ...heard)
        written(origin).parked = parked
      },
    })),
    /^The number of those who wait when the next pause begins must be 0; it was 3/,
  ],
  [
    line,
    'lets all go at once',
    hearing(origin => Object.assign(origin, { gapMs: 0 })),
    /^After 50 sends a second gapMs must be from 10 to 25; it was 0/,
  ],
  [
    line,
    'lets nobody go',
    hearing(origin => Object.assign(origin, { gapMs: 1_000 })),
    /gapMs must be from 10 to 25; it was 1000/,
  ],
  [
    line,
    'lets those go fast who asked little',
    hearing(origin => Object.assign(origin, { gapMs: 10 })),
    /^After no sends gapMs must be from 25 to 25; it was 10/,
  ],
]

export const brokenPauses: readonly Broken[] = [...brokenMerges, ...brokenHolds, ...brokenLines]
