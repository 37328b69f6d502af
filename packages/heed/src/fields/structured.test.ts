import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as oracle from 'structured-headers'
import { type Bare, type Item, parseDictionary, parseList } from './structured.ts'

const listed = (value: string | readonly string[]): string | null =>
  parseList(value)
    ?.map(item => [shown(item), ...[...item.parameters].map(([key, each]) => `${key}=${shown(each)}`)].join(' '))
    .join(' | ') ?? null
const shown = ({ type, text }: Bare): string => `${type} ${text}`

test('each type of value is read, and told apart', () => {
  assert.equal(
    listed('1, -2, 3.50, "a\\"\\\\b", tok/en:x, *, ?1, ?0, :aGk=:, ::, @17, %"f%c3%bc"'),
    [
      'integer 1 | integer -2 | decimal 3.50 | string a"\\b | token tok/en:x | token * | boolean 1 | boolean 0',
      'bytes aGk= | bytes  | other @17 | other %"f%c3%bc"',
    ].join(' | '),
  )
})

test('parameters: the last of a name counts, one without a value is true', () => {
  assert.equal(listed('a;x;  y=1;x=2'), 'token a x=integer 2 y=integer 1')
  assert.equal(listed(['a;x', '"b";y=@1']), 'token a x=boolean 1 | string b y=other @1')
})

test('an absent and an empty field have no members', () => {
  for (const value of [null, undefined, [], '', '   ']) {
    assert.deepEqual(parseList(value), [])
    assert.equal(parseDictionary(value)?.size, 0)
  }
})

const malformed = [
  ...[',', 'a,', 'a,,b', ',a', 'a b', '\ta', 'a;', 'a;X=1', 'a ;x', 'a; x= 1', 'a;x =1', '(a)', '(a b);x', ')'],
  ...['1.', '.5', '1.2345', '1234567890123456', '1234567890123.1', '--1', '+1', '1.2.3', '1a', '"a', "'a'", '"\\a"'],
  ...['"\xe4"', '"\n"', '?2', '?', ':a', ':a:', ':=:', ':a===:', '@', '@1.5', '%"%C3"', '%"\xe4"', '\xe4', '1 2'],
]

for (const value of malformed) {
  test(`${JSON.stringify(value)} is no list`, () => assert.equal(parseList(value), null))
}

test('as many members as RFC 9651 asks for are read, more are not', () => {
  assert.equal(parseList('a,'.repeat(1023).concat('a'))?.length, 1024)
  assert.equal(parseList('a,'.repeat(1024).concat('a')), null)
})

test('a dictionary has keys in lower case, and the last of a name', () => {
  const items = parseDictionary('limit=100, a;x, remaining=50 ,\tlimit=7')
  assert.deepEqual([...(items?.keys() ?? [])], ['limit', 'a', 'remaining'])
  assert.deepEqual([items?.get('limit')?.text, items?.get('a')?.type], ['7', 'boolean'])
  for (const value of ['A=1', 'a=', '=1', 'a=1,', 'a b', '1=2', 'a=(1)']) assert.equal(parseDictionary(value), null)
})

// The library has no type for integers, and reads inner lists and dates; none of that is among these parts.
const parts = [
  'a',
  'A',
  '*b',
  '"c d"',
  '"e\\""',
  '1',
  '-20',
  '3.5',
  ':aGk=:',
  '?1',
  ';',
  '; ',
  '=',
  ',',
  ', ',
  ' ',
  '\t',
  'ä',
]
const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map(found => found.join(''))

const plain = (value: Item): unknown => {
  if (value.type === 'integer' || value.type === 'decimal') return Number(value.text)
  if (value.type === 'boolean') return value.text === '1'
  return value.type === 'bytes' ? 'bytes' : value.text
}
const asked = (value: oracle.BareItem | oracle.Item[]): unknown => {
  if (value instanceof ArrayBuffer) return 'bytes'
  return value instanceof oracle.Token ? value.toString() : value
}
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

test('lists and dictionaries read as another reader of RFC 9651 reads them', () => {
  fc.assert(
    fc.property(text, value => {
      const list = attempt(() => oracle.parseList(value))
      assert.deepEqual(parseList(value)?.map(plain) ?? null, list?.map(([each]) => asked(each)) ?? null)
      const names = parseList(value)?.map(item => [...item.parameters.keys()]) ?? null
      assert.deepEqual(names, list?.map(([, parameters]) => [...parameters.keys()]) ?? null)
      const keyed = attempt(() => oracle.parseDictionary(value))
      const own = parseDictionary(value)
      assert.deepEqual(own && [...own.keys()], keyed && [...keyed.keys()])
      assert.deepEqual(own && [...own.values()].map(plain), keyed && [...keyed.values()].map(([each]) => asked(each)))
    }),
    { numRuns: 3000 },
  )
})
