import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from './explain.ts'
import { paragraphs } from './paragraphs.ts'

test('an explanation prints as paragraphs', () => {
  const told = explain(404)
  assert.deepEqual(paragraphs(told, 1000).split('\n\n'), [
    '404 Not Found (client error)',
    told.meaning,
    `Next: ${told.next}`,
    `Send again? ${told.again}`,
    `Effect: ${told.effectMeaning}`,
    'Cache: may be kept for a while unless its fields forbid it.',
    'Registered with IANA.',
    'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.5',
  ])
})

test('the fields to read and what a cache may do are named', () => {
  assert.match(
    paragraphs(explain(429), 1000),
    /Fields to read: Retry-After, RateLimit, RateLimit-Policy\.\n\nCache: never kept\./,
  )
  assert.match(paragraphs(explain(500), 1000), /Cache: kept only if its fields allow it\./)
})

test('no line is wider than asked for, unless a single word is', () => {
  for (let code = 95; code <= 605; code++) {
    for (const columns of [20, 80]) {
      const text = paragraphs(explain(code), columns)
      for (const line of text.split('\n')) assert.ok(line.length <= columns || !line.includes(' '), line)
      assert.equal(
        text.replace(/\s+/g, ' '),
        paragraphs(explain(code), 10_000).replace(/\s+/g, ' '),
        'wrapping loses nothing',
      )
    }
  }
  assert.equal(paragraphs(explain(404)), paragraphs(explain(404), 80))
})

test('that a code is unregistered is said once', () => {
  assert.equal(paragraphs(explain(471), 1000).match(/unregistered/gi)?.length, 1)
})

test('what is not a code prints without a number', () => {
  assert.match(paragraphs(explain('abc')), /^Not a Status Code \(invalid\)\n\n"abc" is not a whole number/)
  assert.match(paragraphs(explain(999)), /^999 Request denied \(invalid\)\n\nLinkedIn/)
})
