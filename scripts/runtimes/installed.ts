/** The runtimes that are not of this workspace: heavy, and needed by nothing else, so they are installed on demand. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mustRun, root } from '../workspace.ts'

/** Raise a version here; the next `npm run runtimes` installs it. */
const VERSIONS: Readonly<Record<string, string>> = {
  bun: '1.4.5',
  deno: '2.9.6',
  node22: 'npm:node@22.23.3',
  node26: 'npm:node@26.10.0',
  workerd: '1.20261117.1',
}

const folder = join(root, 'node_modules/.cache/runtimes')
const programs: Readonly<Record<string, string>> = {
  bun: 'bun/bin/bun.exe',
  deno: 'deno/deno',
  node22: 'node22/bin/node',
  node26: 'node26/bin/node',
  workerd: 'workerd/bin/workerd',
}

/** Where a runtime's program is; null: it is not installed. */
export function programOf(name: string): string | null {
  const path = join(folder, 'node_modules', programs[name] ?? name)
  return existsSync(path) ? path : null
}

/** Installs what is missing, or of another version. */
export function install(): void {
  const manifest = `${JSON.stringify({
    private: true,
    dependencies: VERSIONS,
    // Each of them unpacks its program in a script of its own.
    allowScripts: Object.fromEntries([...Object.keys(VERSIONS), 'node'].map(name => [name, true])),
  })}\n`
  const path = join(folder, 'package.json')
  const complete = Object.keys(VERSIONS).every(name => programOf(name) !== null)
  if (complete && existsSync(path) && readFileSync(path, 'utf8') === manifest) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, manifest)
  mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], folder)
}
