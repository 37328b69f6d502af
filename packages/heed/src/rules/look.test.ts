import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onLooked } from '../../test/heart.ts'

test('nothing is sent once the deadline has come', () => {
  assert.equal(onLooked(0).do, 'send')
  assert.equal(onLooked(29_999.9).do, 'send')
  for (const spentMs of [30_000, 30_000.1, 1e9]) {
    const action = onLooked(spentMs)
    assert.deepEqual([action.do, action.do === 'fail' && action.stopped], ['fail', 'deadline'], String(spentMs))
  }
})
