import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, committed, excuses, type Measured, merged, type Suite } from './measured.ts'
import { cacheTestsBlock, notPassed } from './page.ts'

const suite: Suite = {
  repository: 'https://example.com/suite',
  version: '1.0.0',
  commit: 'abcdef0123456789',
  committedOn: '2026-01-02',
  tests: 9,
  leftOut: { cdn: 2, shared: 1 },
  browsersSkip: { d: 'g' },
}
const groups: Measured['groups'] = [
  { id: 'g', name: 'Group', tests: { a: 'required', b: 'optimal', c: 'check', d: 'required' } },
  { id: 'h', name: 'Other group', tests: { e: 'check', f: 'optimal' } },
]
const played = { on: '2026-01-03', node: '24.0.0', machine: 'linux', seconds: 50 }
const heed: Client = {
  ...{ name: 'heed', version: '1', setup: 'createClient()', played },
  ...{ marks: { g: 'pfys', h: 'np' }, saw: { b: 'x | y', d: 'no answer' } },
}
const browser: Client = { ...heed, name: 'Browser', played: null, marks: { g: 'pfn-', h: 'yd' }, saw: {} }
const measured: Measured = { suite, groups, clients: [heed, browser] }

test('the page counts what each client passed, and what it did not play is not counted against it', () => {
  const page = cacheTestsBlock(measured, [])
  assert.ok(page.includes('9 tests. 6 apply'), page)
  assert.ok(page.includes('| heed 1 | 1/1 | 1/2 | 0/1 |  | 1 | 1 yes, 1 no |'), page)
  assert.ok(page.includes('| Browser 1 | 1/1 | 0/2 |  |  | 1 | 1 yes, 1 no |'), page)
  assert.ok(page.includes('| Group | 1/2 | 1/1 |'), page)
  assert.ok(page.includes('| Other group | 0 yes, 1 no | 1 yes, 0 no |'), page)
})

test('what heed does not pass stands there with what was seen and why', () => {
  const page = cacheTestsBlock(measured, [{ id: 'b', section: 'RFC 9111 section 3', reason: 'On purpose.' }])
  assert.ok(page.includes('| `b` | optimal | failed | x \\| y | RFC 9111 section 3 | On purpose. |'), page)
  assert.ok(page.includes('| `d` | required | undecided: its own setup failed | no answer |  |  |'), page)
  const good = { ...measured, clients: [{ ...heed, marks: { g: 'ppyp', h: 'np' } }] }
  assert.ok(cacheTestsBlock(good, []).includes('heed passes every required and every optimal test'))
})

test('a new measurement replaces the same client and keeps the others, unless the tests are other ones', () => {
  const order = ['heed', 'undici']
  const undici = { ...heed, name: 'undici' }
  const newer = { ...heed, version: '2' }
  const names = (record: Measured): string[] => record.clients.map(({ name, version }) => `${name} ${version}`)
  assert.deepEqual(names(merged(measured, { ...measured, clients: [undici, newer] }, order)), [
    'heed 2',
    'undici 1',
    'Browser 1',
  ])
  const later = { ...measured, suite: { ...suite, commit: 'ffff' }, clients: [undici] }
  assert.deepEqual(names(merged(measured, later, order)), ['undici 1'])
  assert.deepEqual(names(merged(null, later, order)), ['undici 1'])
})

test('the committed record has a mark for each test, and a reason for each that heed does not pass', () => {
  const record = committed()
  assert.ok(record !== null)
  for (const { name, marks } of record.clients) {
    for (const { id, tests } of record.groups)
      assert.equal(marks[id]?.length, Object.keys(tests).length, `${name}: ${id}`)
  }
  const measuredHeed = record.clients.find(({ name }) => name === 'heed')
  if (measuredHeed === undefined) return
  assert.deepEqual(
    excuses()
      .map(({ id }) => id)
      .sort(),
    notPassed(record.groups, measuredHeed)
      .map(({ id }) => id)
      .sort(),
    'scripts/cache-tests/excused.json names what heed does not pass, and nothing else',
  )
})
