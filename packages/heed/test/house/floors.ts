import { posix } from 'node:path'
import { type Finding, finding, type Source, walk } from './source.ts'

/** The map of the house: which rooms (`fields/`) and files (`drive.ts`) stand on which floor, the ground floor first. */
export interface Floors {
  readonly rooms: ReadonlyMap<string, number>
  /** What files of every floor may import as types only. */
  readonly types: ReadonlySet<string>
}

const names: readonly string[] = ['ground', '1', '2', '3', '4', 'roof']
/** From this floor up, packages and Node's own modules may be imported. */
const world = names.indexOf('4')

/** Reads the map from the block fenced as `floors` in a Markdown text. Throws when it is missing or not understood. */
export const readFloors = (markdown: string): Floors => {
  const block = /^```floors\n([\s\S]*?)^```$/m.exec(markdown)?.[1]
  if (block === undefined) throw new Error('DESIGN.md has no block fenced as ```floors.')
  const rooms = new Map<string, number>()
  let types: ReadonlySet<string> = new Set()
  for (const line of block.trim().split('\n')) {
    const [name = '', ...entries] = line.trim().split(/\s+/)
    const floor = names.indexOf(name)
    if (name === 'types') types = new Set(entries)
    else if (floor === -1) throw new Error(`"${name}" is no floor; the floors are ${names.join(', ')}.`)
    else for (const entry of entries) rooms.set(entry, floor)
  }
  return { rooms, types }
}

/** The entry of the map that a file belongs to: itself, or the room it is in. */
const entryOf = (path: string, floors: Floors): string | undefined =>
  [fullOf(path), `${path.split('/')[0]}/`].find(entry => floors.rooms.has(entry))

/** A file of the small edition stands where the one stands that it stands in for. */
const fullOf = (path: string): string => path.replace(/\.small\.ts$/, '.ts')

/** The number of a file's floor, 0 for the ground floor; undefined when the map does not know the file. */
export const floorOf = (path: string, floors: Floors): number | undefined =>
  floors.rooms.get(entryOf(path, floors) ?? '')

interface Import {
  readonly target: string
  readonly start: number
  readonly typeOnly: boolean
}

/** Everything that a file imports, re-exports, imports later or names in an `import('x')` type. */
export const importsOf = ({ parsed, text }: Source): Import[] => {
  const { staticImports, staticExports, dynamicImports } = parsed.module
  const onlyTypes = (entries: readonly { isType: boolean }[]): boolean =>
    entries.length > 0 && entries.every(entry => entry.isType)
  const found: Import[] = staticImports.map(each => ({
    target: each.moduleRequest.value,
    start: each.start,
    typeOnly: onlyTypes(each.entries),
  }))
  for (const each of staticExports) {
    const target = each.entries[0]?.moduleRequest?.value
    if (target !== undefined) found.push({ target, start: each.start, typeOnly: onlyTypes(each.entries) })
  }
  for (const { moduleRequest, start } of dynamicImports) {
    const target = text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, '')
    found.push({ target, start, typeOnly: false })
  }
  walk(parsed.program, node => {
    if (node.type !== 'TSImportType') return
    found.push({ target: node.source.value, start: node.start, typeOnly: true })
  })
  return found
}

/** What `imports` of package.json picks by edition. */
const EDITION = '#edition/'

const judge = (source: Source, { target, typeOnly }: Import, floors: Floors): string | undefined => {
  const own = floorOf(source.path, floors)
  if (own === undefined) return undefined
  const at = (floor: number): string =>
    floor === 0 || names[floor] === 'roof' ? `${names[floor]}` : `floor ${names[floor]}`
  // What `imports` of package.json picks by platform stands where its room stands.
  const inside = target.startsWith('#') ? `${target.slice(1)}/` : undefined
  if (inside !== undefined && floors.rooms.has(inside)) {
    const its = floors.rooms.get(inside) ?? 0
    return its <= own ? undefined : `imports ${target} (${at(its)}) from ${at(own)}: imports only go down`
  }
  const twin = target.startsWith(EDITION) ? `${target.slice(EDITION.length)}.ts` : undefined
  if (twin === undefined && !target.startsWith('.')) {
    return own < world ? `imports ${target}, but nothing below floor 4 knows the world outside` : undefined
  }
  const path = twin ?? posix.join(posix.dirname(source.path), target)
  if (path.startsWith('..')) return `imports ${target}, which is outside src`
  const its = floorOf(path, floors)
  if (its === 0 && own === 0 && entryOf(path, floors) !== entryOf(source.path, floors)) {
    return `imports ${path}: on the ground floor each room stands alone`
  }
  if (its === undefined || its <= own) return undefined
  if (typeOnly && floors.types.has(path)) return undefined
  return `imports ${path} (${at(its)}) from ${at(own)}: imports only go down`
}

/** Imports that climb, files that stand on no floor, and entries of the map where nothing stands. */
export const brokenFloors = (sources: readonly Source[], floors: Floors): Finding[] => {
  const found = sources.flatMap(source => {
    const homeless = entryOf(source.path, floors) === undefined
    if (homeless) return [finding(source, 0, 'stands on no floor: give it one in DESIGN.md')]
    return importsOf(source).flatMap(each => {
      const what = judge(source, each, floors)
      return what === undefined ? [] : [finding(source, each.start, what)]
    })
  })
  const lived = new Set(sources.map(source => entryOf(source.path, floors)))
  const empty = [...floors.rooms.keys()].filter(entry => !lived.has(entry))
  return [...found, ...empty.map(path => ({ path, line: 1, what: 'is on the map in DESIGN.md, but nothing is there' }))]
}
