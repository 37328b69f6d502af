import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsIn, foldersHere } from './contents.ts'
import { root } from './workspace.ts'

const patterns = ['README.md', 'src/**/*.ts']
const good = [
  { path: 'README.md', text: 'words' },
  { path: 'src/a.ts', text: '1' },
  { path: 'src/room/testing.ts', text: '2' },
]
const faultsWith = (path: string, text = ''): string[] => faultsIn([...good, { path, text }], patterns, ['/home/ada/'])

test('a package that brings what it should has no faults', () => {
  assert.deepEqual(faultsIn(good, patterns, ['/home/ada/']), [])
})

test('a file that nobody expects is told, and so are tests and fixtures where sources are expected', () => {
  for (const path of ['notes.md', '.env', 'src/a.test.ts', 'src/fixtures/a.ts', 'src/test/a.ts', 'src/a.json']) {
    assert.deepEqual(faultsWith(path), [`${path} is packed, and is none of what the package brings`])
  }
})

test('a pattern that brings nothing is told', () => {
  assert.deepEqual(faultsIn(good.slice(0, 1), patterns, []), ['nothing packed is src/**/*.ts'])
})

test('a file that names a folder of the machine is told', () => {
  assert.deepEqual(faultsWith('src/b.ts', "'/home/ada/heed'"), ['src/b.ts names /home/ada/, a folder of this machine'])
  assert.ok(foldersHere().includes(`${root}/`))
})
