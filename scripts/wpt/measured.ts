/** The record of what was measured: `docs/wpt.json`. Plain objects, so that a change of it reads well. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'
import type { Reason, Suite } from './suite.ts'
import { folderOf } from './suite.ts'
import type { FileTally } from './tally.ts'

/** Where and when we played it. */
interface Round {
  readonly on: string
  readonly node: string
  readonly machine: string
  readonly seconds: number
}

export interface FetchRecord {
  readonly name: string
  readonly version: string
  readonly setup: string
}

export interface Measured {
  readonly suite: Suite
  readonly played: Round
  /** In the order in which marks stand. */
  readonly fetches: readonly FetchRecord[]
  /** Folder to how many of its files are not played, by the reason. */
  readonly leftOut: Readonly<Record<string, Readonly<Partial<Record<Reason, number>>>>>
  readonly files: Readonly<Record<string, FileTally>>
}

/** Why heed does not pass what undici passes. */
export interface Excuse {
  /** The difference in a few words. */
  readonly what: string
  readonly reason: string
  readonly where: readonly {
    readonly file: string
    /** A pattern for the names of the subtests; without it, all in which the two differ. */
    readonly named?: string
    /** How many there are, so that one more or one less is noticed. */
    readonly subtests: number
  }[]
}

/** One subtest that undici passes and heed does not, or the other way round. */
export interface Difference {
  readonly file: string
  readonly name: string
}

const RECORD = join(root, 'docs/wpt.json')

const read = <Value>(path: string): Value => JSON.parse(readFileSync(path, 'utf8')) as Value

export const committed = (): Measured | null => (existsSync(RECORD) ? read<Measured>(RECORD) : null)

export const excuses = (): readonly Excuse[] => read(join(import.meta.dirname, 'excused.json'))

/** One line for each file and each subtest: short, and a change of one is a change of one line. */
export const save = (measured: Measured): void => writeFileSync(RECORD, `${JSON.stringify(measured, null, 2)}\n`)

/** Where the mark of this fetch stands. @throws when the record has no such fetch */
export function placeOf({ fetches }: Measured, name: string): number {
  const place = fetches.findIndex(each => each.name === name)
  if (place === -1) throw new Error(`The record has no fetch "${name}".`)
  return place
}

/** What one passes and the other does not. */
export function onlyBy(measured: Measured, one: string, other: string): readonly Difference[] {
  const [passes, fails] = [placeOf(measured, one), placeOf(measured, other)]
  return Object.entries(measured.files).flatMap(([file, { notPassed }]) =>
    Object.entries(notPassed)
      .filter(([, marks]) => marks[passes] === 'p' && marks[fails] !== 'p')
      .map(([name]) => ({ file, name })),
  )
}

/** The differences of which an excuse speaks, for each file that it names. */
export const excusedBy = (excuse: Excuse, differences: readonly Difference[]): readonly (readonly Difference[])[] =>
  excuse.where.map(({ file, named = '' }) =>
    differences.filter(each => each.file === file && new RegExp(named).test(each.name)),
  )

export interface FolderTally {
  readonly folder: string
  readonly files: number
  readonly subtests: number
  /** In the order of the fetches. */
  readonly passed: readonly number[]
  readonly byHeedAndUndici: number
}

/** Counted by folder, in the order of the record. */
export function folders(measured: Measured): readonly FolderTally[] {
  const { files, fetches } = measured
  const both = [placeOf(measured, 'heed'), placeOf(measured, 'undici')]
  const names = [...new Set(Object.keys(files).map(folderOf))]
  return names.map(folder => {
    const tallies = Object.entries(files).flatMap(([path, tally]) => (folderOf(path) === folder ? [tally] : []))
    const passedBy = (places: readonly number[]): number =>
      sum(tallies.map(tally => tally.subtests - Object.values(tally.notPassed).filter(missed(places)).length))
    return {
      ...{ folder, files: tallies.length, subtests: sum(tallies.map(tally => tally.subtests)) },
      passed: fetches.map((_, place) => passedBy([place])),
      byHeedAndUndici: passedBy(both),
    }
  })
}

const missed =
  (places: readonly number[]) =>
  (marks: string): boolean =>
    places.some(place => marks[place] !== 'p')

export const sum = (numbers: readonly number[]): number => numbers.reduce((before, each) => before + each, 0)
