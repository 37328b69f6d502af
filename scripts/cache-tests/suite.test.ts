import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { leftOutAs, listed, playable, type SuiteGroup, suiteFolder } from './suite.ts'

const groups: readonly SuiteGroup[] = [
  {
    id: 'g',
    name: 'Group',
    tests: [
      { id: 'plain', name: 'HTTP cache must' },
      { id: 'node', name: 'HTTP cache must', kind: 'optimal', browser_skip: true },
      { id: 'shared', name: 'An optimal shared HTTP cache', kind: 'optimal', browser_skip: true },
      { id: 'authorization', name: 'HTTP shared cache must not', browser_skip: true },
    ],
  },
  { id: 'cdn', name: 'Delivery', tests: [{ id: 'targeted', name: 'CDN must', cdn_only: true }] },
]

test('tests of shared caches are left out, and those that only browsers cannot play are not', () => {
  assert.deepEqual(
    groups.flatMap(({ tests }) => tests.map(leftOutAs)),
    [null, null, 'shared', 'shared', 'cdn'],
  )
  assert.deepEqual(
    playable(groups, null).flatMap(({ tests }) => tests.map(({ id, browser_skip }) => [id, browser_skip])),
    [
      ['plain', false],
      ['node', false],
    ],
  )
})

test('one test alone is played whatever it is about', () => {
  assert.deepEqual(
    playable(groups, 'shared').flatMap(({ tests }) => tests.map(({ id }) => id)),
    ['shared'],
  )
})

test('a test that does not say what it is, is required; a group without tests is not listed', () => {
  assert.deepEqual(listed(groups), [{ id: 'g', name: 'Group', tests: { plain: 'required', node: 'optimal' } }])
})

test('a folder without the suite is told apart', () => {
  assert.throws(() => suiteFolder(tmpdir()), /does not hold the suite: clone https/)
})
