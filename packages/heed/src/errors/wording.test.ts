import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { issueLine, oneLine, quoted } from './wording.ts'

test('words of others become one short line', () => {
  assert.equal(quoted('Out of credit.'), '"Out of credit"')
  assert.equal(quoted('two\r\nlines\u001b[31m'), '"two lines [31m"')
  assert.equal(quoted('to\u202eright'), '"to right"')
  assert.equal(oneLine('x'.repeat(1000)), `${'x'.repeat(200)}…`)
  assert.equal(oneLine(`${'x'.repeat(199)}\u{1F600}`), `${'x'.repeat(199)}\ufffd…`)
})

test('a complaint of a schema names its place', () => {
  assert.equal(issueLine({ message: 'no' }), 'no')
  assert.equal(
    issueLine({ message: 'no', path: ['a', 0, { key: Symbol.iterator }] }),
    'a.0.Symbol(Symbol.iterator): no',
  )
})

test('property: nothing that moves a cursor or ends a line comes through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), words => {
      const line = oneLine(words)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
      assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/)
      assert.ok(line.length <= 201 && line.isWellFormed())
    }),
  )
})
