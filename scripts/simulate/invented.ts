import type { Result, Results, Row } from './record.ts'
import type { Measures } from './tally.ts'

/** Results for tests, small enough to be told by heart: ten seconds, 100 calls a second. */
const MEASURES: Measures = {
  ...{ calls: 1000, completed: 900, late: 40, failed: 60 },
  ...{ sends: 1500, wasted: 560, throttled: 500, spellCalls: 300, spellSends: 360 },
  ...{ recoveryMs: 1200, peakSends: 15 },
}

export const rowLike = (row: Partial<Row>, measures: Partial<Measures> = {}): Row => ({
  ...{ id: 'full-jitter', name: 'Plain & simple', real: false, source: 'a book' },
  series: { sends: '100 100 700 100 100 100 100 100 100 100', completed: '90 90 0 90 90 90 90 90 90 90' },
  measures: { ...MEASURES, ...measures },
  ...row,
})

export const resultLike = (result: Partial<Result>): Result => ({
  ...{ id: 'outage-x', title: 'An outage', says: 'It is <gone>.', spellSeconds: [3, 6], rows: [rowLike({})] },
  ...result,
})

export const resultsLike = (...results: readonly Result[]): Results => ({
  ...{ clients: 10, callsPerSecond: 100, runSeconds: 10, results },
})
