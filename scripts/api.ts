// Writes the public face of every entry of every package, from its built declarations, into `packages/*/api`: `npm run api`.
// `-- --check` writes nothing and fails when a report is not what the declarations say.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type Read } from './api/declarations.ts'
import { reportOf } from './api/report.ts'
import { firstDifference } from './blocks.ts'
import { built, fail, root } from './workspace.ts'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly types?: string }>>
}

/** The reports of a package, by their paths from the root. */
const reportsOf = (folder: string): Map<string, string> => {
  const home = join(root, 'packages', folder)
  const { name, exports }: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const files = new Map<string, ReturnType<typeof parse>>()
  const read: Read = path => {
    const file = files.get(path) ?? parse(path, readFileSync(join(home, path), 'utf8'))
    files.set(path, file)
    return file
  }
  const reports = new Map<string, string>()
  for (const [entry, target] of Object.entries(exports)) {
    if (typeof target === 'string' || target.types === undefined) continue
    const specifier = entry === '.' ? name : `${name}${entry.slice(1)}`
    const path = `packages/${folder}/api/${specifier.replaceAll('/', '-')}.md`
    reports.set(path, reportOf(specifier, read(target.types.replace('./', '')), read))
  }
  return reports
}

const bring = (path: string, wanted: string, check: boolean): boolean => {
  const file = join(root, path)
  const written = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const difference = firstDifference(written, wanted)
  if (difference === undefined) return true
  if (check) console.error(`${path} is out of date at ${difference}`)
  else {
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, wanted)
    console.log(`wrote ${path}`)
  }
  return !check
}

/** Reports of entries that are no more. */
const leftOver = (path: string, check: boolean): boolean => {
  if (check) console.error(`${path} belongs to no entry`)
  else rmSync(join(root, path))
  return !check
}

try {
  const check = process.argv.includes('--check')
  const reports = new Map(built.flatMap(folder => [...reportsOf(folder)]))
  const old = globSync('packages/*/api/*.md', { cwd: root }).map(path => path.replaceAll('\\', '/'))
  const good = [
    ...[...reports].map(([path, wanted]) => bring(path, wanted, check)),
    ...old.filter(path => !reports.has(path)).map(path => leftOver(path, check)),
  ]
  if (!good.every(Boolean))
    throw new Error('If the change is meant, `npm run api` writes it down; review it as one for users.')
  console.log(`${reports.size} reports are up to date`)
} catch (error) {
  fail(error)
}
