import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFailing, mayMeanLimit } from './load.ts'
import { lookup } from './lookup.ts'
import type { Row } from './row.ts'

const codesWhere = (holds: (row: Row) => boolean): number[] =>
  Array.from({ length: 500 }, (_, index) => 100 + index).filter(code => {
    const row = lookup(code)
    return row !== null && holds(row)
  })

test('a failing server says so with any 5xx but those that refuse one request', () => {
  const sound = [501, 505, 506, 508, 510, 511]
  const failing = Array.from({ length: 100 }, (_, index) => 500 + index).filter(code => !sound.includes(code))
  assert.deepEqual(codesWhere(isFailing), failing)
})

test('three codes say that there is too much', () =>
  assert.deepEqual(
    codesWhere(row => row.overload),
    [429, 503, 529],
  ))

test('GitHub says it with 403 too, and nobody else', () => {
  assert.deepEqual(
    codesWhere(row => mayMeanLimit(row, 'GitHub')),
    [403],
  )
  for (const vendor of ['GitLab', 'constructor', null]) {
    assert.deepEqual(
      codesWhere(row => mayMeanLimit(row, vendor)),
      [],
    )
  }
})
