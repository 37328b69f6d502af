import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onAnswer } from '../../test/heart.ts'

test('304 is an answer to whoever sent a validator', () => {
  for (const name of ['if-none-match', 'if-modified-since']) {
    const { do: what } = onAnswer(304, {}, { fields: { [name]: 'v' } })
    assert.equal(what, 'deliver', name)
  }
})

test('304 to anybody else has nothing to point at', () => {
  const action = onAnswer(304, { etag: '"1"' }, { fields: { accept: '*/*' } })
  assert.deepEqual([action.do, action.do === 'fail' && action.stopped], ['fail', 'final'])
})
