import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Generator, table } from './blocks.ts'
import { root } from './workspace.ts'

/** What the table reads of the committed board; `packages/lab/src/suite/board-data.ts` has all of it. */
interface Matrix {
  readonly lab: string
  readonly machine: string
  readonly startedAt: string
  readonly scenarios: readonly { readonly group: string; readonly kind: string }[]
  readonly clients: readonly { readonly client: string; readonly version: string | null; readonly marks: string }[]
}

function committedBoard(): Matrix {
  const text = readFileSync(join(root, 'site/board/data/matrix.js'), 'utf8')
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as Matrix
}

/** What became of the required and advised scenarios, by client: passed, failed, unsupported; optional ones apart. */
export const boardTable: Generator = () => {
  const { scenarios, clients, machine, startedAt } = committedBoard()
  const count = (marks: string, mark: string, optional: boolean): string =>
    String([...marks].filter((each, at) => each === mark && (scenarios[at]?.kind === 'optional') === optional).length)
  const rows = clients.map(({ client, version, marks }) => [
    `${client} ${version ?? ''}`.trim(),
    ...['p', 'f', 'u'].map(mark => count(marks, mark, false)),
    count(marks, 'p', true),
  ])
  const decisive = scenarios.filter(({ kind }) => kind !== 'optional').length
  return [
    `${decisive} required and advised scenarios, and ${scenarios.length - decisive} optional ones. Played on ${startedAt.slice(0, 10)}: ${machine}.`,
    '',
    table(['Client', 'Passed', 'Failed', 'Unsupported', 'Optional passed'], rows),
  ].join('\n')
}
