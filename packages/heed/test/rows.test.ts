import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain, rows } from 'heed/status'

/** Every code that can be on the wire, with its row or that of its class. */
const all = Array.from({ length: 500 }, (_, index) => explain(100 + index))
const isSentence = (text: string): boolean => /^\S.{10,}\.$/.test(text)

test('every code from 100 to 599 has a phrase, a verb, sentences and a link', () => {
  const lacking = all.filter(({ phrase, verb, meaning, next, again, spec }) => {
    const told = [meaning, next, again].every(text => text !== '')
    return phrase === '' || !told || !isSentence(meaning) || !/^[a-z]+$/.test(verb) || !URL.canParse(spec)
  })
  assert.deepEqual(lacking, [])
})

test('every specification is one that a reader can open', () => {
  const strange = all.filter(
    ({ spec }) => !/^https:\/\/(www\.rfc-editor\.org|datatracker\.ietf\.org)\/\S+#\S+$/.test(spec),
  )
  assert.deepEqual(
    strange.map(({ code, spec }) => [code, spec]),
    [],
  )
})

test('no code has two rows', () => {
  const codes = rows.map(({ code }) => code)
  assert.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  )
})

test('no two registered codes mean the same', () => {
  const registered = rows.filter(({ vendor }) => vendor === null)
  assert.equal(new Set(registered.map(({ meaning }) => meaning)).size, registered.length)
})
