import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherwise, said, saidOfCheck } from '../../test/said.ts'

test('bounds and numbers of checks', () => {
  assert.deepEqual(saidOfCheck({ that: 'requests', min: 3, max: 2 }), [
    'verdict[0].min is 3 and max is 2: nothing can be both; swap them.',
  ])
  assert.deepEqual(saidOfCheck({ that: 'elapsed' }), ['verdict[0] has no bound: give it minMs, maxMs or both.'])
  assert.deepEqual(saidOfCheck({ that: 'gap', from: 2, to: 2, minMs: 1 }), [
    'verdict[0] goes from request 2 to 2: "to" must be the later one.',
  ])
  assert.deepEqual(saidOfCheck({ that: 'connection', number: 2, is: 'other', as: 2 }), [
    'verdict[0] compares request 2 with itself: "as" must name another one.',
  ])
  assert.deepEqual(saidOfCheck({ that: 'result', call: 2, ok: true }), [
    'verdict[0].call is 2, but there is 1 call (copies counted apart).',
  ])
  assert.match(
    saidOfCheck({ that: 'request', number: 1 })[0] ?? '',
    /^verdict\[0\] looks at nothing: give it one of origin, /,
  )
  assert.match(saidOfCheck({ that: 'result', call: 1 })[0] ?? '', /^verdict\[0\] looks at nothing: give it one of ok, /)
})

test('a check about a request that another check rules out', () => {
  const most = { that: 'requests', max: 2, otherwise: 'It sent too many requests.' }
  const third = { that: 'request', number: 3, method: 'GET', otherwise }
  assert.deepEqual(said({ verdict: [most, third] }), [
    'verdict[1] is about request 3, but another check allows 2 at most: one of them is wrong.',
  ])
  assert.deepEqual(said({ verdict: [{ ...most, max: 3 }, third] }), [])
  assert.equal(said({ verdict: [most, { ...third, among: { path: '/b' } }] }).length, 1)
  const none = { that: 'requests', among: { path: '/b' }, otherwise: 'It sent a request to /b.' }
  assert.deepEqual(said({ verdict: [none, { ...third, number: 'every', among: { path: '/b' } }] }), [
    'verdict[1] is about request 1, but another check allows none: one of them is wrong.',
  ])
  assert.deepEqual(said({ verdict: [none, third] }), [])
})

test('no two checks say the same', () => {
  const check = { that: 'requests', max: 2, otherwise }
  assert.deepEqual(said({ verdict: [check, { ...check, max: 3 }] }), [
    'verdict[1].otherwise says the same as verdict[0]: say what is particular to each.',
  ])
})
