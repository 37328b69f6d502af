import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import facts from '../../facts/status-codes.json' with { type: 'json' }
import { lookup } from './lookup.ts'
import { rows } from './table.ts'

const registered = new Set(rows.map(one => one.code))

test('a code with a row gets that row', () => {
  for (const one of rows) assert.equal(lookup(one.code), one)
})

test('every code from 100 to 599 has a row under its own number', () => {
  const shape = Object.keys(rows[0] ?? {})
  for (let code = 100; code <= 599; code++) {
    const found = lookup(code)
    assert.ok(found, `${code}`)
    assert.equal(found.code, code)
    assert.deepEqual(Object.keys(found), shape)
    assert.equal(lookup(code), found, 'always the same object')
  }
})

test('an unregistered code does what the x00 of its class does (RFC 9110 section 15)', () => {
  for (let code = 100; code <= 599; code++) {
    if (registered.has(code)) continue
    const found = lookup(code)
    const general = lookup(code - (code % 100))
    assert.ok(found && general)
    assert.equal(found.registration, 'unregistered')
    assert.deepEqual(
      [found.kind, found.verb, found.effect, found.retry, found.follow, found.fields, found.bodiless],
      [general.kind, general.verb, general.effect, general.retry, general.follow, general.fields, general.bodiless],
    )
    assert.equal(found.cacheable, false, 'nothing defines it as cacheable by default')
    assert.equal(found.vendor, null)
    assert.ok(found.meaning.includes(`${code} is unregistered, treated as ${general.code} of its class`))
  }
})

for (const { code, treatAs } of facts.unknownCodes) {
  if (code === undefined) continue
  test(`the unknown code ${code} is treated as ${treatAs}`, () => {
    const found = lookup(code)
    if (typeof treatAs !== 'number') return assert.equal(found, null, 'a broken answer, never retried or used')
    assert.ok(found)
    assert.equal(found.kind, lookup(treatAs)?.kind)
    // A vendor's code is known to us; all others do what the x00 does.
    if (found.vendor === null) assert.equal(found.verb, lookup(treatAs)?.verb)
  })
}

test('what is not a whole number from 100 to 599 has no row', () => {
  const outside = fc.oneof(
    fc.integer().filter(code => code < 100 || code > 599),
    fc.double().filter(code => !Number.isInteger(code)),
  )
  fc.assert(fc.property(outside, code => lookup(code) === null))
  for (const code of [0, -0, 99, 600, 783, 999, 404.5, -404, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(lookup(code), null, `${code}`)
  }
})
