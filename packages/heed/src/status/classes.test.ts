import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classes, classOf } from './classes.ts'
import { rows } from './table.ts'

test('there are five classes, each with a name, a meaning and an action', () => {
  assert.deepEqual(
    classes.map(one => [one.range, one.first, one.kind]),
    [
      ['1xx', 100, 'informational'],
      ['2xx', 200, 'successful'],
      ['3xx', 300, 'redirection'],
      ['4xx', 400, 'client error'],
      ['5xx', 500, 'server error'],
    ],
  )
  for (const one of classes) {
    assert.equal(one.name.toLowerCase(), one.kind)
    for (const sentence of [one.meaning, one.action]) assert.match(sentence, /^[A-Z][^.]*[^. ]\.$/)
  }
  assert.equal(new Set(classes.flatMap(one => [one.meaning, one.action])).size, 10)
})

test('the first digit gives the class', () => {
  for (const one of rows) assert.equal(classOf(one.code)?.kind, one.kind, `${one.code}`)
  assert.equal(classOf(100)?.range, '1xx')
  assert.equal(classOf(199)?.range, '1xx')
  assert.equal(classOf(599)?.range, '5xx')
})

test('outside 100..599 there is no class', () => {
  for (const code of [-100, 0, 99, 600, 999, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(classOf(code), null, `${code}`)
})
