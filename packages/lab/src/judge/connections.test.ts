import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connections, entries, look } from '../../test/evidence.ts'

const three = entries({ connection: 1 }, { connection: 1 }, { connection: 2 })

test('two requests share a connection, or do not', () => {
  assert.deepEqual(look({ that: 'connection', number: 2, is: 'same', as: 1 }, { entries: three }), {
    holds: true,
    seen: 'the 2nd came on connection 1, the 1st on 1',
  })
  assert.equal(look({ that: 'connection', number: 2, is: 'other', as: 1 }, { entries: three }).holds, false)
  assert.equal(look({ that: 'connection', number: 3, is: 'other', as: 1 }, { entries: three }).holds, true)
  assert.equal(look({ that: 'connection', number: 3, is: 'same', as: 2 }, { entries: three }).holds, false)
})

test('both must be there, also where they are to differ', () => {
  assert.deepEqual(look({ that: 'connection', number: 4, is: 'other', as: 1 }, { entries: three }), {
    holds: false,
    seen: 'there was no 4th request',
  })
  assert.equal(
    look({ that: 'connection', number: 1, is: 'other', as: 5 }, { entries: three }).seen,
    'there was no 5th request',
  )
})

test('connections are counted in all and at one time', () => {
  const opened = connections([0, 100], [100, 200], [150, null])
  assert.deepEqual(look({ that: 'connections', count: 'opened', max: 3 }, { connections: opened }), {
    holds: true,
    seen: '3 connections opened',
  })
  assert.equal(look({ that: 'connections', count: 'opened', max: 2 }, { connections: opened }).holds, false)
  assert.deepEqual(look({ that: 'connections', count: 'at-once', max: 2 }, { connections: opened }), {
    holds: true,
    seen: '2 connections at one time',
  })
  assert.equal(look({ that: 'connections', count: 'at-once', max: 1 }, { connections: opened }).holds, false)
  assert.equal(look({ that: 'connections', count: 'opened', max: 0 }, {}).holds, true)
})
