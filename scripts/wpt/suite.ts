/**
 * web-platform-tests as they lie in a folder: which files of `fetch/` can be asked without a document. Nothing of it is
 * copied; its scripts are read, and its handlers run, from where they are.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

export interface Suite {
  readonly repository: string
  /** Where in the repository it lies. */
  readonly folder: string
  /** Null when what lies in the folder is not what lies in that commit. */
  readonly commit: string | null
  readonly committedOn: string | null
}

/** The tree that is measured: the last that undici carried itself. Its digest tells it from others. */
const KNOWN: Suite & { readonly digest: string } = {
  repository: 'https://github.com/nodejs/undici',
  folder: 'test/wpt/tests',
  commit: '903c66777c2a3990c6dedfd2847ed79964164a84',
  committedOn: '2024-05-14',
  digest: '0ee22d49e85bd1161c95c7cad0d5cb34175730e84d1ad617ecb7a3cd59992b40',
}

/** Why a file is not played. */
export type Reason = 'page' | 'document' | 'h2' | 'fetch-later' | 'private-network' | 'worker'

export interface Test {
  readonly path: string
  /** Null: it is played. */
  readonly leftOut: Reason | null
}

/** Scripts that build documents in some of their subtests, and ask fetch in the others. */
const ASK_FETCH_TOO: ReadonlySet<string> = new Set([
  'fetch/content-type/response.window.js',
  'fetch/origin/assorted.window.js',
])

const BUILDS_DOCUMENTS = /\bdocument\b|iframe/

function reasonFor(path: string, source: () => string): Reason | null {
  if (path.startsWith('fetch/fetch-later/')) return 'fetch-later'
  if (path.startsWith('fetch/private-network-access/')) return 'private-network'
  if (/\.x?html?$/.test(path)) return 'page'
  if (path.includes('.h2.')) return 'h2'
  if (path.endsWith('.worker.js')) return 'worker'
  if (path.endsWith('.any.js') || ASK_FETCH_TOO.has(path)) return null
  return BUILDS_DOCUMENTS.test(source()) ? 'document' : null
}

/** The suite's folder as a whole path. @throws a sentence when it is another kind of folder */
export function suiteFolder(given: string): string {
  const folder = resolve(given)
  const found = [folder, join(folder, 'tests'), join(folder, KNOWN.folder)].find(
    each => existsSync(join(each, 'resources/testharness.js')) && existsSync(join(each, 'fetch')),
  )
  if (found !== undefined) return found
  throw new Error(`${folder} does not hold web-platform-tests: it needs fetch/ and resources/testharness.js.`)
}

const isTest = (path: string): boolean =>
  /\.(any|window|worker)\.js$/.test(path) || (/\.x?html?$/.test(path) && !/\/(resources|support)\//.test(path))

export const testsOf = (suite: string): readonly Test[] =>
  globSync('fetch/**/*.{js,html,htm,xhtml}', { cwd: suite })
    .map(path => path.replaceAll('\\', '/'))
    .filter(isTest)
    .sort()
    .map(path => ({ path, leftOut: reasonFor(path, () => readFileSync(join(suite, path), 'utf8')) }))

/** `fetch/api/basic`, `fetch/range`: what the page counts by. */
export function folderOf(path: string): string {
  const parts = dirname(path).split('/')
  return parts.slice(0, parts[1] === 'api' ? 3 : 2).join('/')
}

/** One number for all that a measurement reads. */
export function digestOf(suite: string): string {
  const hash = createHash('sha256')
  const files = globSync(['fetch/**/*', 'common/*', 'xhr/resources/*', 'resources/*.js', 'interfaces/*.idl'], {
    cwd: suite,
    withFileTypes: true,
    exclude: entry => basename(entry.name) === '__pycache__',
  })
  const paths = files.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  for (const path of paths.sort()) hash.update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

export function describeSuite(suite: string): Suite {
  const { digest, ...known } = KNOWN
  return digestOf(suite) === digest ? known : { ...known, commit: null, committedOn: null }
}
