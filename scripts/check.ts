// Everything that a change must pass besides the tests: one line for each check, what the failed ones printed, a summary.
// `npm run check`, or `npm run check types docs` for some of them. All run even when one fails; then the exit code is 1.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './workspace.ts'

interface Outcome {
  readonly ok: boolean
  readonly output: string
}

interface Check {
  readonly name: string
  /** What it holds true, for the reader of the line. */
  readonly what: string
  readonly perform: () => Outcome
}

const tarballs = mkdtempSync(join(tmpdir(), 'heed-check-'))

const onEachTarball = (command: string, args: readonly string[]): Outcome => {
  const packed = readdirSync(tarballs).filter(file => file.endsWith('.tgz'))
  if (packed.length === 0) return { ok: false, output: 'There are no tarballs: the check "pack" did not get that far.' }
  const all = packed.map(file => run(command, [...args, join(tarballs, file)]))
  return { ok: all.every(each => each.ok), output: all.map(each => each.output).join('\n') }
}

const checks: readonly Check[] = [
  {
    name: 'format',
    what: 'format and lint (biome)',
    perform: () => run('biome', ['ci', '--error-on-warnings', '--colors=off', '.']),
  },
  { name: 'types', what: 'types of the whole repository (tsc)', perform: () => run('tsc', ['-p', '.']) },
  {
    name: 'types',
    what: 'types of the small edition (tsc)',
    perform: () => run('tsc', ['-p', 'packages/heed/tsconfig.small.json']),
  },
  {
    name: 'pages',
    what: 'types of the scripts that pages load (tsc)',
    perform: () => run('tsc', ['-p', 'packages/lab/tsconfig.board.json']),
  },
  {
    name: 'house',
    what: 'floors, laws and the public surface',
    perform: () =>
      run('node', ['--conditions=heed-source', '--test', 'packages/heed/test/{floors,laws,rows,surface}.test.ts']),
  },
  {
    name: 'unused',
    what: 'no unused file, export or dependency (knip)',
    perform: () => run('knip', ['--no-progress']),
  },
  {
    name: 'docs',
    what: 'generated parts of the documents are up to date',
    perform: () => run('node', ['--conditions=heed-source', 'scripts/docs.ts', '--check']),
  },
  {
    name: 'openapi',
    what: 'the types that the page on OpenAPI imports are those of its document',
    perform: () => run('node', ['scripts/openapi.ts', '--check']),
  },
  { name: 'build', what: 'dist of every package', perform: () => run('node', ['scripts/build.ts']) },
  {
    name: 'api',
    what: 'the written public face of every entry is that of its declarations',
    perform: () => run('node', ['scripts/api.ts', '--check']),
  },
  {
    name: 'pack',
    what: 'tarballs install into an empty folder, import and run',
    perform: () => run('node', ['scripts/pack.ts', tarballs]),
  },
  {
    name: 'contents',
    what: 'tarballs bring what is written down, and no path of this machine',
    perform: () => run('node', ['scripts/contents.ts', tarballs]),
  },
  { name: 'lint', what: 'packed manifests (publint)', perform: () => onEachTarball('publint', ['run', '--strict']) },
  {
    name: 'resolve',
    what: 'packed types resolve (are the types wrong)',
    perform: () => onEachTarball('attw', ['--profile', 'esm-only', '--no-emoji', '--no-color']),
  },
  {
    name: 'compilers',
    what: 'packed types under four versions of TypeScript',
    perform: () => run('node', ['scripts/compilers.ts', tarballs]),
  },
  { name: 'size', what: 'size budgets (size-limit)', perform: () => run('size-limit', []) },
]

const report = ({ name, what, perform }: Check): boolean => {
  const { ok, output } = perform()
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(9)} ${what}`)
  if (!ok) console.log(output.replace(/^/gm, '        '))
  return ok
}

const wanted = process.argv.slice(2)
const stranger = wanted.find(name => !checks.some(check => check.name === name))
if (stranger !== undefined) {
  console.error(`There is no check "${stranger}"; there are ${checks.map(check => check.name).join(', ')}.`)
  process.exitCode = 64
} else {
  const chosen = checks.filter(check => wanted.length === 0 || wanted.includes(check.name))
  const failed = chosen.filter(check => !report(check))
  const names = failed.map(check => check.name).join(', ')
  console.log(
    failed.length === 0
      ? `all ${chosen.length} checks passed`
      : `${failed.length} of ${chosen.length} failed: ${names}`,
  )
  process.exitCode = failed.length === 0 ? 0 : 1
}
rmSync(tarballs, { recursive: true, force: true })
