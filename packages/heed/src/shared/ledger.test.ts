import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLedger } from './ledger.ts'

test('an origin is the same one each time, and not another', () => {
  const ledger = memoryLedger()
  const [a, b] = [ledger.of(new URL('https://a.test')), ledger.of(new URL('https://b.test'))]
  assert.notEqual(a, b)
  assert.equal(ledger.of(new URL('https://a.test')), a)
  assert.equal(ledger.of(new URL('https://b.test')), b)
  assert.deepEqual([a.key, b.key], ['https://a.test', 'https://b.test'])
  for (const other of [
    'https://a.test:8443/',
    'http://a.test/',
    'https://a.test.evil.test/',
    'https://a.test@evil.test/',
  ]) {
    ledger.of(new URL('https://a.test/'))
    assert.notEqual(ledger.of(new URL(other)), a, other)
  }
  assert.equal(ledger.of(new URL('https://A.test:443/path?query')), a)
})

test('what one origin was sent counts for no other, and no other client', () => {
  const ledger = memoryLedger()
  ledger.countSend(ledger.of(new URL('https://a.test')), true, 5000)
  const sum = (numbers: Float64Array) => numbers.reduce((left, right) => left + right, 0)
  assert.equal(sum(ledger.of(new URL('https://a.test')).spending.resends), 1)
  assert.equal(sum(ledger.of(new URL('https://b.test')).spending.resends), 0)
  assert.equal(sum(memoryLedger().of(new URL('https://a.test')).spending.resends), 0)
})

test('a slot that is ten seconds old begins anew', () => {
  const ledger = memoryLedger()
  const { spending } = ledger.of(new URL('https://a.test'))
  const origin = ledger.of(new URL('https://a.test'))
  for (const nowMs of [3000, 3999, 13_000]) ledger.countSend(origin, false, nowMs)
  assert.deepEqual([spending.second[3], spending.sends[3]], [13, 1])
})

test('memory is bounded: beyond 10,000 origins the one met first is forgotten', () => {
  const ledger = memoryLedger()
  const first = ledger.of(new URL('https://0.test'))
  const second = ledger.of(new URL('https://1.test'))
  for (let at = 2; at <= 10_000; at++) ledger.of(new URL(`https://${at}.test`))
  assert.equal(ledger.of(new URL('https://1.test')), second)
  assert.notEqual(ledger.of(new URL('https://0.test')), first)
})
