import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookup } from './lookup.ts'
import { GATEWAY_TIMEOUT, isOk, NOT_MODIFIED, OK, PARTIAL_CONTENT } from './own.ts'

test('the codes that heed itself answers with are those of their names', () => {
  const phrases = [OK, PARTIAL_CONTENT, NOT_MODIFIED, GATEWAY_TIMEOUT].map(code => lookup(code)?.phrase)
  assert.deepEqual(phrases, ['OK', 'Partial Content', 'Not Modified', 'Gateway Timeout'])
})

test('of all codes one is plain success', () => {
  const all = Array.from({ length: 500 }, (_, at) => at + 100)
  assert.deepEqual(all.filter(isOk), [OK])
})
