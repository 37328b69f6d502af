import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Answer } from './answer.ts'
import { type PickRequest, pickAnswer, pickAtConnect } from './pick.ts'

const request = (more: Partial<PickRequest> = {}): PickRequest => ({
  origin: 'a',
  method: 'GET',
  path: '/',
  fields: [],
  ...more,
})

/** Which answers so many equal requests get. */
function picks(answers: readonly Answer[], count: number, asked: PickRequest = request()): (number | null)[] {
  const used: number[] = []
  return Array.from({ length: count }, () => {
    const index = pickAnswer(answers, used, asked)
    if (index !== null) used[index] = (used[index] ?? 0) + 1
    return index
  })
}

test('answers are given in order, once each, and the last without end', () => {
  assert.deepEqual(picks([{ status: 503 }, { status: 502 }, { status: 200 }], 5), [0, 1, 2, 2, 2])
})

test('`times` says how often, for the last one too', () => {
  assert.deepEqual(
    picks(
      [
        { status: 503, times: 2 },
        { status: 200, times: 1 },
      ],
      4,
    ),
    [0, 0, 1, null],
  )
  assert.deepEqual(picks([{ status: 503, times: 'always' }, { status: 200 }], 3), [0, 0, 0])
})

test('the first answer that fits is given, also before one that is further up', () => {
  const answers: Answer[] = [
    { when: { path: '/token' }, times: 'always', status: 200 },
    { status: 401 },
    { status: 204 },
  ]
  assert.deepEqual(picks(answers, 3), [1, 2, 2])
  assert.deepEqual(picks(answers, 3, request({ path: '/token' })), [0, 0, 0])
})

test('every member of `when` counts', () => {
  const only = (when: NonNullable<Answer['when']>, asked: Partial<PickRequest>): number | null =>
    pickAnswer([{ when, status: 200 }], [], request(asked))
  assert.equal(only({ origin: 'b' }, {}), null)
  assert.equal(only({ origin: 'b' }, { origin: 'b' }), 0)
  assert.equal(only({ method: 'POST' }, {}), null)
  assert.equal(only({ method: 'POST' }, { method: 'POST' }), 0)
  assert.equal(only({ path: '/x' }, { path: '/x?y' }), null)
  assert.equal(only({ path: '/x?y' }, { path: '/x?y' }), 0)
  assert.equal(only({ path: '/x', method: 'PUT' }, { path: '/x' }), null)
})

test('patterns are for the whole value, names have no case, lines are joined', () => {
  const fits = (pattern: string | null, ...fields: [string, string][]): boolean =>
    pickAnswer([{ when: { fields: { 'x-a': pattern } }, status: 200 }], [], request({ fields })) === 0
  assert.equal(fits('b|c', ['X-A', 'b']), true)
  assert.equal(fits('b|c', ['x-a', 'bc']), false)
  assert.equal(fits('b', ['x-a', 'xb']), false)
  assert.equal(fits('b, c', ['x-a', 'b'], ['X-A', 'c']), true)
  assert.equal(fits('.*'), false)
  assert.equal(fits(null), true)
  assert.equal(fits(null, ['x-a', '']), false)
})

test('a connection is broken when that is the next answer for any request', () => {
  const broken: Answer = { break: { at: 'connect', how: 'reset' } }
  assert.equal(pickAtConnect([broken, { status: 200 }], [], 'a'), 0)
  assert.equal(pickAtConnect([broken, { status: 200 }], [1], 'a'), null)
  assert.equal(pickAtConnect([{ status: 503 }, broken], [], 'a'), null)
  assert.equal(pickAtConnect([{ status: 503 }, broken], [1], 'a'), 1)
  assert.equal(pickAtConnect([{ when: { path: '/token' }, times: 'always', status: 200 }, broken], [], 'a'), 1)
  assert.equal(pickAtConnect([{ ...broken, when: { origin: 'b' } }, { status: 200 }], [], 'a'), null)
  assert.equal(pickAtConnect([{ ...broken, when: { origin: 'b' } }, { status: 200 }], [], 'b'), 0)
})

test('the files of a script run anywhere: they import nothing of Node', () => {
  for (const name of ['template', 'pick', 'origins', 'filler']) {
    assert.doesNotMatch(readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8'), /from '(node:|[^.])/)
  }
})
