import type { Contender } from './contenders.ts'

export type MeasureName = 'small50' | 'small1' | 'ten50' | 'post50' | 'missing50' | 'flaky50'

export interface Measure {
  readonly name: MeasureName
  readonly title: string
  readonly path: string
  readonly method: 'get' | 'post'
  readonly connections: number
  /** Requests in a full round by a contender with share 1. */
  readonly count: number
}

export const measures: readonly Measure[] = [
  {
    name: 'small50',
    title: '200 B JSON, 50 connections',
    path: '/small',
    method: 'get',
    connections: 50,
    count: 60_000,
  },
  { name: 'small1', title: '200 B JSON, one at a time', path: '/small', method: 'get', connections: 1, count: 12_000 },
  { name: 'ten50', title: '10 KB JSON, 50 connections', path: '/ten', method: 'get', connections: 50, count: 30_000 },
  {
    name: 'post50',
    title: 'POST of small JSON, 50 connections',
    path: '/post',
    method: 'post',
    connections: 50,
    count: 20_000,
  },
  {
    name: 'missing50',
    title: 'a 404, 50 connections',
    path: '/missing',
    method: 'get',
    connections: 50,
    count: 20_000,
  },
  {
    name: 'flaky50',
    title: 'a 503 in fifty, sent again at once',
    path: '/flaky',
    method: 'get',
    connections: 50,
    count: 20_000,
  },
]

/** A contender without a retry of its own has nothing to show on the flaky path. */
export const measuresFor = (contender: Contender): readonly Measure[] =>
  measures.filter(measure => contender.retries || measure.name !== 'flaky50')

/** What one measure gave in one round. */
export interface Figures {
  readonly perSecond: number
  readonly cpuMicros: number
  readonly failed: number
  /** Only one at a time, where a request's time is not a wait for others. */
  readonly p50Micros: number | null
  readonly p99Micros: number | null
}

/** JS heap: what one request allocates, and the share of the time that collecting it took. */
export interface HeapFigures {
  readonly bytesPerRequest: number
  readonly gcShare: number
}

export interface RoundFigures {
  readonly contender: string
  readonly figures: Partial<Record<MeasureName, Figures>>
  readonly heap: HeapFigures
}

/** A contender that cannot be measured is left out with a sentence. */
export interface LeftOut {
  readonly contender: string
  readonly leftOut: string
}

export interface RoundJob {
  readonly contender: string
  readonly origin: string
  /** 1 for a full round; a quick one asks for this part of the counts. */
  readonly scale: number
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
