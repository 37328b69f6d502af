import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vendorNamed } from '../../fields/rate-limit/vendors.ts'
import type { FieldRecord } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { orderedRetry, statedWait } from './stated.ts'

const wallMs = Date.parse('2026-11-22T12:00:00Z')
function stated(code: number, fields: FieldRecord, vendor: string | null = null): [number, string] | null {
  const row = lookup(code)
  assert.ok(row)
  const found = statedWait(row, fields, vendor === null ? null : vendorNamed(vendor), wallMs)
  return found === null ? null : [found.waitMs, found.source]
}

test('milliseconds go before Retry-After, where the code speaks of overload', () => {
  const fields = { 'retry-after-ms': '250', 'x-ms-retry-after-ms': '5000', 'retry-after': '9' }
  for (const code of [429, 503, 529]) assert.deepEqual(stated(code, fields), [250, 'vendor'])
  assert.deepEqual(stated(500, fields), [9000, 'retry-after'])
  assert.deepEqual(stated(429, { ...fields, 'retry-after-ms': 'abc' }), [5000, 'vendor'])
  assert.deepEqual(stated(503, { ...fields, 'retry-after-ms': '0' }), [0, 'vendor'])
  assert.equal(stated(500, { 'retry-after-ms': '250' }), null)
})

test("a vendor's own field stands in where Retry-After is missing or malformed", () => {
  assert.deepEqual(stated(429, { 'retry-after': '2.5' }, 'Shopify'), [2500, 'vendor'])
  assert.equal(stated(429, { 'retry-after': '2.5' }), null)
  assert.deepEqual(stated(429, { 'x-ratelimit-retry-after': '59' }, 'MailerLite'), [59_000, 'vendor'])
  const both = { 'x-ratelimit-retry-after': '59', 'retry-after': '3' }
  assert.deepEqual(stated(429, both, 'MailerLite'), [3000, 'retry-after'])
})

test('redirects and 413 state a wait for one request alone', () => {
  for (const code of [301, 307, 413, 200, 404]) assert.equal(stated(code, { 'retry-after': '9' }), null)
  assert.deepEqual(stated(403, { 'retry-after': '9' }, 'GitHub'), [9000, 'retry-after'])
})

test('an order not to send again counts from anybody, one to send again from those known to mean it', () => {
  assert.equal(orderedRetry({ 'x-should-retry': 'false' }, null), false)
  assert.equal(orderedRetry({ 'x-should-retry': 'true' }, null), null)
  assert.equal(orderedRetry({ 'x-should-retry': ' true' }, 'openai'), true)
  assert.equal(orderedRetry({ 'x-should-retry': 'true', 'x-ratelimit-limit-requests': '1' }, null), true)
  assert.equal(orderedRetry({ 'stripe-should-retry': 'true' }, null), true)
  assert.equal(orderedRetry({ 'stripe-should-retry': 'true' }, 'OpenAI'), null)
  for (const value of ['TRUE', '1', '', ['true', 'true']])
    assert.equal(orderedRetry({ 'x-should-retry': value }, 'OpenAI'), null)
  assert.equal(orderedRetry({}, 'Stripe'), null)
})
