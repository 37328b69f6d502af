import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'
import type { Contender } from './contenders.ts'
import type { Played } from './play.ts'
import type { Scenario } from './scenarios.ts'
import type { Measures, Series } from './tally.ts'

/** What one contender did in one scenario. */
export interface Row {
  readonly id: string
  readonly name: string
  readonly real: boolean
  readonly source: string
  readonly measures: Measures
  /** Second by second, numbers with blanks between: a line each in the file. */
  readonly series: { readonly [Name in keyof Series]: string }
}

export interface Result {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly spellSeconds: readonly [from: number, until: number] | null
  readonly rows: readonly Row[]
}

/** All that is committed of a simulation; plots and tables are made of it alone. */
export interface Results {
  readonly clients: number
  readonly callsPerSecond: number
  readonly runSeconds: number
  readonly results: readonly Result[]
}

const FOLDER = join(root, 'docs/manners')
const RECORD = join(FOLDER, 'results.json')

export const plotPath = (id: string): string => join(FOLDER, `${id}.svg`)

export const committed = (): Results => JSON.parse(readFileSync(RECORD, 'utf8')) as Results

/** Laid out as the formatter of this repository does. */
export const save = (results: Results): void => {
  const text = JSON.stringify(results, null, 2)
  writeFileSync(RECORD, `${text.replaceAll(/\[\s+([\d.]+),\s+([\d.]+)\s+\]/g, '[$1, $2]')}\n`)
}

export const resultOf = ({ id, title, says, spell }: Scenario, rows: readonly Row[]): Result => ({
  ...{ id, title, says, rows },
  spellSeconds: spell === null ? null : [spell.fromMs / 1000, spell.untilMs / 1000],
})

export const rowOf = ({ id, name, real, source }: Contender, { measures, series }: Played): Row => ({
  ...{ id, name, real, source, measures },
  series: { sends: series.sends.join(' '), completed: series.completed.join(' ') },
})

export const numbersOf = (series: string): number[] => series.split(' ').map(Number)

/** Requests for each call that began within the spell; for a quota, of the whole run. */
export const perCall = ({ spellSends, spellCalls }: Measures): number => spellSends / spellCalls
