import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type EntityTag,
  matchesStrongly,
  matchesWeakly,
  parseEntityTag,
  parseEntityTags,
  writeEntityTag,
} from './etag.ts'

const strong = (opaque: string): EntityTag => ({ weak: false, opaque })
const weak = (opaque: string): EntityTag => ({ weak: true, opaque })

test('a tag is strong, or weak behind W/', () => {
  assert.deepEqual(parseEntityTag('"abc"'), strong('abc'))
  assert.deepEqual(parseEntityTag('W/"abc"'), weak('abc'))
  assert.deepEqual(parseEntityTag('""'), strong(''))
  assert.deepEqual(parseEntityTag([' "abc"\t']), strong('abc'))
})

test('a tag may hold a comma, a backslash and obs-text, and knows no escapes', () => {
  assert.deepEqual(parseEntityTag('"a,b"'), strong('a,b'))
  assert.deepEqual(parseEntityTag('"a\\"'), strong('a\\'))
  assert.deepEqual(parseEntityTag('"abcdef\xfc"'), strong('abcdef\xfc'))
})

test('what is not to the letter is no tag', () => {
  const bad = [
    '',
    'abc',
    '"abc',
    'abc"',
    'w/"abc"',
    'W"abc"',
    'W\\"abc"',
    'W/ "abc"',
    '"a b"',
    '"a"b"',
    '"a", "b"',
    '*',
  ]
  for (const value of [...bad, '"\x7f"', '"\u20ac"', 'W/', 'W/"', '"']) assert.equal(parseEntityTag(value), null, value)
  for (const value of [null, undefined, [], ['"a"', '"a"']]) assert.equal(parseEntityTag(value), null)
})

test('a list is read in its order, from one line and from several', () => {
  assert.deepEqual(parseEntityTags('"1", W/"2","3"'), [strong('1'), weak('2'), strong('3')])
  assert.deepEqual(parseEntityTags(['"1"', ',, W/"2" ,']), [strong('1'), weak('2')])
  assert.deepEqual(parseEntityTags('"a,b", "c"'), [strong('a,b'), strong('c')])
  assert.deepEqual(parseEntityTags('"\xfc"'), [strong('\xfc')])
})

test('a star stands alone', () => {
  assert.equal(parseEntityTags(' * '), '*')
  assert.deepEqual(parseEntityTags('*, "a"'), [strong('a')])
  assert.deepEqual(parseEntityTags(['*', '*']), [])
})

test('what is no tag in a list is passed over', () => {
  assert.deepEqual(parseEntityTags('abc, "1", w/"2", "3" x, "4'), [strong('1')])
  assert.deepEqual(parseEntityTags('"a" "b", "c"'), [strong('c')])
  for (const value of [null, undefined, '', ' , ', []]) assert.deepEqual(parseEntityTags(value), [])
})

test('strong comparison wants two strong tags, weak comparison wants equal ones (RFC 9110 section 8.8.3.2)', () => {
  const table = [
    [weak('1'), weak('1'), false, true],
    [weak('1'), weak('2'), false, false],
    [weak('1'), strong('1'), false, true],
    [strong('1'), strong('1'), true, true],
  ] as const
  for (const [a, b, strongly, weakly] of table) {
    assert.equal(matchesStrongly(a, b), strongly)
    assert.equal(matchesStrongly(b, a), strongly)
    assert.equal(matchesWeakly(a, b), weakly)
    assert.equal(matchesWeakly(b, a), weakly)
  }
})

test('any list of tags that is written is read back', () => {
  const tagText = fc.string({ unit: fc.constantFrom(...'a!#,\\;=~\x80\xff'), maxLength: 8 })
  const tag = fc.record({ weak: fc.boolean(), opaque: tagText }, { noNullPrototype: true })
  fc.assert(
    fc.property(fc.array(tag), fc.constantFrom(',', ', ', ' ,\t', ',,'), (tags, comma) => {
      assert.deepEqual(parseEntityTags(tags.map(writeEntityTag).join(comma)), tags)
      for (const one of tags) assert.deepEqual(parseEntityTag(writeEntityTag(one)), one)
    }),
  )
})
