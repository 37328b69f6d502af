import { posix } from 'node:path'
import type { Source } from './source.ts'

/**
 * The public names of an entry, sorted, types marked as `type Name`. The types of a whole module may be passed on; its values
 * may not: each is written out, so that none becomes public by accident. Throws when that happens, or a file is missing.
 */
export const surfaceOf = (path: string, sources: readonly Source[]): string[] => {
  const source = sources.find(each => each.path === path)
  if (source === undefined) throw new Error(`There is no ${path}.`)
  const entries = source.parsed.module.staticExports.flatMap(each => each.entries)
  const names = entries.flatMap(({ exportName, isType, moduleRequest }) => {
    if (exportName.name !== null) return isType ? [`type ${exportName.name}`] : [exportName.name]
    if (!isType || moduleRequest === null)
      throw new Error(`${path} exports everything of a module: name what is public.`)
    const passedOn = surfaceOf(posix.join(posix.dirname(path), moduleRequest.value), sources)
    return passedOn.map(name => (name.startsWith('type ') ? name : `type ${name}`))
  })
  return names.sort()
}
