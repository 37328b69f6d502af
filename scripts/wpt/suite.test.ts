import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { describeSuite, digestOf, folderOf, suiteFolder, testsOf } from './suite.ts'

const suite = mkdtempSync(join(tmpdir(), 'heed-wpt-suite-'))
after(() => rmSync(suite, { recursive: true }))
const put = (path: string, text = ''): void => {
  mkdirSync(dirname(join(suite, path)), { recursive: true })
  writeFileSync(join(suite, path), text)
}
put('resources/testharness.js')
put('fetch/api/basic/asks.any.js')
put('fetch/api/basic/two.h2.any.js')
put('fetch/api/basic/page.html')
put('fetch/api/basic/resources/part-of-a-test.html')
put('fetch/api/basic/helper.js')
put('fetch/range/asks.window.js', "fetch('/')")
put('fetch/range/builds.window.js', "document.createElement('img')")
put('fetch/content-type/response.window.js', 'document.body')
put('fetch/fetch-later/later.any.js')
put('fetch/private-network-access/embeds.window.js')
put('fetch/range/own.worker.js')

test('what needs no document is played, and all else has a reason', () => {
  const reasons = Object.fromEntries(testsOf(suite).map(({ path, leftOut }) => [path, leftOut]))
  assert.deepEqual(reasons, {
    'fetch/api/basic/asks.any.js': null,
    'fetch/api/basic/page.html': 'page',
    'fetch/api/basic/two.h2.any.js': 'h2',
    'fetch/content-type/response.window.js': null,
    'fetch/fetch-later/later.any.js': 'fetch-later',
    'fetch/private-network-access/embeds.window.js': 'private-network',
    'fetch/range/asks.window.js': null,
    'fetch/range/builds.window.js': 'document',
    'fetch/range/own.worker.js': 'worker',
  })
})

test('files are counted by the folder of what they are about', () => {
  assert.equal(folderOf('fetch/api/basic/a.any.js'), 'fetch/api/basic')
  assert.equal(folderOf('fetch/api/a.any.js'), 'fetch/api')
  assert.equal(folderOf('fetch/orb/tentative/a.any.js'), 'fetch/orb')
})

test('a tree that is not the known one has no commit, and every byte of it counts', () => {
  assert.equal(describeSuite(suite).commit, null)
  const before = digestOf(suite)
  assert.equal(digestOf(suite), before)
  put('fetch/api/basic/helper.js', 'more')
  assert.notEqual(digestOf(suite), before)
})

test('the suite is found in its folder and in the folder of who carries it; another folder is told apart', () => {
  assert.equal(suiteFolder(suite), suite)
  assert.throws(() => suiteFolder(join(suite, 'fetch')), /does not hold web-platform-tests/)
})
