import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherwise, said, saidOfCheck, template } from '../../test/said.ts'
import { checkAnswers, checkScenario } from './check-script.ts'

test('the template is a scenario', () => {
  assert.deepEqual(said({}), [])
})

test('what is no scenario at all', () => {
  for (const [value, shown] of [
    [null, 'null'],
    [[], '[]'],
    ['x', '"x"'],
  ] as const)
    assert.deepEqual(checkScenario(value), [`The scenario must be an object (One scenario); it is ${shown}.`])
})

test('a misspelt member comes first, with the one that was meant', () => {
  assert.deepEqual(said({ calls: undefined, cals: [] }), [
    'The scenario has no member "cals". Did you mean "calls"?',
    'The scenario lacks "calls", a list of 1 to 8 entries (What the client is told to request, one after another).',
  ])
  assert.deepEqual(said({ answers: [{ status: '503', delay: 5 }] }), [
    'answers[0] has no member "delay". Did you mean "delayMs"?',
    'answers[0].status must be a whole number from 0 to 99999 (Any whole number); it is "503".',
  ])
  assert.match(
    said({ answers: [{ status: 503, colour: 5 }] })[0] ?? '',
    /^answers\[0\] has no member "colour"\. It takes when, times, /,
  )
})

test('a bound is named with the value that lies outside', () => {
  assert.deepEqual(said({ calls: [{ path: '/', times: 300 }] }), [
    'calls[0].times must be a whole number from 1 to 200 (So many at the same time. Default 1); it is 300.',
  ])
  assert.deepEqual(said({ title: 'short' }), [
    'title must be a text of 10 to 110 letters (One line: what a well-behaved client does); it is "short".',
  ])
  assert.match(said({ kind: 'must' })[0] ?? '', /^kind must be "required", "advised" or "optional" .*; it is "must"\.$/)
  assert.deepEqual(said({ codes: [503, 503] }), ['codes has 503 twice: take one out.'])
  assert.deepEqual(saidOfCheck({ that: 'requests', max: -1 }), [
    'verdict[0].max must be a whole number of at least 0 (At most); it is -1.',
  ])
})

test('a text of a certain form is shown by an example', () => {
  assert.deepEqual(said({ calls: [{ path: 'report' }] }), [
    'calls[0].path must be a text such as "/report?page=2" (Path and query after the prefix, with a slash first); it is "report".',
  ])
  assert.match(said({ anchors: ['RFC 9110'] })[0] ?? '', /^anchors\[0\] must be a text such as "RFC9110#15\.4\.2"/)
})

test('field names are written in lower case', () => {
  assert.deepEqual(said({ answers: [{ status: 200, fields: { 'Retry-After': '1' } }] }), [
    'answers[0].fields has the name "Retry-After": write it in lower case and without blanks, "retry-after".',
  ])
})

test('where one of several is needed, all are named and nothing else is said', () => {
  assert.deepEqual(said({ answers: [{}] }), ['answers[0] needs one of "status", "raw" or "break".'])
  assert.deepEqual(said({ answers: [{ tiems: 2 }] }), [
    'answers[0] has no member "tiems". Did you mean "times"?',
    'answers[0] needs one of "status", "raw" or "break".',
  ])
  assert.deepEqual(said({ answers: [{ status: 200, times: 'ever' }] }), [
    'answers[0].times must be a whole number from 1 to 10000, or "always" (How many requests it answers. Default 1; the last of the list: without end); it is "ever".',
  ])
  assert.deepEqual(said({ answers: [{ status: 200, body: { text: 'x', bytes: 1 } }] }), [
    'answers[0].body must have exactly 1 of text, json, base64, bytes, zeros, endless; it has 2.',
  ])
  assert.deepEqual(said({ answers: [{ status: 200, when: {} }] }), [
    'answers[0].when must have at least 1 of origin, method, path, fields; it has none.',
  ])
  assert.deepEqual(said({ answers: [{ status: 200, fields: { 'x-y': ['a', 3] } }] }), [
    'answers[0].fields["x-y"] must be a text, or a list of at least 1 entry, each a text; it is ["a",3].',
  ])
})

test('a word that is lacking is told with the words that it may be', () => {
  assert.match(
    said({ answers: [{ status: 200, break: { at: 'head' } }] })[0] ?? '',
    /^answers\[0\]\.break lacks "how": "reset", "close" or "stall"/,
  )
})

test('a kind of check that does not exist', () => {
  assert.deepEqual(saidOfCheck({ that: 'reqests' }), [
    'verdict[0].that must name a kind of check; it is "reqests". Did you mean "requests"?',
  ])
  assert.match(
    saidOfCheck({})[0] ?? '',
    /^verdict\[0\]\.that must name a kind of check; it is left out\. The kinds are requests, /,
  )
  assert.deepEqual(
    saidOfCheck({
      that: 'either',
      of: [
        { that: 'gap', otherwise },
        { that: 'sent', otherwise, number: 1, maxBytes: 1, x: 1 },
      ],
    }),
    [
      'verdict[0].of[1] has no member "x". It takes that, otherwise, number, maxBytes.',
      'verdict[0].of[0] lacks "from", a whole number of at least 1 (From 1).',
      'verdict[0].of[0] lacks "to", a whole number of at least 1 (From 1).',
    ],
  )
})

test('a scenario lies where it says', () => {
  const scenario = { ...template, $schema: '../../schema/scenario.json' }
  assert.deepEqual(checkScenario(scenario, { group: 'retry', id: 'the-file-name' }), [])
  assert.deepEqual(checkScenario(template, { group: 'faults', id: 'other' }), [
    'id is "the-file-name", but the file is other.json: make them the same.',
    'group is "retry", but the folder is faults: make them the same.',
    '$schema is "./schema/scenario.json": write "../../schema/scenario.json", so that editors find it.',
  ])
})

test('the script of a visitor is a list of answers', () => {
  assert.deepEqual(
    checkAnswers([
      { status: 503, times: 2 },
      { status: 200, body: { text: 'ok' } },
    ]),
    [],
  )
  assert.match(
    checkAnswers({ answers: [] })[0] ?? '',
    /^answers must be a list of 1 to 50 entries .*; it is \{"answers":\[\]\}\.$/,
  )
  assert.match(checkAnswers(Array(51).fill({ status: 200 }))[0] ?? '', /^answers must be a list of 1 to 50 entries/)
  assert.deepEqual(checkAnswers([{ status: 200, delay: 1 }]), [
    'answers[0] has no member "delay". Did you mean "delayMs"?',
  ])
  assert.deepEqual(checkAnswers([{ status: 200 }, { break: { at: 'connect', how: 'reset' } }]), [
    'answers[1].break.at is "connect", which only a scenario of the suite can have: break at "request".',
  ])
  assert.match(
    checkAnswers([{ status: 200, when: { fields: { a: '(' } } }, { status: 201 }])[0] ?? '',
    /is no regular expression/,
  )
})
