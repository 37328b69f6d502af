import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type HeartOptions, heart } from '../../test/heart.ts'
import { isOneShot, mayRepeat } from './safety.ts'

const repeatable = (options: HeartOptions) => mayRepeat(heart([], options).exchange)

test('idempotent methods may be repeated, others and unknown ones not', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY']) {
    assert.ok(repeatable({ method }), method)
  }
  // Methods are case-sensitive (RFC 9110 section 9.1): 'get' is not GET, and nobody knows what it does.
  for (const method of ['POST', 'PATCH', 'CONNECT', 'LOCK', 'get']) assert.ok(!repeatable({ method }), method)
})

test('a key or the caller makes any method repeatable', () => {
  assert.ok(repeatable({ method: 'POST', fields: { 'idempotency-key': '1' } }))
  assert.ok(repeatable({ method: 'PATCH', replayable: true }))
})

test('only a body that is there can be gone', () => {
  const body = { async *[Symbol.asyncIterator]() {} }
  assert.ok(isOneShot(heart([], { body, source: 'one-shot' }).exchange))
  assert.ok(!isOneShot(heart([], { body: null, source: 'one-shot' }).exchange))
  assert.ok(!isOneShot(heart([], { body: new Uint8Array(), source: 'bytes' }).exchange))
  assert.ok(!isOneShot(heart([], { body, source: () => body }).exchange))
})
