import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { OptionError } from './errors/errors.ts'
import type { HeaderInput } from './options/options.ts'
import { mergedFields } from './request-fields.ts'

const refusal = (headers: unknown): string => {
  try {
    mergedFields({}, headers as HeaderInput)
  } catch (error) {
    if (error instanceof OptionError) return error.message
    throw error
  }
  return 'not refused'
}

test('fields are taken in each form, and names in any case', () => {
  const wanted = { accept: 'a', 'x-two': '1, 2' }
  const forms: HeaderInput[] = [
    [
      ['Accept', 'a'],
      ['X-Two', '1'],
      ['x-two', '2'],
    ],
    new Headers([
      ['Accept', 'a'],
      ['X-Two', '1'],
      ['x-two', '2'],
    ]),
    new Map([
      ['ACCEPT', 'a'],
      ['x-two', '1, 2'],
    ]),
    { accept: 'a', 'X-TWO': '1, 2' },
  ]
  for (const headers of forms) assert.deepEqual({ ...mergedFields({ accept: 'old' }, headers) }, wanted)
})

test("the call's field replaces the client's, undefined takes it out, and nothing changes what was given", () => {
  const before = Object.freeze({ accept: '*/*', 'user-agent': 'heed' })
  const merged = mergedFields(before, { Accept: undefined, 'User-Agent': ' mine\t' })
  assert.deepEqual({ ...merged }, { 'user-agent': 'mine' })
  assert.equal(mergedFields(before, undefined), before)
})

test('cookies given twice are joined as cookies are', () => {
  const pairs: HeaderInput = [
    ['cookie', 'a=1'],
    ['Cookie', 'b=2'],
  ]
  assert.equal(mergedFields({}, pairs).cookie, 'a=1; b=2')
})

test('a field that heed sets itself is refused by name', () => {
  for (const name of [
    'Content-Length',
    'transfer-encoding',
    'CONNECTION',
    'Expect',
    'te',
    'Upgrade',
    'trailer',
    'keep-alive',
  ]) {
    assert.equal(
      refusal({ [name]: 'x' }),
      `The header ${name.toLowerCase()} belongs to the connection: heed sets it, so leave it out.`,
    )
  }
})

test('what cannot go on the wire is refused, and its value is not shown', () => {
  const name = 'The name of a header must hold no space, colon or line end; one begins with'
  assert.equal(refusal({ 'Authorization: secret': '1' }), `${name} 'authorization'.`)
  assert.equal(refusal({ 'x\r\ny': '1' }), `${name} 'x'.`)
  assert.equal(refusal({ '': '1' }), `${name} ''.`)
  const characters = 'holds a character that cannot be sent, such as a line end or one above U+00FF.'
  for (const value of ['a\r\nb: c', 'a\nb', 'a\rb', 'a\0b', '\u20ac', '\u007f', 'secret\u000b']) {
    assert.equal(refusal({ a: value }), `The value of the header a ${characters}`)
  }
  assert.equal(refusal({ a: 5 }), 'The value of the header a must be a text; it was number.')
  assert.equal(refusal({ a: null }), 'The value of the header a must be a text; it was null.')
  assert.equal(refusal({ a: ['x'] }), 'The value of the header a must be a text; it was object.')
})

test('a name that every object inherits is a field like any other', () => {
  const fields = mergedFields({}, JSON.parse('{"__proto__":"1","constructor":"2"}'))
  assert.deepEqual(Object.entries(fields), [
    ['__proto__', '1'],
    ['constructor', '2'],
  ])
})

test('property: whatever passes fits on one line of a head', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
      let fields: Readonly<Record<string, string>>
      try {
        fields = mergedFields({}, [[name, value]])
      } catch (error) {
        assert.ok(error instanceof OptionError)
        return
      }
      for (const [key, text] of Object.entries(fields))
        assert.match(`${key}: ${text}`, /^[!-9;-~]+: [\t\x20-\x7e\x80-\xff]*$/)
    }),
    { numRuns: 1000 },
  )
})
