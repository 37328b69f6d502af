/** The record of what was measured: `docs/cache-tests.json`. Plain objects, so that a change of it reads well. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'

/** Required by the specification, good to have, or a question that is answered by yes or no. */
export type Kind = 'required' | 'optimal' | 'check'

/**
 * passed, failed; yes, no; undecided: setup failed, a test that it depends on did not pass, the harness failed, retried;
 * `-`: not played.
 */
export type Mark = 'p' | 'f' | 'y' | 'n' | 's' | 'd' | 'h' | 'r' | '-'

export interface Suite {
  readonly repository: string
  readonly version: string
  readonly commit: string
  readonly committedOn: string
  /** All of them, with those that are left out because they are about shared caches. */
  readonly tests: number
  readonly leftOut: { readonly cdn: number; readonly shared: number }
  /** Tests that browsers cannot play but clients on Node can: id to group. */
  readonly browsersSkip: Readonly<Record<string, string>>
}

export interface Group {
  readonly id: string
  readonly name: string
  readonly tests: Readonly<Record<string, Kind>>
}

/** Where and when we played it. */
export interface Played {
  readonly on: string
  readonly node: string
  readonly machine: string
  readonly seconds: number
}

export interface Client {
  readonly name: string
  readonly version: string
  readonly setup: string
  /** Null: the suite's own published results. */
  readonly played: Played | null
  /** Group to one mark for each of its tests, in their order. */
  readonly marks: Readonly<Record<string, string>>
  /** What the suite saw, for required and optimal tests that did not pass. */
  readonly saw: Readonly<Record<string, string>>
}

export interface Measured {
  readonly suite: Suite
  readonly groups: readonly Group[]
  readonly clients: readonly Client[]
}

/** Why heed does not pass a test, on purpose or because the test is wrong. */
export interface Excuse {
  readonly id: string
  /** What rules: a section of a specification, or an ADR. */
  readonly section: string
  readonly reason: string
}

const RECORD = join(root, 'docs/cache-tests.json')

const read = <Value>(path: string): Value => JSON.parse(readFileSync(path, 'utf8')) as Value

export const committed = (): Measured | null => (existsSync(RECORD) ? read<Measured>(RECORD) : null)

export const excuses = (): readonly Excuse[] => read(join(import.meta.dirname, 'excused.json'))

export const save = (measured: Measured): void => writeFileSync(RECORD, `${JSON.stringify(measured, null, 2)}\n`)

/** The new measurements, and of the old ones what they leave: those of other clients, of the same tests of the same suite. */
export const merged = (old: Measured | null, fresh: Measured, order: readonly string[]): Measured => {
  const same =
    old !== null &&
    old.suite.commit === fresh.suite.commit &&
    JSON.stringify(old.groups) === JSON.stringify(fresh.groups)
  const kept = same ? old.clients.filter(({ name }) => !fresh.clients.some(client => client.name === name)) : []
  const place = ({ name }: Client): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return { ...fresh, clients: [...fresh.clients, ...kept].sort((one, other) => place(one) - place(other)) }
}

/** One test of the record with the mark that a client has. */
export interface Marked {
  readonly id: string
  readonly group: string
  readonly kind: Kind
  readonly mark: Mark
}

export const markedTests = (groups: readonly Group[], { marks }: Client): readonly Marked[] =>
  groups.flatMap(({ id: group, tests }) =>
    Object.entries(tests).map(([id, kind], at) => ({ id, group, kind, mark: (marks[group]?.[at] ?? '-') as Mark })),
  )
