import type { Quota } from '../../src/manners.ts'
import { mergedQuotas } from '../../src/testing/clauses/quotas.ts'
import { spacing } from '../../src/testing/clauses/spacing.ts'
import { altered, type Broken, hearing, mishearing, written } from './broken-ledger.ts'

/** Keeps quotas by a way of its own. */
const keeping = (merge: (before: readonly Quota[], told: readonly Quota[]) => readonly Quota[]) =>
  altered(own => ({
    hear(origin, news, ...rest) {
      const quotas = merge(origin.quotas, news.quotas)
      own.hear(origin, news, ...rest)
      written(origin).quotas = quotas
    },
  }))
const byName = (quotas: readonly Quota[]): readonly Quota[] => [
  ...new Map(quotas.map(quota => [quota.name, quota])).values(),
]

const brokenWords: Broken[] = [
  [
    mergedQuotas,
    'takes the word told last',
    keeping((before, told) => byName([...before, ...told])),
    /^What b knows, which was told the same as a, .* Seed 1, round \d+, steps: a is told \[/,
  ],
  [
    mergedQuotas,
    'takes the word told first',
    keeping((before, told) => byName([...told, ...before])),
    /^What b knows, which was told the same as a,/,
  ],
  [
    mergedQuotas,
    'keeps every word',
    keeping((before, told) => [...new Set([...before, ...told])].toSorted((a, b) => (order(a) < order(b) ? 1 : -1))),
    /^One word for each name: the number of quotas must be 1; it was 2\./,
  ],
  [
    mergedQuotas,
    'keeps no quota',
    mishearing(() => ({ quotas: [] })),
    /^The latest word on a quota must be \{ .* it was undefined/,
  ],
  [
    mergedQuotas,
    'forgets none',
    keeping((before, told) => merged([...before, ...told])),
    /^16 quotas at most must be kept; they were 100\./,
  ],
  [
    mergedQuotas,
    'knows one list for all',
    altered(own => {
      let quotas: readonly Quota[] = []
      return {
        of: (url, key) => (url.host.includes('round') ? own.of(url, key) : Object.assign(own.of(url, key), { quotas })),
        hear(...heard) {
          own.hear(...heard)
          quotas = heard[0].quotas
        },
      }
    }),
    /^The quotas of another origin must be \[\]/,
  ],
]

/** As the ledger merges, without its bound. */
function merged(all: readonly Quota[]): readonly Quota[] {
  const words = all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  return byName(words).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
/** The later the word, and the less it leaves, the further behind; no two words have the same. */
const order = (quota: Quota): string =>
  [quota.heardMs, 1_000 - quota.remaining, quota.resetMs ?? 0, quota.limit ?? 0, quota.windowMs ?? 0]
    .map(part => String(part).padStart(9, '0'))
    .join()
    .concat(JSON.stringify(quota))

const brokenSpacing: Broken[] = [
  [
    spacing,
    'does not hear what the server says',
    mishearing(() => ({ quotas: [] })),
    /^With a tenth left heldUntilMs must be 51000 at least; it was -Infinity/,
  ],
  [
    spacing,
    'slows down with plenty left',
    mishearing((_, { quotas }) => ({ quotas: quotas.map(quota => ({ ...quota, remaining: 10 })) })),
    /^With plenty left heldUntilMs must be 50000 at most; it was 51000/,
  ],
  [
    spacing,
    'spaces with plenty left',
    altered(own => ({ reserve: (origin, nowMs) => own.reserve(origin, nowMs) + (origin.heldUntilMs > nowMs ? 0 : 1) })),
    /^With plenty left place 1 must be now, 50000; it was 50001/,
  ],
  [
    spacing,
    'gives every place at once',
    altered(() => ({ reserve: (_, nowMs) => nowMs })),
    /^With a tenth left place 2 must be 50100 at least; it was 50000/,
  ],
  [
    spacing,
    'spaces beyond the end',
    altered(own => ({ reserve: (origin, nowMs) => (own.reserve(origin, nowMs) - nowMs) * 4 + nowMs })),
    /^With a tenth left place 4 must be 51000 at most, .* it was 51200/,
  ],
  [
    spacing,
    'spaces when the quota is full again',
    altered(own => ({ reserve: (origin, nowMs) => own.reserve(origin, nowMs) + (nowMs < 51_000 ? 0 : 100) })),
    /^A place when the quota is full again must be at once; it was at 51100/,
  ],
  [
    spacing,
    'knows no windows',
    hearing(
      (origin, _, { quotas }, _probe, _took, nowMs) =>
        quotas[0]?.resetMs === null && Object.assign(origin, { heldUntilMs: nowMs }),
    ),
    /^With a tenth left of a window heldUntilMs must be 51000 at least; it was 50000/,
  ],
  [
    spacing,
    'takes no place for what goes out without one',
    altered(own => ({
      launch(origin, ...given) {
        const { nextMs } = origin
        const isProbe = own.launch(origin, ...given)
        written(origin).nextMs = nextMs
        return isProbe
      },
    })),
    /^After a launch without a place, place 1 must be 50100 at least; it was 50000/,
  ],
]

export const brokenQuotas: readonly Broken[] = [...brokenWords, ...brokenSpacing]
