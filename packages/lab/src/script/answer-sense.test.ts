import assert from 'node:assert/strict'
import { test } from 'node:test'
import { said, saidOfCheck } from '../../test/said.ts'

test('patterns compile, and are no templates', () => {
  assert.deepEqual(said({ answers: [{ status: 200, when: { fields: { accept: '[' } } }, { status: 503 }] }), [
    'answers[0].when.fields.accept is no regular expression (Unterminated character class): put a backslash before a sign that stands for itself, as in \\\\( or \\\\*.',
  ])
  assert.deepEqual(saidOfCheck({ that: 'request', number: 1, fields: { referer: '{a}/x', accept: 'a{2}' } }), [
    'verdict[0].fields.referer holds {a}, but patterns are not filled in: write .* where the address or the time goes.',
  ])
})

test('places of templates are written right', () => {
  const answer = {
    status: 503,
    fields: { 'retry-after': '{date +2}', 'x-a': '{a}{prefix}{date}{unix-60}{9*ab}{"b":1}{abc}' },
  }
  assert.deepEqual(said({ answers: [answer] }), [
    'answers[0].fields["retry-after"] holds {date +2}, which is no place to fill in: write it as {a}, {prefix}, {date+2} or {unix-60}.',
  ])
  assert.match(
    said({ calls: [{ path: '/', fields: { 'x-a': '{date+soon}' } }] })[0] ?? '',
    /^calls\[0\]\.fields\["x-a"\] holds/,
  )
  assert.match(saidOfCheck({ that: 'result', url: '{b+1}/x' })[0] ?? '', /^verdict\[0\]\.url holds \{b\+1\}/)
})

test('an answer that is never given', () => {
  const always = { status: 503, times: 'always' }
  const forToken = { when: { path: '/token' } }
  assert.deepEqual(said({ answers: [always, { status: 200 }] }), [
    'answers[1] is never given: answers[0] comes before it and answers the same requests always. Put it first, or give answers[0] a number of times.',
  ])
  assert.deepEqual(said({ answers: [{ ...always, ...forToken }, { status: 200 }] }), [])
  assert.equal(said({ answers: [always, { status: 200, ...forToken }] }).length, 1)
  assert.equal(
    said({
      answers: [
        { ...always, ...forToken },
        { status: 200, ...forToken },
      ],
    }).length,
    1,
  )
})

test('a break sends what it can send and no more', () => {
  const broken = (at: string, more: object = {}) =>
    said({ codes: [], answers: [{ break: { at, how: 'reset' }, ...more }] })
  assert.deepEqual(broken('request'), [])
  assert.deepEqual(broken('request', { when: { path: '/x' } }), [])
  assert.deepEqual(broken('connect', { when: { origin: 'a' } }), [])
  assert.deepEqual(broken('connect', { when: { origin: 'a', path: '/x' } }), [
    'answers[0].break.at is "connect", before anything is read: take "path" out of its "when", or break at "request".',
  ])
  assert.deepEqual(broken('request', { status: 200, body: { text: 'x' } }), [
    'answers[0].break.at is "request", so nothing is sent: leave out status, body, or break at "head" or "body".',
  ])
  assert.deepEqual(broken('body'), ['answers[0] breaks at "body" but has nothing to send: give it a status.'])
  assert.deepEqual(
    said({ codes: [], answers: [{ status: 200, break: { at: 'head', how: 'close', afterBytes: 4 } }] }),
    ['answers[0].break.afterBytes counts bytes of a body: break at "body", or leave it out.'],
  )
})

test('members of an answer that shut each other out', () => {
  const answered = (answer: object) => said({ codes: [], answers: [answer] })
  assert.deepEqual(answered({ raw: 'HTTP/1.1 200 OK\r\n\r\n', status: 200, framing: 'close' }), [
    'answers[0].raw is sent in place of status, framing: leave out the one or the other.',
  ])
  for (const closing of [{ framing: 'close' }, { connection: 'close-unsaid' }, { break: { at: 'body', how: 'close' } }])
    assert.match(
      answered({ status: 200, extra: 'HTTP/1.1 ...', ...closing })[0] ?? '',
      /^answers\[0\]\.extra comes after a whole answer/,
    )
  assert.deepEqual(answered({ status: 200, extra: 'HTTP/1.1 ...', connection: 'keep' }), [])
  assert.match(
    answered({ status: 200, body: { endless: true } })[0] ?? '',
    /set framing to "chunked" or "close", or declaredBytes\.$/,
  )
  assert.deepEqual(answered({ status: 200, body: { endless: true }, framing: 'chunked' }), [])
  assert.match(answered({ status: 200, body: { base64: 'YQ=' } })[0] ?? '', /is no base64/)
  assert.deepEqual(answered({ status: 200, body: { base64: 'YQ==' } }), [])
  assert.match(answered({ status: 200, coding: ['gzip'] })[0] ?? '', /has no body to encode/)
  assert.match(answered({ status: 200, bodyDrip: { bytes: 1, everyMs: 1 } })[0] ?? '', /has no body to send in pieces/)
  assert.match(answered({ status: 200, phrase: 'a\nb' })[0] ?? '', /^answers\[0\]\.phrase holds a line break/)
  assert.match(
    answered({ status: 200, interim: [{ status: 103, fields: { link: 'a\r\nb' } }] })[0] ?? '',
    /^answers\[0\]\.interim\[0\]\.fields\.link holds a line break/,
  )
})
