/** The generated parts of `docs/runtimes.md`, from the committed record. */
import { contract } from '../../packages/heed/test/transports/contract.ts'
import { type Generator, table } from '../blocks.ts'
import { behaviours } from './behaviours.ts'
import { contractDifferencesOf } from './contract-differences.ts'
import { differencesOf } from './differences.ts'
import { committed, type Mark, type Measured } from './measured.ts'

const SIGNS: Readonly<Record<Mark, string>> = { p: '✓', d: 'differs', f: 'FAILS' }

/** What was played: behaviours or clauses. */
interface Played {
  /** Its name in the head of a table. */
  readonly called: string
  /** What the counts of those that passed are called. */
  readonly passed: string
  readonly rows: readonly { readonly id: string; readonly what: string }[]
  readonly measured: readonly Measured[]
  /** Why a runtime differs in a row. */
  reason(runtime: string, id: string): string
}

const count = ({ marks }: Measured, mark: Mark): number => Object.values(marks).filter(each => each === mark).length

const totals = ({ passed, rows, measured }: Played): string =>
  table(
    ['Runtime', 'Version', 'Over', passed, 'Differs', 'Fails', 'Played on'],
    measured.map(each => {
      const { name, version, over, on } = each
      const share = `${count(each, 'p')}/${rows.length}`
      return [name, version, `\`${over}\``, share, `${count(each, 'd')}`, `${count(each, 'f')}`, on]
    }),
  )

const matrix = ({ called, rows, measured }: Played): string =>
  table(
    [called, ...measured.map(({ name }) => name)],
    rows.map(({ id, what }) => [
      what,
      ...measured.map(({ marks }) => {
        const mark = marks[id]
        return mark === undefined ? 'not played' : SIGNS[mark]
      }),
    ]),
  )

/** Each difference once, with all that have it. */
const reasons = ({ called, rows, measured, reason }: Played): string => {
  const lines = rows.flatMap(({ id, what }) => {
    const byReason = Map.groupBy(
      measured.filter(({ marks }) => marks[id] === 'd'),
      ({ name }) => reason(name, id),
    )
    return [...byReason].map(([why, having]) => [what, having.map(({ name }) => name).join(', '), why])
  })
  return table([called, 'Where it differs', 'Why'], lines)
}

/** A reason that is written as the rest of a sentence. */
const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`

function committedOf(part: 'program' | 'contract'): readonly Measured[] {
  const measured = committed()[part]
  if (measured.length === 0) throw new Error('docs/runtimes.json is missing: npm run runtimes')
  return measured
}

/** What each runtime does with the program of behaviours. */
export const runtimesPage: Generator = () => {
  const played: Played = {
    called: 'Behaviour',
    passed: 'As expected',
    rows: behaviours,
    measured: committedOf('program'),
    reason: (runtime, id) => differencesOf(runtime)[id]?.reason ?? '',
  }
  return [totals(played), '## What each does', matrix(played), '## Where one differs', reasons(played)].join('\n\n')
}

/** How each runtime with processes keeps the contract of the transports. */
export const contractPage: Generator = () => {
  const played: Played = {
    called: 'Clause',
    passed: 'Kept',
    rows: contract.map(({ name }) => ({ id: name, what: name })),
    measured: committedOf('contract'),
    reason: (runtime, id) => sentence(contractDifferencesOf(runtime)[id] ?? ''),
  }
  return [totals(played), 'The clauses that some do not keep:', reasons(played)].join('\n\n')
}
