import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Node, type ParseResult, parseSync, visitorKeys } from 'oxc-parser'

/** The repository's root folder. */
export const root: string = resolve(import.meta.dirname, '../../../..')

/** One source file, parsed. */
export interface Source {
  /** From the folder that was read, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly parsed: ParseResult
}

/** One place where a rule of the house is broken. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly what: string
}

export const parse = (path: string, text: string): Source => {
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`)
  return { path, text, parsed }
}

/** The parsed sources under a folder of the repository, tests left out. Throws when there are none. */
export const sourcesUnder = (folder: string): Source[] => {
  const base = join(root, folder)
  const paths = globSync('**/*.ts', { cwd: base }).filter(path => !path.endsWith('.test.ts'))
  if (paths.length === 0) throw new Error(`There are no sources under ${folder}.`)
  return paths.sort().map(path => parse(path.replaceAll('\\', '/'), readFileSync(join(base, path), 'utf8')))
}

export const finding = (source: Source, start: number, what: string): Finding => ({
  path: source.path,
  line: source.text.slice(0, start).split('\n').length,
  what,
})

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** Visits a node and all nodes in it. `parents` holds the nodes around it, the nearest last. */
export const walk = (
  node: Node,
  visit: (node: Node, parents: readonly Node[]) => void,
  parents: readonly Node[] = [],
): void => {
  visit(node, parents)
  const inside = [...parents, node]
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key)
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, inside)
  }
}

/** What a house test asserts to be empty: one sentence for each finding. */
export const sentences = (findings: readonly Finding[]): string[] =>
  findings.map(({ path, line, what }) => `${path}:${line} ${what}`)
