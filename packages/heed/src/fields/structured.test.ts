import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Bare, parseDictionary, parseList } from './structured.ts'

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

const letters = (units: string, least: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...units), { minLength: least, maxLength: 6 }).map(found => found.join(''))
const key = fc.tuple(fc.constantFrom(...'az*'), letters('az09_-.*', 0)).map(([first, rest]) => first + rest)
const written: fc.Arbitrary<Bare> = fc.oneof(
  fc.record({ type: fc.constant('integer' as const), text: fc.maxSafeNat().map(whole => `${whole % 1e15}`) }),
  fc.record({ type: fc.constant('decimal' as const), text: fc.nat(999_999).map(whole => (whole / 1000).toFixed(3)) }),
  fc.record({ type: fc.constant('string' as const), text: letters('aZ ,;=":\\', 0) }),
  fc.record({ type: fc.constant('token' as const), text: letters('aZ*', 1) }),
  fc.record({ type: fc.constant('bytes' as const), text: fc.base64String() }),
  fc.record({ type: fc.constant('boolean' as const), text: fc.constantFrom('0', '1') }),
)
const marks: Readonly<Record<string, readonly [string, string]>> = {
  string: ['"', '"'],
  bytes: [':', ':'],
  boolean: ['?', ''],
}
const write = ({ type, text }: Bare): string => {
  const [before, behind] = marks[type] ?? ['', '']
  return before + (type === 'string' ? text.replace(/["\\]/g, '\\$&') : text) + behind
}
const item = fc.record({ bare: written, parameters: fc.dictionary(key, written, { maxKeys: 3 }) })
const gap = fc.constantFrom(',', ', ', ' ,', '\t,\t ')

test('what is written is read back, type by type', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, item, gap), { maxLength: 5 }), members => {
      const texts = members.map(([, { bare, parameters }]) => {
        const each = Object.entries(parameters).map(([name, value]) => `; ${name}=${write(value)}`)
        return write(bare) + each.join('')
      })
      const join = (all: readonly string[]): string =>
        all.map((text, index) => (index === 0 ? text : (members[index]?.[2] ?? ',') + text)).join('')
      const items = members.map(([, { bare, parameters }]) => ({
        ...bare,
        parameters: new Map(Object.entries(parameters).map(([name, value]) => [name, { ...value }])),
      }))
      assert.deepEqual(parseList(join(texts)), items)
      const keyed = new Map(members.map(([name], index) => [name, items[index]]))
      assert.deepEqual(parseDictionary(join(texts.map((text, index) => `${members[index]?.[0]}=${text}`))), keyed)
      if (members.length > 0) assert.equal(parseList(`${join(texts)},`), null)
    }),
    { numRuns: 1000 },
  )
})
