import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries } from '../../test/evidence.ts'
import { itemQuota } from './item-quota.ts'

/** The answers to requests for items that come at these times, in milliseconds. */
function answersAt(...timesMs: readonly number[]) {
  return timesMs.map((nowMs, at) => {
    const before = entries(...timesMs.slice(0, at).map(atMs => ({ atMs, target: '/items/1' })))
    const { status, fields = {} } =
      itemQuota({ origin: 'a', method: 'GET', path: '/items/2', fields: [] }, before, nowMs) ?? {}
    return [status, fields.ratelimit, fields['retry-after']]
  })
}

test('five in a second, and each answer tells how many are left', () => {
  assert.deepEqual(answersAt(0, 10, 20, 30, 40, 50), [
    [200, '"items";r=4;t=1', undefined],
    [200, '"items";r=3;t=1', undefined],
    [200, '"items";r=2;t=1', undefined],
    [200, '"items";r=1;t=1', undefined],
    [200, '"items";r=0;t=1', undefined],
    [429, '"items";r=0;t=1', '1'],
  ])
})

test('what was refused takes nothing of the quota, and the next second begins with the next request', () => {
  const statuses = answersAt(0, 1, 2, 3, 4, 500, 999, 1400, 1401, 1402, 1403, 2399, 2399.5, 2400).map(
    ([status]) => status,
  )
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429, 200, 200, 200, 200, 200, 429, 200])
})

test('a window is a second long, to the millisecond', () => {
  const told = answersAt(0, 999, 1000, 1001).map(([, ratelimit]) => ratelimit)
  assert.deepEqual(told, ['"items";r=4;t=1', '"items";r=3;t=1', '"items";r=4;t=1', '"items";r=3;t=1'])
})

test('there are 40 items, and only GET takes one', () => {
  const answer = (path: string, method = 'GET') => itemQuota({ origin: 'a', method, path, fields: [] }, [], 0)?.status
  assert.deepEqual(
    ['/items/1', '/items/40'].map(path => answer(path)),
    [200, 200],
  )
  assert.deepEqual(
    ['/items/0', '/items/41', '/items/01', '/items/', '/items/1?x', '/item/1'].map(path => answer(path)),
    new Array(6).fill(undefined),
  )
  assert.equal(answer('/items/1', 'HEAD'), undefined)
})
