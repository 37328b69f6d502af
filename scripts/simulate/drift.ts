import type { Results, Row } from './record.ts'
import type { Measures } from './tally.ts'

/** heed may change a little without anybody minding: by this share of a number, or by this much. */
const LEEWAY = { share: 0.1, count: 100, recoveryMs: 1000, peakSends: 10 }

/** Where fresh results differ from the committed ones: models must be equal, heed about so. Empty: nothing drifted. */
export function drift(old: Results, fresh: Results): string[] {
  const said: string[] = []
  const rows = rowsOf(fresh)
  const before = rowsOf(old)
  for (const [key, row] of rows) {
    const was = before.get(key)
    if (was === undefined) said.push(`${key} is not in results.json.`)
    else said.push(...differences(was, row).map(difference => `${key}: ${difference}`))
  }
  const gone = [...before.keys()].filter(key => !rows.has(key))
  return [...said, ...gone.map(key => `${key} is in results.json and is not played.`)]
}

const rowsOf = ({ results }: Results): Map<string, Row> =>
  new Map(results.flatMap(({ id, rows }) => rows.map(row => [`${id}, ${row.id}`, row] as const)))

function differences(was: Row, is: Row): string[] {
  const names = Object.keys(is.measures) as (keyof Measures)[]
  const said = names
    .filter(name => !isAlike(name, was.measures[name], is.measures[name], is.real))
    .map(name => `${name} was ${was.measures[name]} and is ${is.measures[name]}.`)
  const moved = !is.real && (was.series.sends !== is.series.sends || was.series.completed !== is.series.completed)
  return moved ? [...said, 'its course over time is another one.'] : said
}

function isAlike(name: keyof Measures, was: number | null, is: number | null, real: boolean): boolean {
  if (was === is) return true
  if (was === null || is === null || !real) return false
  const least = name === 'recoveryMs' || name === 'peakSends' ? LEEWAY[name] : LEEWAY.count
  return Math.abs(was - is) <= Math.max(least, LEEWAY.share * Math.abs(was))
}
