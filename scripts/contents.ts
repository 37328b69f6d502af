// Looks into the packed tarballs: `node scripts/contents.ts`, or with the folder that holds them. Each file must be one that its
// package is known to bring, each pattern must bring something, and no file may name a folder of the machine it was packed on.
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, matchesGlob, resolve } from 'node:path'
import { pack } from './pack.ts'
import { fail, mustRun, root } from './workspace.ts'

const always = ['LICENSE', 'README.md', 'package.json']
const code = [...always, 'dist/**/*.js', 'dist/**/*.js.map', 'dist/**/*.d.ts', 'dist/**/*.d.ts.map', 'src/**/*.ts']

/** What each package brings, and nothing else. */
const brings: Readonly<Record<string, readonly string[]>> = {
  heed: code,
  'heed-cli': [...code, 'schema/report.json'],
  'heed-lab': [
    ...code,
    'adapters/*.mjs',
    'adapters/*.py',
    'adapters/go-retryablehttp/main.go',
    'board/*.css',
    'board/*.js',
    'board/index.html',
    'schema/*.json',
    'src/watch/live-page.js',
  ],
  'heed-scenarios': [...always, 'promises.json', 'scenarios/*/*.json', 'schema/scenario.json', 'template.json'],
}

const ofTests = /\.(test|spec)\.|(^|\/)(tests?|__tests__|fixtures?)\//

/** Folders of this machine, as a text in a file would name them. */
export const foldersHere = (): string[] =>
  [root, homedir(), tmpdir()].filter(folder => folder.length > 1).map(folder => `${folder}/`)

export interface Packed {
  readonly path: string
  readonly text: string
}

/** What is wrong with the contents of a package, one sentence for each. */
export const faultsIn = (
  files: readonly Packed[],
  patterns: readonly string[],
  folders: readonly string[],
): string[] => {
  const strange = files
    .filter(({ path }) => ofTests.test(path) || !patterns.some(pattern => matchesGlob(path, pattern)))
    .map(({ path }) => `${path} is packed, and is none of what the package brings`)
  const idle = patterns
    .filter(pattern => !files.some(({ path }) => matchesGlob(path, pattern)))
    .map(pattern => `nothing packed is ${pattern}`)
  const telling = files.flatMap(({ path, text }) =>
    folders.filter(folder => text.includes(folder)).map(folder => `${path} names ${folder}, a folder of this machine`),
  )
  return [...strange, ...idle, ...telling]
}

const filesOf = (folder: string): Packed[] =>
  globSync('**', { cwd: folder })
    .filter(path => statSync(join(folder, path)).isFile())
    .map(path => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'latin1') }))

const faultsOf = (tarball: string, scratch: string): string[] => {
  const folder = mkdtempSync(join(scratch, 'package-'))
  mustRun('tar', ['-xzf', tarball, '-C', folder])
  const files = filesOf(join(folder, 'package'))
  const { name } = JSON.parse(files.find(({ path }) => path === 'package.json')?.text ?? '{}')
  const patterns = brings[name]
  if (patterns === undefined) return [`${tarball}: nobody wrote down what ${name} brings`]
  return faultsIn(files, patterns, foldersHere()).map(fault => `${name}: ${fault}`)
}

const main = (given: string | undefined): void => {
  const scratch = mkdtempSync(join(tmpdir(), 'heed-contents-'))
  try {
    const packed =
      given === undefined ? pack(scratch) : globSync('*.tgz', { cwd: resolve(given) }).map(name => resolve(given, name))
    const wanted = Object.keys(brings).length
    if (packed.length !== wanted) throw new Error(`There are ${packed.length} tarballs, not ${wanted}.`)
    const faults = packed.flatMap(tarball => faultsOf(tarball, scratch))
    if (faults.length > 0) throw new Error(faults.join('\n'))
    console.log(`${packed.length} tarballs bring what they should`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  try {
    main(process.argv[2])
  } catch (error) {
    fail(error)
  }
}
