import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { type Figures, median, type RoundFigures } from './measures.ts'
import { rateRatio, summarise } from './summary.ts'

const figures = (perSecond: number, p50Micros: number | null = null): Figures => ({
  perSecond,
  cpuMicros: 1e6 / perSecond,
  failed: 0,
  p50Micros,
  p99Micros: p50Micros === null ? null : p50Micros * 2,
})

const round = (base: number, heed: number): RoundFigures[] => [
  {
    contender: 'undici.request',
    figures: { small50: figures(base), small1: figures(base, 100) },
    heap: { bytesPerRequest: 10_000, gcShare: 0.01 },
  },
  {
    contender: 'heed',
    figures: { small50: figures(heed), small1: figures(heed, 80), flaky50: figures(heed / 2) },
    heap: { bytesPerRequest: 8000, gcShare: 0.02 },
  },
]

test('the median of an odd and of an even number of values', () => {
  equal(median([3, 1, 2]), 2)
  equal(median([4, 1, 2, 3]), 2.5)
})

test('ratios are taken within a round, so a slow round does not shift them', () => {
  const rounds = [round(100, 120), round(10, 12), round(1000, 1200)]
  const [heed, base] = summarise(rounds)
  equal(heed?.contender, 'heed')
  equal(heed?.figures.small50?.perSecondRatio, 1.2)
  equal(heed?.figures.small50?.perSecond, 120)
  equal(heed?.figures.small1?.p50Ratio, 0.8)
  equal(base?.figures.small50?.perSecondRatio, 1)
  equal(base?.figures.flaky50, undefined)
})

test('where the base has no figures of its own, its plain requests stand for it', () => {
  const [heed] = summarise([round(100, 120)])
  equal(heed?.figures.flaky50?.perSecondRatio, 0.6)
})

test('a ratio without a common round is not known', () => {
  const rounds = [round(100, 120)]
  equal(rateRatio(rounds, 'heed', 'superagent', 'small50'), null)
  deepEqual(summarise([]), [])
})
