import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, look } from '../../test/evidence.ts'

test('a connection is dropped in time, too late, or never', () => {
  const dropped = (droppedAtMs: number | null) =>
    look({ that: 'dropped', number: 1, withinMs: 500 }, { entries: entries({ atMs: 100, droppedAtMs }) })
  assert.deepEqual(dropped(600), { holds: true, seen: 'the connection of the 1st was dropped after 500 ms' })
  assert.deepEqual(dropped(601), { holds: false, seen: 'the connection of the 1st was dropped after 501 ms' })
  assert.deepEqual(dropped(null), { holds: false, seen: 'the connection of the 1st was not dropped' })
  assert.equal(look({ that: 'dropped', number: 1, withinMs: 1 }, {}).seen, 'there was no 1st request')
})

test('the bytes of an answer that left the lab are counted', () => {
  const sent = (bodyBytes: number) =>
    look({ that: 'sent', number: 1, maxBytes: 1000 }, { entries: entries({ answer: { bodyBytes } }) })
  assert.deepEqual(sent(1000), { holds: true, seen: '1000 bytes of the 1st answer left the lab' })
  assert.equal(sent(1001).holds, false)
  assert.equal(
    look({ that: 'sent', number: 2, maxBytes: 1 }, { entries: entries({}) }).seen,
    'there was no 2nd request',
  )
})
