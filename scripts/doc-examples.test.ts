// Runs and type-checks the examples of README.md, docs/*.md and packages/*/README.md. In an example `lab` is the address
// of a practice server, and `https://api.example.com` stands for the same server.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startLab } from 'heed-lab'
import { type Example, examplesOf, unprinted } from './doc-examples.ts'
import { root } from './workspace.ts'

interface Ending {
  readonly code: unknown
  readonly out: string
  readonly error: string
}

const STAND_IN = 'https://api.example.com'
const PATIENCE_MS = 60_000

const scratch = mkdtempSync(join(tmpdir(), 'heed-examples-'))
const lab = await startLab()
after(async () => {
  await lab.close()
  rmSync(scratch, { recursive: true })
})
symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
// What an example imports from a folder beside its page.
symlinkSync(join(root, 'docs/openapi'), join(scratch, 'openapi'))
writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }\n')

function run(file: string, words: readonly string[]): Promise<Ending> {
  return new Promise(resolve => {
    execFile(file, words, { cwd: scratch, timeout: PATIENCE_MS }, (error, out, complaint) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), out, error: complaint }),
    )
  })
}

/** Each example with a visitor of its own, so that none finds what another one did. */
function runExample(name: string): Promise<Ending> {
  const preload = `data:text/javascript,globalThis.lab=${JSON.stringify(visitorOf(name))}`
  return run(process.execPath, ['--conditions=heed-source', '--import', preload, join(scratch, `${name}.ts`)])
}

const visitorOf = (name: string): string => `${lab.url}/v/${name}`

const written: string[] = []

function writeExample(page: string, { line, code }: Example): string {
  const name = `${page.replace(/[^\w]+/g, '-')}-${line}`
  // The comment lines keep the numbers of the page, so that a complaint names the line to look at.
  const above = '//\n'.repeat(line - 1)
  writeFileSync(join(scratch, `${name}.ts`), `${above}${code.replaceAll(STAND_IN, visitorOf(name))}export {}\n`)
  written.push(name)
  return name
}

const pages = globSync(['README.md', 'docs/*.md', 'packages/*/README.md'], { cwd: root }).sort()

for (const page of pages) {
  for (const example of examplesOf(readFileSync(join(root, page), 'utf8'))) {
    if (!example.runs) continue
    const name = writeExample(page, example)
    test(`${page}:${example.line} runs and prints what it says`, async () => {
      const { code, out, error } = await runExample(name)
      assert.equal(code, 0, `${error}${out}`)
      const missing = unprinted(example.prints, out)
      assert.equal(missing, undefined, `it does not print ${missing}, but:\n${out}`)
    })
  }
}

test('the examples have the types that they use', async () => {
  writeFileSync(join(scratch, 'lab.d.ts'), 'declare const lab: string\n')
  const compilerOptions = { noEmit: true, noUnusedLocals: false, isolatedDeclarations: false, declaration: false }
  const project = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { ...compilerOptions, declarationMap: false, sourceMap: false },
    include: ['*.ts'],
  }
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(project))
  assert.ok(written.length > 0)
  const { code, out } = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', scratch])
  assert.equal(code, 0, out)
})

test('an example that fails, or does not print what it says, is noticed', async () => {
  const broken = writeExample('broken', { line: 3, code: 'throw new Error("no")\n', runs: true, prints: [] })
  const { code, error } = await runExample(written.pop() ?? broken)
  rmSync(join(scratch, `${broken}.ts`))
  assert.equal(code, 1)
  assert.match(error, /broken-3\.ts:3/)
  assert.equal(unprinted(['a', 'b'], 'a\nb\n'), undefined)
  assert.equal(unprinted(['b', 'a'], 'a\nb\n'), 'a')
  assert.equal(unprinted(['200'], '2000\n'), '200')
})

test('blocks are found as Markdown fences them', () => {
  const page = [
    '```ts\none\n```',
    '~~~typescript\ntwo // prints 2\n```\n~~~',
    '```sh\nnot\n```',
    '```ts no-run: a shape\nthree\n```',
    '````md\n```ts\ninside\n```\n````',
    '- list\n\n  ```ts\n  four\n    deep\n\n  ```',
    '```ts\nopen',
  ].join('\n')
  const found = examplesOf(page)
  const codes = found.map(({ code }) => code.trimEnd())
  assert.deepEqual(codes, ['one', 'two // prints 2\n```', 'three', 'four\n  deep', 'open'])
  assert.deepEqual(
    found.map(({ runs }) => runs),
    [true, true, false, true, true],
  )
  assert.deepEqual(found.map(({ line }) => line).slice(0, 2), [2, 5])
  assert.deepEqual(found[1]?.prints, ['2'])
})
