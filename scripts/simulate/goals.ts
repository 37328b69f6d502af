import { perCall, type Result, type Results, type Row } from './record.ts'
import type { Measures } from './tally.ts'

export interface Goal {
  readonly says: string
  readonly scenario: string
  readonly contender: string
  readonly measured: string
  readonly reached: boolean
}

const PER_CALL = 1.2
const PEAK = 2
const CUT = 0.9
/** What the 429s are compared with. */
const PLAIN = 'full-jitter'

/** What heed is to reach, for each way it is run. */
export function goals(results: Results): Goal[] {
  return results.results.flatMap(result =>
    result.rows.filter(({ real }) => real).flatMap(row => goalsOf(results, result, row)),
  )
}

function goalsOf(results: Results, result: Result, row: Row): Goal[] {
  const goal = (says: string, measured: string, reached: boolean): Goal => ({
    ...{ says, measured, reached, scenario: result.title, contender: row.name },
  })
  if (result.spellSeconds === null) {
    const share = cut(result, row.measures)
    return share === null ? [] : [goal('At least 90 % fewer 429s than plain backoff', fewer(share), share >= CUT)]
  }
  const peak = peakTimes(results, row.measures)
  const calm = goal('No peak above twice the steady rate afterwards', `${peak.toFixed(2)} times`, peak <= PEAK)
  if (!result.id.startsWith('outage')) return [calm]
  const each = perCall(row.measures)
  return [goal('At most 1.2 requests for each call of the outage', each.toFixed(2), each <= PER_CALL), calm]
}

function cut({ rows }: Result, { throttled }: Measures): number | null {
  const plain = rows.find(({ id }) => id === PLAIN)
  return plain === undefined ? null : 1 - throttled / plain.measures.throttled
}

/** The busiest 100 ms after the spell, as a multiple of an average 100 ms. Arrivals by chance alone give about 1.4. */
export const peakTimes = ({ callsPerSecond }: Results, { peakSends }: Measures): number =>
  peakSends / (callsPerSecond / 10)

/** Never rounded up to what is not reached. */
const fewer = (share: number): string =>
  share < 0 ? `${Math.ceil(-share * 100)} % more` : `${Math.floor(share * 100)} % fewer`
