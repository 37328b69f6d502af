import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { root } from '../workspace.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

export interface Job {
  readonly permissions?: Permissions
  readonly needs?: string
  readonly if?: string
  readonly environment?: string
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}

export interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Permissions
  readonly jobs: Readonly<Record<string, Job>>
}

/** Reads a YAML file of the repository; throws with the place when it does not parse or names a key twice. */
export const yaml = (path: string): unknown => {
  const document = parseDocument(readFileSync(join(root, path), 'utf8'), {
    lineCounter: new LineCounter(),
    strict: true,
  })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault !== undefined) throw new Error(`${path}: ${fault.message}`)
  return document.toJS()
}

export const workflow = (name: string): Workflow => yaml(`.github/workflows/${name}`) as Workflow

/** The actions of the market are pinned by commit: a tag can be moved. */
const PINNED = /^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/
/** What others write (a title, a branch, a comment) must not become a command. */
const TEMPLATE = /\$\{\{/

const faultsOfStep = (where: string, { uses, run, with: given }: Step): string[] => [
  ...(uses !== undefined && !PINNED.test(uses) ? [`${where}: ${uses} is not pinned by its whole commit`] : []),
  ...(uses?.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false
    ? [`${where}: the checkout leaves its token behind`]
    : []),
  ...(run !== undefined && TEMPLATE.test(run) ? [`${where}: a template stands inside a command: pass it as env`] : []),
]

/** What is careless about a workflow, one sentence for each. */
export const faultsOf = ({ name, on, permissions, jobs }: Workflow): string[] => [
  ...(permissions === undefined ? [`${name}: takes the permissions that it gets`] : []),
  ...Object.entries(permissions ?? {}).flatMap(([what, how]) =>
    how === 'write' ? [`${name}: all jobs may write ${what}`] : [],
  ),
  ...('pull_request_target' in on ? [`${name}: runs what strangers wrote with the repository's rights`] : []),
  ...Object.entries(jobs).flatMap(([key, job]) => [
    ...(job['timeout-minutes'] === undefined ? [`${name}, ${key}: may run for six hours`] : []),
    ...job.steps.flatMap(step => faultsOfStep(`${name}, ${key}`, step)),
  ]),
]
