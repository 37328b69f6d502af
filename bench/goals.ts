import { base } from './contenders.ts'
import type { Results } from './results.ts'
import { cpuRatio, type Round, rateRatio, type Summary, summarise } from './summary.ts'

export interface Goal {
  readonly what: string
  readonly goal: string
  /** What was measured, in words; null where nothing was. */
  readonly measured: string | null
  readonly reached: boolean | null
}

const times = (value: number): string => `${value.toFixed(2)} x`

/** A goal that a number is at least, or at most, a bound. */
const goalOf = (
  what: string,
  sign: '>=' | '<=',
  bound: number,
  value: number | null | undefined,
  said: (value: number) => string,
): Goal => {
  const goal = `${sign} ${said(bound)}`
  if (value === null || value === undefined || Number.isNaN(value)) return { what, goal, measured: null, reached: null }
  return { what, goal, measured: said(value), reached: sign === '>=' ? value >= bound : value <= bound }
}

/** The lightest of the rivals that people use today: how many times heed's processor time it takes. */
const leastOfHeavy = (rounds: readonly Round[]): number | null => {
  const ratios = ['ky', 'got', 'axios + axios-retry'].map(name => cpuRatio(rounds, name, 'heed', 'small50'))
  const there = ratios.filter(ratio => ratio !== null)
  return there.length < ratios.length ? null : Math.min(...there)
}

const overTheWire = (rounds: readonly Round[], heed: Summary | undefined): readonly Goal[] => [
  goalOf(
    `GET of 200 B JSON, 50 connections, requests/s, x ${base}`,
    '>=',
    1.2,
    heed?.figures.small50?.perSecondRatio,
    times,
  ),
  goalOf(`CPU a request, x ${base}`, '<=', 0.84, heed?.figures.small50?.cpuRatio, times),
  goalOf('CPU a request of ky, got and axios: the least of them, x heed', '>=', 8, leastOfHeavy(rounds), times),
  goalOf('JS heap allocated a request', '<=', 10, heed && heed.heapBytes / 1000, value => `${value.toFixed(1)} KB`),
  goalOf(`one at a time, p50, x ${base}`, '<=', 1, heed?.figures.small1?.p50Ratio, times),
  goalOf(`10 KB JSON, 50 connections, requests/s, x ${base}`, '>=', 1.7, heed?.figures.ten50?.perSecondRatio, times),
  goalOf(
    'a thrown 404, requests/s, x superagent',
    '>=',
    3,
    rateRatio(rounds, 'heed', 'superagent', 'missing50'),
    times,
  ),
  goalOf(
    'one 503 in fifty, requests/s, x undici.RetryAgent',
    '>=',
    1,
    rateRatio(rounds, 'heed', 'undici.RetryAgent', 'flaky50'),
    times,
  ),
]

const alone = (results: Results): readonly Goal[] => {
  const micro = (name: string) => results.micro.find(one => one.name === name)
  const above = (pick: 'nanos' | 'bytes'): number | undefined => {
    const whole = micro('drive over the stub transport')?.[pick]
    const wire = micro('bare stub transport')?.[pick]
    return whole === undefined || wire === undefined ? undefined : (whole - wire) / 1000
  }
  const thousands = (value: number | undefined): number | undefined => (value === undefined ? undefined : value / 1000)
  const us = (value: number): string => `${value.toFixed(2)} us`
  const kb = (value: number): string => `${value.toFixed(2)} KB`
  const nanos = (value: number): string => `${value.toFixed(0)} ns`
  const grown = (name: string) => results.flights.find(one => one.contender === name)?.peakMegabytes ?? Number.NaN
  const gzip = (name: string) => results.sizes.find(one => one.name === name)?.gzipBytes ?? Number.NaN
  return [
    goalOf('policy alone over the transport: time', '<=', 2, above('nanos'), us),
    goalOf('policy alone over the transport: JS heap', '<=', 1.5, above('bytes'), kb),
    goalOf(`10,000 in flight, peak memory, x ${base}`, '<=', 1.2, grown('heed') / grown(base), times),
    goalOf(
      'cold import of heed beyond undici',
      '<=',
      10,
      results.cold.find(one => one.name === 'heed')?.beyondUndiciMs,
      value => `${value.toFixed(1)} ms`,
    ),
    goalOf('a fresh hit in memory: time', '<=', 5, thousands(micro('a fresh hit in memory')?.nanos), us),
    goalOf('a fresh hit in memory: JS heap', '<=', 2, thousands(micro('a fresh hit in memory')?.bytes), kb),
    goalOf('a fresh hit in SQLite: time', '<=', 50, thousands(micro('a fresh hit in SQLite')?.nanos), us),
    goalOf('lookup', '<=', 200, micro('lookup')?.nanos, nanos),
    goalOf('explain', '<=', 200, micro('explain')?.nanos, nanos),
    goalOf('decide, an answer to use', '<=', 200, micro('decide, 200')?.nanos, nanos),
    goalOf('decide, a 503 to send again', '<=', 200, micro('decide, 503')?.nanos, nanos),
    goalOf(
      'heed/status, minified and gzipped',
      '<=',
      15,
      gzip('heed/status') / 1000,
      value => `${value.toFixed(1)} KB`,
    ),
  ]
}

/** Every goal with what this run measured. */
export const goalsOf = (results: Results): readonly Goal[] => {
  const heed = summarise(results.rounds).find(one => one.contender === 'heed')
  return [...overTheWire(results.rounds, heed), ...alone(results)]
}
