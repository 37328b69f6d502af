// Builds the dist folder of each published package: ESM, types, source maps. `npm run build`, or `npm run build heed`.
import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fail, mustRun, published, root } from './workspace.ts'

const build = (name: string): void => {
  const folder = join(root, 'packages', name)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  mustRun('tsc', ['-p', join(folder, 'tsconfig.build.json')])
  const bin = join(folder, 'dist/bin.js')
  if (existsSync(bin)) chmodSync(bin, 0o755)
  // npm packs the licence only from the package's own folder.
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  console.log(`built packages/${name}`)
}

try {
  const wanted = process.argv.slice(2)
  const stranger = wanted.find(name => !published.includes(name))
  if (stranger !== undefined) throw new Error(`There is no package "${stranger}"; there are ${published.join(', ')}.`)
  for (const name of published) if (wanted.length === 0 || wanted.includes(name)) build(name)
} catch (error) {
  fail(error)
}
