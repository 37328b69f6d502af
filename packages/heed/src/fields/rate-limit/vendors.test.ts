import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vendorNamed, vendorOf, vendors } from './vendors.ts'

test('each vendor has a name of its own, and each mark belongs to one', () => {
  const names = vendors.map(({ name }) => name.toLowerCase())
  assert.equal(new Set(names).size, names.length)
  const marks = vendors.flatMap(each => each.marks)
  assert.equal(new Set(marks).size, marks.length)
  for (const each of vendors) assert.equal(vendorNamed(each.name.toUpperCase()), each)
  assert.equal(vendorNamed('nobody'), null)
})

test('every field is written in lower case', () => {
  for (const { marks, limits, waits, order } of vendors) {
    const used = limits.flatMap(({ limit, remaining, used, usedOfLimit, resets, windowMs, nameIn }) => [
      ...[limit, remaining, used, usedOfLimit, windowMs, nameIn],
      ...resets.map(([field]) => field),
    ])
    for (const field of [...marks, ...used, ...waits.map(([name]) => name), order]) {
      assert.match(field ?? 'x', /^[a-z0-9-]+$/)
    }
  }
})

test('a vendor is known by its marks alone, not by what anybody may send', () => {
  for (const each of vendors) {
    for (const mark of each.marks) assert.equal(vendorOf({ date: 'x', [mark]: '1' }), each)
  }
  const common = ['ratelimit', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-ratelimit-used']
  for (const field of [...common, 'ratelimit-reset', 'x-rate-limit-reset', 'retry-after-ms', 'constructor']) {
    assert.equal(vendorOf({ [field]: '1' }), null, field)
  }
})
