import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type HeartOptions, heart } from '../../test/heart.ts'
import type { Action } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { WireBody } from '../ports.ts'
import type { RepairKnobs } from '../status/row.ts'
import { repair } from './repair.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {}

const onRepair = (
  how: RepairKnobs['how'],
  options: HeartOptions = {},
  set: (exchange: Exchange) => void = () => {},
): Action => {
  const { exchange } = heart([], options)
  set(exchange)
  return repair(exchange, { how })
}
const say = (action: Action): string => (action.do === 'fail' ? action.stopped : action.do)
const stream: WireBody = nothing()
const factory: HeartOptions = { method: 'POST', body: stream, source: () => nothing() }

test('content that went out without a length is gathered, once, whatever the method', () => {
  assert.equal(say(onRepair('add-length', factory)), 'gather')
  assert.equal(say(onRepair('add-length', { ...factory, attempts: 1, method: 'PATCH' })), 'gather')
  const again = onRepair('add-length', factory, exchange => {
    exchange.repaired = true
  })
  assert.equal(say(again), 'final')
})

test('a stream that can be read once cannot be gathered any more', () => {
  assert.equal(say(onRepair('add-length', { method: 'PUT', body: stream, source: 'one-shot' })), 'one-shot')
})

test('a request that told its length, or has no content, is not the problem', () => {
  assert.equal(say(onRepair('add-length')), 'final')
  assert.equal(say(onRepair('add-length', { method: 'PUT', body: 'text' })), 'final')
  assert.equal(say(onRepair('add-length', { method: 'PUT', body: new Uint8Array(3) })), 'final')
  for (const source of ['one-shot', () => nothing()] as const) {
    const measured = onRepair('add-length', { method: 'PUT', body: stream, source }, exchange => {
      exchange.request = { ...exchange.request, bodyBytes: 14 }
    })
    assert.equal(say(measured), 'final')
  }
})

test('Expect is left out, once, and nothing else of the request changes', () => {
  const fields = { expect: '100-continue', accept: 'text/plain' }
  const action = onRepair('drop-expect', { method: 'PUT', body: 'text', fields })
  assert.ok(action.do === 'look' && action.to !== null)
  assert.deepEqual(action.to.fields, { accept: 'text/plain' })
  assert.deepEqual([action.to.method, action.to.body, action.hop], ['PUT', 'text', null])
  assert.equal(fields.expect, '100-continue')
  const again = onRepair('drop-expect', { fields }, exchange => {
    exchange.repaired = true
  })
  assert.equal(say(again), 'final')
  assert.equal(say(onRepair('drop-expect')), 'final')
})

test('what would have to be guessed is left to the caller', () => {
  assert.equal(say(onRepair('change-range', { fields: { range: 'bytes=9-' } })), 'final')
  assert.equal(say(onRepair('add-condition', { method: 'PUT', body: 'text' })), 'final')
})
