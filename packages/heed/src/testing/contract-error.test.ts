import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ContractError, must, mustBe, shown } from './contract-error.ts'

test('what must be and is not is said in a sentence', () => {
  must(true, 'unsaid')
  mustBe({ a: 1, b: [null] }, { b: [null], a: 1 }, 'unsaid')
  assert.throws(() => must(false, 'Said.'), { name: 'ContractError', message: 'Said.' })
  assert.throws(() => mustBe({ b: 2 }, { b: 1 }, 'What is known'), {
    message: 'What is known must be { b: 1 }; it was { b: 2 }.',
  })
  assert.throws(() => mustBe(null, 'a', 'The text'), ContractError)
})

test('different data is shown differently', () => {
  const different = [
    1,
    -1,
    '1',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    'null',
    '',
    [],
    [1],
    [[1]],
    [1, 1],
  ]
  const all = [...different, {}, { a: undefined }, { a: null }, { a: 1 }, { b: 1 }, { a: { b: 1 } }]
  assert.equal(new Set(all.map(shown)).size, all.length, all.map(shown).join(' '))
})
