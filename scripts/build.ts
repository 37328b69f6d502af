// Builds the dist folder of each published package: ESM, types, source maps. `npm run build`, or `npm run build heed`.
// Each entry of a package becomes one file, with what entries share in files of its own: loading sixty small files would
// take three times as long.
import { chmodSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { built, fail, mustRun, root } from './workspace.ts'

const bundling = [
  '--bundle',
  '--splitting',
  '--format=esm',
  '--packages=external',
  '--sourcemap',
  '--outbase=src',
  '--chunk-names=chunks/[name]-[hash]',
  '--log-level=warning',
]

const forNode = ['--platform=node', '--target=node22.19', '--outdir=dist']
/** For every other platform: an import of a package or of Node would be an error there, and is one here. */
const SMALL = './dist/small/'
const forSmall = [
  ...['--platform=neutral', '--conditions=heed-small', '--target=es2024', '--outdir=dist/small'],
  // Fields that the constructor sets need no line of their own.
  '--tsconfig-raw={"compilerOptions":{"useDefineForClassFields":false}}',
]
const forOthers = ['--platform=neutral', '--conditions=browser', '--target=es2024', '--outdir=dist/web']

/** The sources that a package's manifest names: what `exports` and `bin` lead to. */
const entriesOf = (folder: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const exported = Object.values<Readonly<Record<string, string>> | string>(manifest.exports ?? {})
  const sources = exported.flatMap(
    each => (typeof each === 'object' && !each.default?.startsWith(SMALL) && each['heed-source']) || [],
  )
  const bins = Object.values<string>(manifest.bin ?? {}).map(bin =>
    bin.replace('/dist/', '/src/').replace('.js', '.ts'),
  )
  return [...sources, ...bins]
}

/** Those of them that another platform gets a build of its own for. */
const webEntriesOf = (folder: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const exported = Object.values<Readonly<Record<string, string>> | string>(manifest.exports ?? {})
  return exported.flatMap(each => (typeof each === 'object' && each.browser && each['heed-source']) || [])
}

/** Those that are built of the small edition: of what has a twin `*.small.ts`, the twin (`#edition/*` in the imports of package.json). */
const smallEntriesOf = (folder: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const exported = Object.values<Readonly<Record<string, string>> | string>(manifest.exports ?? {})
  return exported.flatMap(
    each => (typeof each === 'object' && each.default?.startsWith(SMALL) && each['heed-source']) || [],
  )
}

/** Imports of packages and of Node's modules in the built files of a folder; they would not resolve elsewhere. */
const strangersIn = (folder: string): string[] =>
  globSync('**/*.js', { cwd: folder }).flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/^(?:import|export)\b[^;'"]*["']([^."'][^"']*)["']/gm)].map(
      ([, target]) => `${file} imports ${target}`,
    ),
  )

/** What stands without any package and without Node. */
const buildAlone = (folder: string, entries: readonly string[], options: readonly string[], into: string): void => {
  if (entries.length === 0) return
  mustRun('esbuild', [...entries, ...bundling, ...options], folder)
  const strangers = strangersIn(join(folder, into))
  if (strangers.length > 0) throw new Error(`${into} is not alone:\n${strangers.join('\n')}`)
}

const build = (name: string): void => {
  const folder = join(root, 'packages', name)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  mustRun('tsc', ['-p', join(folder, 'tsconfig.build.json')])
  mustRun('esbuild', [...entriesOf(folder), ...bundling, ...forNode], folder)
  buildAlone(folder, webEntriesOf(folder), forOthers, 'dist/web')
  buildAlone(folder, smallEntriesOf(folder), forSmall, 'dist/small')
  const bin = join(folder, 'dist/bin.js')
  if (existsSync(bin)) chmodSync(bin, 0o755)
  console.log(`built packages/${name}`)
}

try {
  const wanted = process.argv.slice(2)
  const stranger = wanted.find(name => !built.includes(name))
  if (stranger !== undefined) throw new Error(`There is no package "${stranger}"; there are ${built.join(', ')}.`)
  for (const name of built) if (wanted.length === 0 || wanted.includes(name)) build(name)
} catch (error) {
  fail(error)
}
