import assert from 'node:assert/strict'
import { test } from 'node:test'
import { committed, type Excuse, excusedBy, excuses, folders, type Measured, onlyBy } from './measured.ts'
import { wptBlock } from './page.ts'

const measured: Measured = {
  suite: {
    repository: 'https://example.com/suite',
    folder: 'tests',
    commit: 'abcdef0123456789',
    committedOn: '2024-01-02',
  },
  played: { on: '2026-01-03', node: '24.0.0', machine: 'linux', seconds: 50 },
  fetches: ['heed', 'undici', 'node'].map(name => ({ name, version: '1', setup: `the setup of ${name}` })),
  leftOut: { 'fetch/images': { page: 3 }, 'fetch/api/basic': { h2: 1 } },
  files: {
    'fetch/api/basic/a.any.js': { subtests: 5, notPassed: { 'one | other': 'fpp', two: 'pfp', three: 'fff' } },
    'fetch/api/basic/b.any.js': { subtests: 2, needs: { document: 4 }, notPassed: { four: '-pt' } },
    'fetch/range/c.any.js': { subtests: 1, notPassed: {} },
  },
}
const reasons: readonly Excuse[] = [
  {
    what: 'on purpose',
    reason: 'It is so.',
    where: [{ file: 'fetch/api/basic/a.any.js', named: '^one', subtests: 1 }],
  },
  { what: 'by a rule', reason: 'It must.', where: [{ file: 'fetch/api/basic/b.any.js', subtests: 1 }] },
]

test('each folder is counted, for each fetch and for the two that are compared', () => {
  assert.deepEqual(folders(measured), [
    { folder: 'fetch/api/basic', files: 2, subtests: 7, passed: [4, 5, 5], byHeedAndUndici: 3 },
    { folder: 'fetch/range', files: 1, subtests: 1, passed: [1, 1, 1], byHeedAndUndici: 1 },
  ])
})

test('the page tells the counts, what cannot be asked, and every difference with its reason', () => {
  const page = wptBlock(measured, reasons)
  assert.ok(page.includes('Of 8 subtests in 3 files heed passes 5 and undici 6; 4 both.'), page)
  assert.ok(page.includes('| `fetch/api/basic` | 2 | 7 | 4 | 5 | 5 | 3 |'), page)
  assert.ok(page.includes('| all | 3 | 8 | 5 | 6 | 6 | 4 |'), page)
  assert.ok(page.includes('4 want `document`'), page)
  assert.ok(page.includes('| on purpose | 1 | It is so. | `a.any.js` |'), page)
  assert.ok(page.includes('| `api/basic/a.any.js` | two |'), page)
  assert.ok(page.includes('| `fetch/images` | 3 |  |'), page)
})

test('without a difference the page says so, and a tree that is not known is not named', () => {
  const { suite, files } = measured
  const same = { 'fetch/range/c.any.js': files['fetch/range/c.any.js'] ?? { subtests: 0, notPassed: {} } }
  const page = wptBlock({ ...measured, suite: { ...suite, commit: null }, files: same }, [])
  assert.ok(page.includes('heed passes every subtest that undici passes.'), page)
  assert.ok(page.includes('a tree of web-platform-tests that is not the one'), page)
})

test('in the committed record each subtest that undici passes and heed does not has one reason, and no reason is left over', () => {
  const record = committed()
  assert.ok(record !== null)
  const differences = onlyBy(record, 'undici', 'heed')
  const reached: string[] = []
  for (const excuse of excuses()) {
    for (const [at, found] of excusedBy(excuse, differences).entries()) {
      const { file, subtests } = excuse.where[at] ?? { file: '', subtests: 0 }
      assert.equal(found.length, subtests, `${excuse.what}: ${file}`)
      assert.ok(subtests > 0, `${excuse.what}: ${file} is no difference any more`)
      reached.push(...found.map(each => `${each.file}: ${each.name}`))
    }
  }
  assert.deepEqual(reached.sort(), differences.map(each => `${each.file}: ${each.name}`).sort())
})

test('the committed record is of the known tree, and has a mark for each fetch', () => {
  const record = committed()
  assert.ok(record !== null)
  assert.equal(record.suite.commit, '903c66777c2a3990c6dedfd2847ed79964164a84')
  for (const [file, { subtests, notPassed }] of Object.entries(record.files)) {
    const marks = Object.values(notPassed)
    assert.ok(marks.length <= subtests, file)
    for (const each of marks) assert.match(each, /^[pftn-]{3}$/, file)
  }
})
