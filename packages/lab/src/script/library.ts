import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkScenario } from './check-script.ts'
import { nearest } from './nearest.ts'
import type { Scenario } from './scenario.ts'

/** A scenario that is broken or does not exist; the message says which and what to do. */
export class ScenarioError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ScenarioError'
  }
}

/** A file of the library, read. */
export interface ScenarioFile {
  /** From the package's folder: `scenarios/retry/503-then-200.json`. */
  readonly path: string
  readonly group: string
  readonly id: string
  readonly text: string
  /** undefined: it is no JSON. */
  readonly value: unknown
  /** What is wrong with it, the most useful sentence first; empty: nothing. */
  readonly faults: readonly string[]
}

/** The files of a heed-scenarios package, and the scenarios in them. */
export interface Library {
  /** In the order of the schema's groups and then by id, good or broken. */
  readonly files: readonly ScenarioFile[]
  /** @throws {ScenarioError} naming the broken files */
  scenarios(): Scenario[]
  /** @throws {ScenarioError} there is none of that name, or it is broken */
  scenario(id: string): Scenario
}

let own: Library | null = null

function library(): Library {
  own ??= readLibrary(dirname(fileURLToPath(import.meta.resolve('heed-scenarios/package.json'))))
  return own
}

/** Every file of heed-scenarios, in the order of the schema's groups and then by id, good or broken. Read once. */
export const loadFiles = (): readonly ScenarioFile[] => library().files

/**
 * All scenarios, by group and id. Read once.
 * @throws {ScenarioError} naming the broken files
 */
export const loadScenarios = (): Scenario[] => library().scenarios()

/**
 * One scenario by its id.
 * @throws {ScenarioError} there is none of that name, or it is broken
 */
export const loadScenario = (id: string): Scenario => library().scenario(id)

/** Reads the library that lies in a folder, with its schema. */
export function readLibrary(root: string): Library {
  const files = readFiles(root)
  return {
    files,
    scenarios() {
      const broken = files.filter(({ faults }) => faults.length > 0)
      if (broken.length > 0) throw new ScenarioError(broken.map(complaint).join('\n'))
      return files.map(({ value }) => value as Scenario)
    },
    scenario(id) {
      const file = files.find(each => each.id === id)
      if (file !== undefined && file.faults.length === 0) return file.value as Scenario
      throw new ScenarioError(file === undefined ? unknownScenario(id, files) : complaint(file))
    },
  }
}

function unknownScenario(id: string, files: readonly ScenarioFile[]): string {
  const ids = files.map(each => each.id)
  const meant = nearest(id, ids)
  const cure = meant === null ? '`heed-lab grade --list` tells them.' : `Did you mean "${meant}"?`
  return `There is no scenario "${id}". ${cure}`
}

/** A broken file in a line: its path and its first fault. */
function complaint({ path, faults }: ScenarioFile): string {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return `${path}: ${faults[0]}${more}`
}

function readFiles(root: string): readonly ScenarioFile[] {
  const order = groupOrder(root)
  const place = ({ group }: ScenarioFile): number => (order.includes(group) ? order.indexOf(group) : order.length)
  return globSync('scenarios/**/*.json', { cwd: root })
    .map(path => readOne(root, path))
    .sort((one, other) => place(one) - place(other) || (one.id < other.id ? -1 : 1))
}

function groupOrder(root: string): readonly string[] {
  const schema = JSON.parse(readFileSync(join(root, 'schema', 'scenario.json'), 'utf8')) as {
    properties: { group: { enum: string[] } }
  }
  return schema.properties.group.enum
}

function readOne(root: string, path: string): ScenarioFile {
  const text = readFileSync(join(root, path), 'utf8')
  const found = { group: basename(dirname(path)), id: basename(path, '.json') }
  const file = { path: path.split(sep).join('/'), ...found, text }
  try {
    const value: unknown = JSON.parse(text)
    return { ...file, value, faults: checkScenario(value, found) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      ...file,
      value: undefined,
      faults: [`It is no JSON: ${reason}. An editor that knows JSON shows the place.`],
    }
  }
}
