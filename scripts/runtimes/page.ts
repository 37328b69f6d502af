/** The generated part of `docs/runtimes.md`, from the committed record. */
import { type Generator, table } from '../blocks.ts'
import { behaviours } from './behaviours.ts'
import { differencesOf } from './differences.ts'
import { committed, type Mark, type Measured } from './measured.ts'

const SIGNS: Readonly<Record<Mark, string>> = { p: '✓', d: 'differs', f: 'FAILS' }

const count = ({ marks }: Measured, mark: Mark): number => Object.values(marks).filter(each => each === mark).length

const totals = (measured: readonly Measured[]): string =>
  table(
    ['Runtime', 'Version', 'Over', 'As expected', 'Differs', 'Fails', 'Played on'],
    measured.map(each => {
      const { name, version, over, on } = each
      const passed = `${count(each, 'p')}/${behaviours.length}`
      return [name, version, `\`${over}\``, passed, `${count(each, 'd')}`, `${count(each, 'f')}`, on]
    }),
  )

const matrix = (measured: readonly Measured[]): string =>
  table(
    ['Behaviour', ...measured.map(({ name }) => name)],
    behaviours.map(({ id, what }) => [
      what,
      ...measured.map(({ marks }) => {
        const mark = marks[id]
        return mark === undefined ? 'not played' : SIGNS[mark]
      }),
    ]),
  )

/** Each difference once, with all that have it. */
const reasons = (measured: readonly Measured[]): string => {
  const rows = behaviours.flatMap(({ id, what }) => {
    const byReason = Map.groupBy(
      measured.filter(({ marks }) => marks[id] === 'd'),
      ({ name }) => differencesOf(name)[id]?.reason ?? '',
    )
    return [...byReason].map(([reason, having]) => [what, having.map(({ name }) => name).join(', '), reason])
  })
  return table(['Behaviour', 'Where it differs', 'Why'], rows)
}

/** The page of these results. */
const runtimesBlock = (measured: readonly Measured[]): string =>
  [totals(measured), '## What each does', matrix(measured), '## Where one differs', reasons(measured)].join('\n\n')

export const runtimesPage: Generator = () => {
  const measured = committed()
  if (measured.length === 0) throw new Error('docs/runtimes.json is missing: npm run runtimes')
  return runtimesBlock(measured)
}
