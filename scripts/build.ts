// Builds the dist folder of each published package: ESM, types, source maps. `npm run build`, or `npm run build heed`.
// Each entry of a package becomes one file, with what entries share in files of its own: loading sixty small files would
// take three times as long.
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { built, fail, mustRun, root } from './workspace.ts'

const bundling = [
  '--bundle',
  '--splitting',
  '--format=esm',
  '--platform=node',
  '--target=node22.19',
  '--packages=external',
  '--sourcemap',
  '--outdir=dist',
  '--outbase=src',
  '--chunk-names=chunks/[name]-[hash]',
  '--log-level=warning',
]

/** The sources that a package's manifest names: what `exports` and `bin` lead to. */
const entriesOf = (folder: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const exported = Object.values<Readonly<Record<string, string>> | string>(manifest.exports ?? {})
  const sources = exported.flatMap(each => (typeof each === 'object' && each['heed-source']) || [])
  const bins = Object.values<string>(manifest.bin ?? {}).map(bin =>
    bin.replace('/dist/', '/src/').replace('.js', '.ts'),
  )
  return [...sources, ...bins]
}

const build = (name: string): void => {
  const folder = join(root, 'packages', name)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  mustRun('tsc', ['-p', join(folder, 'tsconfig.build.json')])
  mustRun('esbuild', [...entriesOf(folder), ...bundling], folder)
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
