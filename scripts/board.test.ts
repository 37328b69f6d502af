import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './workspace.ts'

const own = join(root, 'packages/lab/board')
const committed = join(root, 'site/board')

test('the committed board is drawn by the files that boards are made of today', () => {
  const files = globSync('*', { cwd: own }).sort()
  assert.deepEqual(globSync('*.*', { cwd: committed }).sort(), files)
  const outdated = files.filter(
    file => readFileSync(join(own, file), 'utf8') !== readFileSync(join(committed, file), 'utf8'),
  )
  assert.deepEqual(outdated, [], 'npm run lab -- grade --all --html site/board, or copy these files there')
})
