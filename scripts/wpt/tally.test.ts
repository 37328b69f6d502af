import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mark, Played } from './play.ts'
import { tally } from './tally.ts'

const played = (outcomes: Readonly<Record<string, readonly [mark: Mark, message?: string]>>): Played =>
  new Map(Object.entries(outcomes).map(([name, [mark, message = '']]) => [name, { mark, message }]))

test('a subtest is told by its marks where not every fetch passed it', () => {
  const rounds = [played({ a: ['p'], b: ['f', 'no'], c: ['t'] }), played({ a: ['p'], b: ['p'], d: ['n'] })]
  assert.deepEqual(tally(rounds), { subtests: 4, notPassed: { b: 'fp', c: 't-', d: '-n' } })
})

test('what all of them miss of a browser is not counted, and what one misses is', () => {
  const missing = 'promise_test: Unhandled rejection with value: object "ReferenceError: document is not defined"'
  const mistake = 'ReferenceError: unheardOf is not defined'
  const rounds = [
    played({ a: ['f', missing], b: ['f', missing], c: ['f', mistake] }),
    played({ a: ['f', missing], b: ['p'], c: ['f', mistake] }),
  ]
  assert.deepEqual(tally(rounds), { subtests: 2, needs: { document: 1 }, notPassed: { b: 'fp', c: 'ff' } })
})
