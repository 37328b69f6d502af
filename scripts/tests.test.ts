import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { built, root } from './workspace.ts'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { test: string } }
const patterns = [...scripts.test.matchAll(/"([^"]+)"/g)].flatMap(([, pattern]) => pattern ?? [])
const exclude = (path: string): boolean => /(^|\/)(node_modules|dist)$/.test(path)
const files = (pattern: string | string[]): string[] => globSync(pattern, { cwd: root, exclude }).sort()

test('`npm test` runs every test file of the repository', () => {
  assert.deepEqual(files(patterns), files('**/*.test.{ts,mts,js,mjs}'))
})

test('every package with sources has tests', () => {
  assert.deepEqual(
    built.filter(name => files(`packages/${name}/**/*.test.ts`).length === 0),
    [],
  )
})
