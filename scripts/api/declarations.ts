import { posix } from 'node:path'
import { type Node, type ParseResult, parseSync, visitorKeys } from 'oxc-parser'

/** One file of declarations (`.d.ts`), parsed. */
export interface Declarations {
  readonly path: string
  readonly text: string
  readonly parsed: ParseResult
}

/** Where a name is declared. A function with overloads has several nodes. */
export interface Declared {
  readonly file: Declarations
  readonly name: string
  readonly nodes: readonly Node[]
}

/** Reads a file of declarations by its path; throws when there is none. */
export type Read = (path: string) => Declarations

export const parse = (path: string, text: string): Declarations => {
  const parsed = parseSync(path, text, { lang: 'dts' })
  const [error] = parsed.errors
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`)
  return { path, text, parsed }
}

export const childrenOf = (node: Node): Node[] =>
  (visitorKeys[node.type] ?? []).flatMap(key => {
    const value: unknown = Reflect.get(node, key)
    return (Array.isArray(value) ? value : [value]).filter(
      (each): each is Node => typeof each === 'object' && each !== null && 'type' in each,
    )
  })

/** The file that an import leads to; null for a package or a module of Node. */
const target = (from: Declarations, specifier: string): string | null =>
  specifier.startsWith('.')
    ? posix.join(posix.dirname(from.path), specifier.replace(/(\.d)?\.[jt]s$/, '')).concat('.d.ts')
    : null

const namesOf = (node: Node): string[] => {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  }
  return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : []
}

const statementsOf = (file: Declarations): Node[] =>
  file.parsed.program.body.flatMap((node): Node[] => {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
    return declaration === null ? [] : [declaration]
  })

/** Finds what a name means inside of a file, through its imports; null for a package's, and for a built-in name. */
const meaningOf = (name: string, file: Declarations, read: Read): Declared | null => {
  const nodes = statementsOf(file).filter(node => namesOf(node).includes(name))
  if (nodes.length > 0) return { file, name, nodes }
  for (const { entries, moduleRequest } of file.parsed.module.staticImports) {
    const entry = entries.find(({ localName }) => localName.value === name)
    const path = entry === undefined ? null : target(file, moduleRequest.value)
    if (path !== null) return exportOf(entry?.importName.name ?? name, read(path), read)
  }
  return null
}

/** Finds what a file exports under a name; null when it passes on what a package declares. */
const exportOf = (name: string, file: Declarations, read: Read): Declared | null =>
  exportsOf(file, read).get(name) ?? null

/** All that a file exports, by name, followed to where it is declared. */
export const exportsOf = (file: Declarations, read: Read): Map<string, Declared | null> => {
  const found = new Map<string, Declared | null>()
  for (const { exportName, importName, localName, moduleRequest } of file.parsed.module.staticExports.flatMap(
    ({ entries }) => entries,
  )) {
    const path = moduleRequest === null ? null : target(file, moduleRequest.value)
    if (exportName.name === null) {
      if (path !== null) for (const [name, declared] of exportsOf(read(path), read)) found.set(name, declared)
    } else if (moduleRequest === null) {
      found.set(exportName.name, meaningOf(localName.name ?? exportName.name, file, read))
    } else {
      found.set(exportName.name, path === null ? null : exportOf(importName.name ?? exportName.name, read(path), read))
    }
  }
  return found
}

const referenced = (node: Node): Node | null => {
  if (node.type === 'TSTypeReference') return node.typeName
  if (node.type === 'TSTypeQuery') return node.exprName
  if (node.type === 'TSInterfaceHeritage' || node.type === 'TSClassImplements') return node.expression
  return node.type === 'ClassDeclaration' ? node.superClass : null
}

/** The declarations that a node speaks of, besides those of packages and of the language. */
export const spokenOf = (node: Node, file: Declarations, read: Read): Declared[] => {
  const name = referenced(node)
  const own = name?.type === 'Identifier' ? meaningOf(name.name, file, read) : null
  const inside = childrenOf(node).flatMap(child => spokenOf(child, file, read))
  return own === null ? inside : [own, ...inside]
}
