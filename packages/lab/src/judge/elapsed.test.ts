import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look, results } from '../../test/evidence.ts'

test('a call takes as long as it may, counted from handing it over', () => {
  const calls = results({ startMs: 50, endMs: 350 }, { startMs: 400, endMs: 410 })
  assert.deepEqual(look({ that: 'elapsed', minMs: 300, maxMs: 300 }, { calls }), {
    holds: true,
    seen: 'call 1 took 300 ms',
  })
  assert.equal(look({ that: 'elapsed', minMs: 301 }, { calls }).holds, true)
  assert.equal(look({ that: 'elapsed', minMs: 302 }, { calls }).holds, false)
  assert.equal(look({ that: 'elapsed', maxMs: 299 }, { calls }).holds, false)
  assert.equal(look({ that: 'elapsed', call: 2, maxMs: 10 }, { calls }).holds, true)
  assert.equal(look({ that: 'elapsed', call: 3, maxMs: 10 }, { calls }).seen, 'there was no 3rd result')
})
