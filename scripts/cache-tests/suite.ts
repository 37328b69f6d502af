/**
 * The suite http-tests/cache-tests as it lies in a folder: which of its tests apply to a private cache inside a client,
 * and what it makes of results. Nothing of it is copied: its modules are imported from where they are.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from '../workspace.ts'
import type { Group, Kind, Mark, Suite } from './measured.ts'

const REPOSITORY = 'https://github.com/http-tests/cache-tests'

/** What is read of a test. `browser_skip`: browsers cannot play it, a client on Node can. */
export interface SuiteTest {
  readonly id: string
  readonly name: string
  readonly kind?: Kind
  readonly cdn_only?: boolean
  readonly browser_skip?: boolean
  readonly depends_on?: readonly string[]
}

export interface SuiteGroup {
  readonly id: string
  readonly name: string
  readonly tests: readonly SuiteTest[]
}

/** True: it passed. Otherwise the name and message of what was thrown. */
export type Results = Readonly<Record<string, true | readonly [name: string, message: string]>>

interface Published {
  readonly file: string
  readonly name: string
  readonly type: string
  readonly version: string
}

const loaded = async <Module>(suite: string, path: string): Promise<Module> =>
  (await import(pathToFileURL(join(suite, path)).href)) as Module

/** The suite's folder as a whole path. @throws a sentence when it is another kind of folder */
export const suiteFolder = (given: string): string => {
  const folder = resolve(given)
  if (existsSync(join(folder, 'test-engine/client/runner.mjs'))) return folder
  throw new Error(`${folder} does not hold the suite: clone ${REPOSITORY} and name the folder of the clone.`)
}

export const groupsOf = async (suite: string): Promise<readonly SuiteGroup[]> =>
  (await loaded<{ default: readonly SuiteGroup[] }>(suite, 'tests/index.mjs')).default

/** Content delivery networks and other shared caches have rules of their own; the suite says so in a flag or the name. */
export const leftOutAs = ({ cdn_only, name }: SuiteTest): 'cdn' | 'shared' | null => {
  if (cdn_only === true) return 'cdn'
  return /\bshared\b/i.test(name) ? 'shared' : null
}

/** The tests that apply, without the mark that makes the suite pass over what browsers cannot play. */
export const playable = (groups: readonly SuiteGroup[], only: string | null): readonly SuiteGroup[] =>
  groups.map(group => ({
    ...group,
    tests: group.tests
      .filter(test => (only === null ? leftOutAs(test) === null : test.id === only))
      .map(test => ({ ...test, browser_skip: false, dump: only !== null })),
  }))

/** What the record says of the groups: all that apply, in the suite's order. A test without a kind is required. */
export const listed = (groups: readonly SuiteGroup[]): readonly Group[] =>
  groups
    .map(({ id, name, tests }) => ({
      id,
      name,
      tests: Object.fromEntries(
        tests.filter(test => leftOutAs(test) === null).map(test => [test.id, test.kind ?? 'required']),
      ),
    }))
    .filter(({ tests }) => Object.keys(tests).length > 0)

export const describeSuite = (suite: string, groups: readonly SuiteGroup[]): Suite => {
  const { version } = JSON.parse(readFileSync(join(suite, 'package.json'), 'utf8')) as { version: string }
  const git = (...words: string[]): string => {
    const { ok, stdout } = run('git', ['-C', suite, ...words])
    return ok ? stdout.trim() : 'unknown'
  }
  const tests = groups.flatMap(group => group.tests)
  const count = (as: 'cdn' | 'shared'): number => tests.filter(test => leftOutAs(test) === as).length
  return {
    repository: REPOSITORY,
    version,
    commit: git('rev-parse', 'HEAD'),
    committedOn: git('log', '-1', '--format=%cs'),
    tests: tests.length,
    leftOut: { cdn: count('cdn'), shared: count('shared') },
    browsersSkip: Object.fromEntries(
      groups.flatMap(({ id, tests }) =>
        tests.filter(test => test.browser_skip === true && leftOutAs(test) === null).map(test => [test.id, id]),
      ),
    ),
  }
}

const MARKS: Readonly<Record<string, Mark>> = {
  pass: 'p',
  fail: 'f',
  optional_fail: 'f',
  yes: 'y',
  no: 'n',
  setup_fail: 's',
  dependency_fail: 'd',
  harness_fail: 'h',
  retry: 'r',
  untested: '-',
}

interface Judging {
  readonly resultTypes: Readonly<Record<string, unknown>>
  determineTestResult(groups: readonly SuiteGroup[], id: string, results: Results, dependencies: boolean): unknown
}

/** The suite's own verdict on each test. `dependencies` false: also where a test that it builds on did not pass. */
export const judge = async (suite: string, dependencies: boolean): Promise<(results: Results, id: string) => Mark> => {
  const { resultTypes, determineTestResult } = await loaded<Judging>(suite, 'test-engine/lib/results.mjs')
  const groups = await groupsOf(suite)
  const names = new Map(Object.entries(resultTypes).map(([name, type]) => [type, name]))
  return (results, id) => {
    const name = names.get(determineTestResult(groups, id, results, dependencies)) ?? ''
    const mark = MARKS[name]
    if (mark === undefined) throw new Error(`The suite has a verdict that is not known here: "${name}" for ${id}.`)
    return mark
  }
}

/** What browsers did, as the suite publishes it. */
export const publishedBrowsers = async (suite: string): Promise<readonly (Published & { results: Results })[]> => {
  const index = (await loaded<{ default: readonly Published[] }>(suite, 'results/index.mjs')).default
  return index
    .filter(({ type }) => type === 'browser')
    .map(each => ({ ...each, results: JSON.parse(readFileSync(join(suite, 'results', each.file), 'utf8')) as Results }))
}
