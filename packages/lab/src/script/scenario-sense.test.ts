import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherwise, said } from '../../test/said.ts'

test('promises, anchors and codes', () => {
  assert.deepEqual(said({ shows: ['knob-verb-retyr'] }), [
    'shows[0] is "knob-verb-retyr", which promises.json does not have. Did you mean "knob-verb-retry"?',
  ])
  assert.match(
    said({ shows: ['trap-25'] })[0] ?? '',
    /^shows\[0\] is "trap-25", which no scenario can show: It needs two clients/,
  )
  assert.deepEqual(said({ kind: 'required', anchors: ['fetch#http-redirect-fetch'] }), [
    'kind is "required" without an RFC among the anchors: name the section that says MUST, or make it "advised".',
  ])
  assert.deepEqual(said({ codes: [503, 429] }), [
    'codes[1] is 429, which no answer has: give an answer that status, or take it out.',
  ])
  assert.deepEqual(
    said({ codes: [103, 404], answers: [{ raw: 'HTTP/1.1 404 No\r\n\r\n', interim: [{ status: 103 }] }] }),
    [],
  )
})

test('what a script asks of a client is said in its needs', () => {
  const stream = { path: '/', body: 'x', stream: true, method: 'PUT' }
  const asking: readonly (readonly [object, string])[] = [
    [{ calls: [{ path: '/', times: 2 }] }, 'parallel'],
    [{ calls: [stream] }, 'streams'],
    [{ calls: [{ path: '/', do: 'download' }] }, 'resume'],
    [{ calls: [{ path: '/', do: 'update', append: 'x' }] }, 'update'],
    [{ calls: [{ path: '/', do: 'poll' }] }, 'poll'],
    [{ options: { cache: true } }, 'cache'],
    [{ options: { auth: { token: 'x', refreshPath: '/t' } } }, 'renew'],
    [{ answers: [{ status: 503, fields: { location: '{s}/x' } }] }, 'https'],
    [{ verdict: [{ that: 'connection', number: 2, is: 'same', as: 1, otherwise }] }, 'connections'],
    [{ verdict: [{ that: 'connections', count: 'opened', max: 1, otherwise }] }, 'connections'],
  ]
  for (const [patch, ability] of asking) {
    assert.match(said(patch).join('\n'), new RegExp(`^needs lacks "${ability}": .*\\.$`))
    assert.deepEqual(said({ ...patch, needs: [ability] }), [])
  }
})

test('calls that no client can make', () => {
  const made = (call: object) => said({ calls: [{ path: '/', ...call }] })
  assert.match(
    made({ fields: { te: 'x' } })[0] ?? '',
    /^calls\[0\]\.fields has "te", which belongs to the client itself/,
  )
  assert.match(made({ path: '/a b' })[0] ?? '', /holds a blank or a brace/)
  assert.match(made({ pauseMs: 5 })[0] ?? '', /counts from the call before, and there is none/)
  assert.match(
    said({ needs: ['streams'], calls: [{ path: '/', stream: true }] })[0] ?? '',
    /stream needs a body to send/,
  )
  assert.match(made({ append: 'x' })[0] ?? '', /^calls\[0\] needs both: "do" with "update", and "append"/)
  assert.match(said({ needs: ['update'], calls: [{ path: '/', do: 'update' }] })[0] ?? '', /Give it both or neither/)
  assert.match(
    said({ needs: ['resume'], calls: [{ path: '/', do: 'download', method: 'POST' }] })[0] ?? '',
    /^calls\[0\] has a method or a body, which the client chooses for "download"/,
  )
  assert.match(
    said({ options: { attemptMs: 900, totalMs: 800 } })[0] ?? '',
    /^options\.attemptMs is 900 and totalMs is 800/,
  )
})
