import assert from 'node:assert/strict'
import { test } from 'node:test'
import { originsIn } from './origins.ts'

test('a is always open, the others where they are named', () => {
  assert.deepEqual(originsIn({ answers: [{ status: 200 }] }), ['a'])
  assert.deepEqual(originsIn({ answers: [{ status: 302, fields: { location: '{b}/new' } }] }), ['a', 'b'])
  assert.deepEqual(originsIn({ answers: [{ status: 302, fields: { link: ['<x>', '<{t}/y>'] } }] }), ['a', 't'])
  assert.deepEqual(originsIn({ answers: [{ status: 302, fields: { location: '//{b.host}/new' } }] }), ['a', 'b'])
  assert.deepEqual(originsIn({ calls: [{ origin: 's', path: '/' }] }), ['a', 's'])
  assert.deepEqual(originsIn({ answers: [{ when: { origin: 'b' }, body: { json: { next: '{s}/2' } } }] }), [
    'a',
    'b',
    's',
  ])
  assert.deepEqual(originsIn({ verdict: [{ that: 'request', origin: 't' }] }), ['a', 't'])
})

test('the letters alone name nothing', () => {
  assert.deepEqual(originsIn({ body: { text: 'b', json: { origin: 'x', b: '{ b }' } }, times: 3, none: null }), ['a'])
})
