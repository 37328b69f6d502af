import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadFiles, loadScenario, readLibrary, ScenarioError } from './library.ts'

const installed = dirname(fileURLToPath(import.meta.resolve('heed-scenarios/package.json')))
const template = readFileSync(join(installed, 'template.json'), 'utf8')

/** A package with the schema of heed-scenarios and these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'heed-library-'))
  after(() => rmSync(root, { recursive: true }))
  cpSync(join(installed, 'schema'), join(root, 'schema'), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, 'scenarios', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return root
}

const scenario = (group: string, id: string): string =>
  template
    .replace('./schema', '../../schema')
    .replace('"the-file-name"', JSON.stringify(id))
    .replace('"group": "retry"', `"group": "${group}"`)

test('scenarios come by the order of the groups, then by id', () => {
  const { scenarios } = readLibrary(
    folderWith({
      'retry/b.json': scenario('retry', 'b'),
      'retry/a-second.json': scenario('retry', 'a-second'),
      'retry/a.json': scenario('retry', 'a'),
      'success/z.json': scenario('success', 'z'),
      'limits/a-limit.json': scenario('limits', 'a-limit'),
    }),
  )
  assert.deepEqual(
    scenarios().map(({ id }) => id),
    ['z', 'a', 'a-second', 'b', 'a-limit'],
  )
})

test('a broken file is named with what is wrong, and the others can be had', () => {
  const library = readLibrary(
    folderWith({
      'retry/good.json': scenario('retry', 'good'),
      'retry/cut.json': '{ "id": ',
      'retry/moved.json': scenario('faults', 'renamed'),
      'retry/odd.json': scenario('retry', 'odd').replace('"kind"', '"knid"'),
    }),
  )
  assert.equal(library.scenario('good').title, 'One line: what a well-behaved client does')
  assert.throws(
    () => library.scenarios(),
    (error: Error) => {
      assert.ok(error instanceof ScenarioError)
      const lines = error.message.split('\n')
      assert.match(lines[0] ?? '', /^scenarios\/retry\/cut\.json: It is no JSON: /)
      assert.equal(
        lines[1],
        'scenarios/retry/moved.json: id is "renamed", but the file is moved.json: make them the same. (and 1 more)',
      )
      assert.equal(
        lines[2],
        'scenarios/retry/odd.json: The scenario has no member "knid". Did you mean "kind"? (and 1 more)',
      )
      return true
    },
  )
  assert.throws(() => library.scenario('odd'), /odd\.json: The scenario has no member "knid"/)
})

test('an unknown scenario brings the nearest to mind', () => {
  const { scenario: find } = readLibrary(folderWith({ 'retry/503-then-200.json': scenario('retry', '503-then-200') }))
  assert.throws(() => find('503-than-200'), {
    name: 'ScenarioError',
    message: 'There is no scenario "503-than-200". Did you mean "503-then-200"?',
  })
  assert.throws(() => find('coffee'), {
    message: 'There is no scenario "coffee". `heed-lab grade --list` tells them.',
  })
})

test('the library of heed-scenarios is read once', () => {
  assert.ok(loadFiles().length > 0)
  assert.equal(loadFiles(), loadFiles())
  assert.throws(() => loadScenario('no such thing at all'), ScenarioError)
})
