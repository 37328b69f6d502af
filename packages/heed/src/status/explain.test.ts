import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import facts from '../../facts/status-codes.json' with { type: 'json' }
import { classOf } from './classes.ts'
import { explain, specAddress } from './explain.ts'
import { lookup } from './lookup.ts'
import { rows, strays } from './table.ts'

test('every code from 100 to 599 is explained whole', () => {
  for (let code = 100; code <= 599; code++) {
    const { kind, ...told } = explain(code)
    assert.equal(told.code, code)
    assert.equal(kind, lookup(code)?.kind)
    assert.equal(told.action, classOf(code)?.action)
    for (const sentence of [told.meaning, told.next, told.again, told.effectMeaning, told.standing, told.action]) {
      assert.match(sentence, /^[A-Z0-9].*[^. ]\.$/, `${code}`)
    }
    assert.match(told.spec, /^https:\/\//)
  }
})

test('an explanation says what the row says', () => {
  for (const one of rows) {
    const {
      code,
      phrase,
      kind,
      meaning,
      next,
      again,
      effect,
      fields,
      cacheable,
      neverStore,
      registration,
      vendor,
      verb,
    } = one
    const told = explain(code)
    const members = {
      code,
      phrase,
      kind,
      meaning,
      next,
      again,
      effect,
      fields,
      cacheable,
      neverStore,
      registration,
      vendor,
      verb,
    }
    assert.deepEqual({ ...told, ...members }, told)
    assert.equal(told.spec, specAddress(one.spec))
  }
})

test('the effect on the request is said in words, each effect in its own', () => {
  const words = new Map(rows.map(one => [one.effect, explain(one.code).effectMeaning]))
  assert.equal(words.size, 5)
  assert.equal(new Set(words.values()).size, 5)
})

test('the same code gives the same frozen object, which turns into JSON as it is', () => {
  assert.equal(explain(404), explain(404))
  assert.equal(explain('404'), explain(404))
  assert.ok(Object.isFrozen(explain(404)))
  assert.deepEqual(JSON.parse(JSON.stringify(explain(429))), { ...explain(429) })
})

test('each standing in the registry is told apart', () => {
  const told = [200, 306, 104, 305, 510].map(code => explain(code).standing)
  assert.equal(new Set(told).size, 5)
  assert.equal(
    explain(521).standing,
    'Not registered with IANA, used by Cloudflare; from anybody else it is treated as 500 of its class (RFC 9110 section 15).',
  )
})

test('an unregistered code is explained by its class and says that it is unregistered', () => {
  const told = explain(471)
  assert.equal(told.code, 471)
  assert.equal(told.phrase, 'Client Error')
  assert.equal(told.registration, 'unregistered')
  assert.equal(told.meaning, '471 is unregistered, treated as 400 of its class (RFC 9110 section 15).')
  assert.equal(told.standing, 'Unregistered, treated as 400 of its class (RFC 9110 section 15).')
  assert.equal(told.verb, 'stop')
  assert.equal(told.action, explain(400).action)
  assert.equal(told.spec, 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15')
})

describe('a code may come as text', () => {
  for (const text of ['404', ' 404', '404\n', '\t404 ']) {
    test(JSON.stringify(text), () => assert.equal(explain(text), explain(404)))
  }
  for (const text of [
    '',
    ' ',
    '4e2',
    '0x194',
    '404.0',
    '+404',
    '-404',
    '4 04',
    '404 Not Found',
    'not found',
    '2OO',
    '٤٠٤',
    '4xx',
  ]) {
    test(`${JSON.stringify(text)} is refused`, () => {
      const told = explain(text)
      assert.equal(told.kind, 'invalid')
      assert.ok(Number.isNaN(told.code))
      assert.match(told.meaning, /is not a whole number/)
      assert.match(told.next, /whole number from 100 to 599/)
    })
  }
})

describe('a whole number outside 100..599 is no status code', () => {
  const outside: (number | string)[] = []
  for (const { code, raw, treatAs } of facts.unknownCodes) {
    if (code !== undefined && typeof treatAs === 'string') outside.push(code)
    if (raw !== undefined && /^\d+$/.test(raw)) outside.push(raw)
  }
  for (const given of [...outside, -1, '099', '0', '600', Number.MAX_SAFE_INTEGER, '9'.repeat(300)]) {
    test(`${JSON.stringify(given).slice(0, 30)}`, () => {
      const told = explain(given)
      assert.equal(told.kind, 'invalid')
      assert.equal(told.code, Number(given))
      assert.equal(told.verb, 'stop')
      assert.equal(told.cacheable, false)
      assert.equal(told.neverStore, true)
      assert.match(told.next, /whole number from 100 to 599/)
      assert.ok(told.meaning.length < 130)
    })
  }
})

test('a number outside 100..599 that a vendor sends names the vendor', () => {
  assert.equal(strays.length, 2)
  for (const stray of strays) {
    for (const told of [explain(stray.code), explain(String(stray.code))]) {
      assert.equal(told.kind, 'invalid')
      assert.equal(told.vendor, stray.vendor)
      assert.equal(told.phrase, stray.phrase)
      assert.equal(told.registration, 'vendor')
      assert.ok(told.meaning.includes(stray.vendor))
      assert.ok(told.standing.includes(stray.vendor))
    }
  }
})

test('what is no whole number is told what to give instead', () => {
  for (const given of [404.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE]) {
    const told = explain(given)
    assert.equal(told.kind, 'invalid')
    assert.equal(told.meaning, `${given} is not a whole number, so it is not a status code.`)
    assert.equal(told.next, 'Give a whole number from 100 to 599, such as 404, or search for words.')
  }
})

test('nothing at all makes it throw, and it answers a kind of the six', () => {
  const kinds = new Set(['informational', 'successful', 'redirection', 'client error', 'server error', 'invalid'])
  const loose = explain as (given: unknown) => ReturnType<typeof explain>
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), given => kinds.has(loose(given).kind)),
  )
  for (const given of [null, undefined, 404n, Symbol('404'), [404], { valueOf: () => 404 }, '__proto__', 'length']) {
    assert.equal(loose(given).kind, 'invalid', typeof given)
    assert.ok(Number.isNaN(loose(given).code))
  }
})

test('what was given is shown clipped and without control characters', () => {
  const told = explain(`\u001b[31m\u009b1m\u202e${'x'.repeat(10_000)}`)
  assert.match(told.meaning, /^[ -~]{1,100}$/)
})
