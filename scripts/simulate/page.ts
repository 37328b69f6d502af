/** The generated part of `docs/manners.md`, from the committed results. */
import { type Generator, table } from '../blocks.ts'
import { goals, peakTimes } from './goals.ts'
import { committed, perCall, type Result, type Results, type Row } from './record.ts'

export const mannersPage: Generator = () => mannersBlock(committed())

export const mannersBlock = (results: Results): string =>
  [goalsPart(results), ...results.results.map(result => scenarioPart(result, results)), sourcesPart(results)].join(
    '\n\n',
  )

function goalsPart(results: Results): string {
  const rows = goals(results).map(({ scenario, contender, says, measured, reached }) => [
    ...[scenario, contender, says, measured],
    reached ? 'yes' : 'no',
  ])
  return ['## What heed is to reach', '', table(['Scenario', '', 'Goal', 'Measured', 'Reached'], rows)].join('\n')
}

function scenarioPart(result: Result, results: Results): string {
  const { id, title, says, spellSeconds, rows } = result
  const quota = spellSeconds === null
  const head = ['', 'Completed', 'Late', 'Failed', 'Requests', 'Wasted', ...(quota ? QUOTA_HEAD : SPELL_HEAD)]
  return [
    `## ${title}`,
    '',
    says,
    '',
    `![${title}: requests sent and calls completed in each second, a panel for each client. The numbers are in the table below.](manners/${id}.svg)`,
    '',
    table(
      head,
      rows.map(row => [...commonCells(row), ...(quota ? quotaCells(row) : spellCells(row, results))]),
    ),
  ].join('\n')
}

const QUOTA_HEAD = ['429s', 'Requests for a call']
const SPELL_HEAD = ['Requests for a call of the spell', 'Recovered after', 'Peak afterwards']

const commonCells = ({ name, real, measures }: Row): string[] => {
  const { completed, late, failed, sends, wasted } = measures
  return [real ? `**${name}**` : name, ...[completed, late, failed, sends, wasted].map(count)]
}

const quotaCells = ({ measures }: Row): string[] => [count(measures.throttled), perCall(measures).toFixed(2)]

const spellCells = ({ measures }: Row, results: Results): string[] => [
  perCall(measures).toFixed(2),
  measures.recoveryMs === null ? 'not at all' : `${(measures.recoveryMs / 1000).toFixed(1)} s`,
  `${peakTimes(results, measures).toFixed(1)} times`,
]

function sourcesPart({ results }: Results): string {
  const rows = (results[0]?.rows ?? []).map(({ name, source }) => [name, source])
  return ['## Where the policies come from', '', table(['', 'Source'], rows)].join('\n')
}

const count = (value: number): string => value.toLocaleString('en')
