import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { entriesOf, manifestOf, packagesTable } from './packages-table.ts'
import { published, root } from './workspace.ts'

const readme = (folder: string): string => readFileSync(join(root, 'packages', folder, 'README.md'), 'utf8')

/** Rows of a Markdown table whose first cell is a name in backticks. */
const rowsOf = (page: string): (readonly [name: string, rest: string])[] =>
  [...page.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = '', rest = '']) => [name, rest])

const exported = (specifier: string): string[] => {
  const report = readFileSync(join(root, 'packages/heed/api', `${specifier.replaceAll('/', '-')}.md`), 'utf8')
  return [...report.matchAll(/^## (\w+)$/gm)].map(([, name = '']) => name)
}

test('the table of entries in the README of heed has each entry, and no other', () => {
  const told = rowsOf(readme('heed')).map(([name]) => name)
  assert.deepEqual(told.sort(), entriesOf(manifestOf('heed')).sort())
})

test('what that table says an entry has, it exports', () => {
  for (const [specifier, rest] of rowsOf(readme('heed'))) {
    const names = [...rest.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    assert.ok(names.length > 0, specifier)
    assert.deepEqual(
      names.filter(name => !exported(specifier).includes(name)),
      [],
      specifier,
    )
  }
})

test('each README begins with the name of its package, and says no other Node than its manifest', () => {
  for (const folder of published) {
    const { name, engines } = manifestOf(folder)
    const page = readme(folder)
    assert.ok(page.startsWith(`# ${name}\n`), folder)
    const oldest = engines.node.replace('>=', '').replace(/\.0$/, '')
    for (const [, version] of page.matchAll(/(?:Node\s+|\()(\d+\.\d+) or\s+later/g))
      assert.equal(version, oldest, folder)
  }
})

test('the table of packages names each package with its command and its entries', () => {
  const made = packagesTable()
  for (const folder of published) {
    const { name, description } = manifestOf(folder)
    assert.ok(made.includes(`[${name}](packages/${folder}/README.md) | ${description} |`), name)
    assert.ok(existsSync(join(root, 'packages', folder, 'README.md')))
  }
  for (const cell of ['`heed/status`', '`heed-lab`, `heed-lab/suite` | `heed-lab`', '|  | `heed`', '| data |']) {
    assert.ok(made.includes(cell), `${cell} stands in\n${made}`)
  }
})
