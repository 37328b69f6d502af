import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from '../script/check.ts'
import { loadScenarios } from '../script/library.ts'
import { expectationOf } from './expectation.ts'

type Bare = { [That in Check['that']]: Omit<Extract<Check, { that: That }>, 'otherwise'> }[Check['that']]

const said = (check: Bare, calls = 1): string =>
  expectationOf({ ...check, otherwise: 'It went wrong.' } as Check, calls)

test('says what each kind of check asks for', () => {
  const cases: readonly (readonly [Bare, string])[] = [
    [{ that: 'requests', min: 2, max: 2 }, 'Exactly 2 requests arrive.'],
    [{ that: 'requests', among: { method: 'POST', path: '/x' } }, 'No POST requests to /x arrive.'],
    [{ that: 'requests', max: 3 }, 'At most 3 requests arrive.'],
    [{ that: 'requests', min: 1, among: { origin: 'b' } }, 'At least 1 request at b arrives.'],
    [{ that: 'requests', min: 1, max: 3 }, '1 to 3 requests arrive.'],
    [
      {
        that: 'request',
        number: 2,
        method: 'GET',
        path: '/x',
        origin: 'b',
        fields: { 'x-y': 'a\\.b', cookie: null },
        body: '',
      },
      'The 2nd request is GET /x at origin b, has x-y "a.b", has no cookie and has no content.',
    ],
    [{ that: 'request', number: 'every', fields: { host: '.+' } }, 'Every request has host like .+.'],
    [
      { that: 'gap', from: 1, to: 2, minMs: 900 },
      'The 2nd request comes at least 900 ms after the answer to the 1st began.',
    ],
    [
      { that: 'connection', number: 2, is: 'other', as: 1 },
      'The 2nd request comes on another connection than the 1st.',
    ],
    [{ that: 'dropped', number: 1, withinMs: 5 }, 'The client drops the connection within 5 ms of the 1st request.'],
    [{ that: 'sent', number: 1, maxBytes: 9 }, 'At most 9 bytes of the answer to the 1st request can be sent.'],
    [{ that: 'connections', count: 'at-once', max: 4 }, 'At most 4 connections are open at one time.'],
    [{ that: 'in-flight', max: 1 }, 'At most 1 request is under way at one time.'],
    [{ that: 'spread', from: 2, minMs: 50 }, 'From the 2nd request to the last, at least 50 ms pass.'],
    [
      { that: 'result', ok: false, status: null, error: ['timeout', 'network'] },
      'The result is no success, has no status and is an error of the kind timeout or network.',
    ],
    [
      { that: 'result', url: '{b}/end', bodyBytes: { max: 5 } },
      'The result has a body of at most 5 bytes and comes from /end at origin b.',
    ],
    [{ that: 'elapsed', minMs: 1, maxMs: 2 }, 'The call takes 1 to 2 ms.'],
  ]
  for (const [check, sentence] of cases) assert.equal(said(check), sentence)
})

test('numbers the calls where there are several', () => {
  assert.equal(said({ that: 'result', call: 2, ok: true }, 3), 'The result of call 2 is a success.')
  assert.equal(said({ that: 'result', call: 'every', ok: true }, 3), 'The result of every call is a success.')
})

test('has words for every check of every scenario', () => {
  const sentences = loadScenarios().flatMap(({ verdict, calls }) =>
    verdict.map(check => expectationOf(check, calls.length)),
  )
  assert.ok(sentences.length > 500)
  for (const sentence of sentences) assert.doesNotMatch(sentence, /undefined|NaN|object Object/)
})
