/** The program of the runtimes as one file of JavaScript. */
import { join } from 'node:path'
import { mustRun } from '../workspace.ts'

/**
 * From the published form, as `exports` of heed's package.json leads each runtime to it; or from the sources, which need no
 * build.
 */
export type Origin = 'dist' | 'sources'

const program = join(import.meta.dirname, 'program.ts')
const entry = join(import.meta.dirname, 'on-process.ts')
const worker = join(import.meta.dirname, 'on-worker.ts')

const common = ['--bundle', '--format=esm', '--target=es2024', '--log-level=warning']
const sources = (origin: Origin): string[] => (origin === 'sources' ? ['heed-source'] : [])
const conditions = (...names: readonly string[]): string => `--conditions=${names.join(',')}`

/** For a runtime with processes: heed itself is not bundled from dist, so that the runtime finds it by its own conditions. */
export function forProcess(origin: Origin, file: string, condition: string): void {
  const found = origin === 'dist' ? ['--external:heed', '--external:heed/cache'] : ['--external:undici']
  // Types of Node are no matter here: what is bundled for others names none of its modules.
  const platform = condition === 'node' ? 'node' : 'neutral'
  mustRun('esbuild', [
    entry,
    ...common,
    ...found,
    `--platform=${platform}`,
    conditions(...sources(origin), condition),
    `--outfile=${file}`,
  ])
}

/** The contract of the transports, from the sources. Only Node has undici. */
export function contractFor(over: 'undici' | 'fetch', file: string): void {
  mustRun('esbuild', [
    join(import.meta.dirname, `on-contract-${over}.ts`),
    ...common,
    '--external:undici',
    '--platform=node',
    conditions('heed-source'),
    `--outfile=${file}`,
  ])
}

/** For workerd, as its own bundler would do it. */
export const forWorkerd = (origin: Origin, file: string): string =>
  mustRun('esbuild', [
    worker,
    ...common,
    '--platform=neutral',
    conditions(...sources(origin), 'workerd', 'worker', 'browser'),
    `--outfile=${file}`,
  ])

/** For a page: the text of a module that has `play`. */
export const forPage = (origin: Origin): string =>
  mustRun('esbuild', [program, ...common, '--platform=browser', conditions(...sources(origin), 'browser')])
