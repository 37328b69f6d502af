import type { Scenario } from '../script/scenario.ts'
import type { ClientReport, Report } from '../suite/report.ts'
import { isDecisive, type Tally, tallyOf } from '../suite/tally.ts'
import { type Page, paint, plain } from './page.ts'

/** A line of the table: the scenarios that it counts. */
interface Line {
  readonly name: string
  readonly counts: (scenario: Scenario) => boolean
}

const GAP = 2

/** Client by group. With one client the counts have columns of their own; else each client has a column. */
export function tableOf(report: Report, page: Page): string {
  const [first, ...others] = report.clients
  if (first === undefined) return ''
  const wide = others.length === 0 ? gridOfOne(first, report.scenarios) : null
  const text = wide !== null && widthOf(wide) <= page.columns ? drawn(wide, page) : gridsOfMany(report, page)
  return `${text}\n`
}

function linesOf(scenarios: readonly Scenario[]): Line[] {
  const groups = [...new Set(scenarios.filter(isDecisive).map(({ group }) => group))]
  const lines: Line[] = groups.map(name => ({ name, counts: each => each.group === name && isDecisive(each) }))
  if (groups.length > 1) lines.push({ name: 'together', counts: isDecisive })
  // Optional ones decide nothing, so they stand apart.
  const optional = scenarios.some(each => !isDecisive(each))
  return optional ? [...lines, { name: 'optional', counts: each => !isDecisive(each) }] : lines
}

function gridOfOne(client: ClientReport, scenarios: readonly Scenario[]): string[][] {
  const rows = linesOf(scenarios).map(({ name, counts }) => {
    const tally = tallyOf(client, scenarios, counts)
    return [name, share(tally), some(tally.failed), some(tally.unsupported)]
  })
  return [['group', 'passed', 'failed', 'unsupported'], ...rows]
}

/** As many clients side by side as the page has room for, then the next below. */
function gridsOfMany({ clients, scenarios }: Report, page: Page): string {
  const lines = linesOf(scenarios)
  const names = ['group', ...lines.map(({ name }) => name)]
  const columns = clients.map(client => [
    plain(client.name),
    ...lines.map(({ counts }) => cell(tallyOf(client, scenarios, counts))),
  ])
  const grids: string[][][] = []
  let taken: string[][] = [names]
  for (const column of columns) {
    if (taken.length > 1 && widthOf(turned([...taken, column])) > page.columns) {
      grids.push(turned(taken))
      taken = [names]
    }
    taken.push(column)
  }
  grids.push(turned(taken))
  return `${grids.map(grid => drawn(grid, page)).join('\n')}\npassed/all (not supported)\n`
}

const turned = (columns: readonly string[][]): string[][] =>
  (columns[0] ?? []).map((_, at) => columns.map(column => column[at] ?? ''))

const share = ({ passed, failed, unsupported }: Tally): string => `${passed}/${passed + failed + unsupported}`

const some = (count: number): string => (count === 0 ? '' : String(count))

const cell = (tally: Tally): string =>
  tally.unsupported === 0 ? share(tally) : `${share(tally)} (${tally.unsupported})`

const widthsOf = (rows: readonly string[][]): number[] =>
  (rows[0] ?? []).map((_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0)))

const widthOf = (rows: readonly string[][]): number => widthsOf(rows).reduce((sum, width) => sum + width + GAP, -GAP)

/** Names to the left, counts to the right. */
function drawn(rows: readonly string[][], page: Page): string {
  const widths = widthsOf(rows)
  return rows
    .map((row, line) => {
      const padded = row.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      const text = padded.join(' '.repeat(GAP)).trimEnd()
      return `${line === 0 ? paint(text, 'bold', page) : text}\n`
    })
    .join('')
}
