import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EntryParts, entries } from '../../test/evidence.ts'
import { CHALLENGES } from '../challenges/all.ts'
import type { Attempt } from '../challenges/attempt.ts'
import { hintText, opening, requestLine } from './challenge-text.ts'

const line = (parts: EntryParts, columns: number, isTerminal = true): string => {
  const [entry] = entries({ atMs: 1500, ...parts })
  assert.ok(entry)
  return requestLine(entry, 250, false, { columns, colour: false, isTerminal })
}

test('a request is one line with its status, however narrow the terminal', () => {
  const parts: EntryParts = { target: '/files/export.csv', origin: 'b', answer: { broke: 'close' } }
  const whole = '    1.25 s  GET /files/export.csv at the other server  200 OK, and the connection broke\n'
  assert.equal(line(parts, 100), whole)
  assert.equal(line(parts, 40, false), whole)
  assert.equal(line(parts, 40), '    1.25 s  GET /files/export.cs...  200\n')
  assert.equal(line({ target: '/x', answer: { status: null } }, 40), '    1.25 s  GET /x  your client left\n')
})

test('what a client sends cannot steer the terminal', () => {
  assert.equal(line({ method: '\u001b[2J', target: '/\u0007' }, 80).includes('\u001b'), false)
})

test('at 40 columns nothing but an address is wider', () => {
  const url = 'http://127.0.0.1:4812/s/you/12/items/1'
  const attempt: Attempt = {
    url,
    fill: text => text.replace('{a}', 'http://127.0.0.1:4812/s/you/12'),
    ending: new Promise(() => {}),
  }
  const page = { columns: 40, colour: false }
  for (const challenge of CHALLENGES) {
    const text =
      opening(challenge, attempt, true, page) +
      challenge.hints.map((_, at) => hintText(challenge, at + 1, page)).join('')
    const wide = text
      .split('\n')
      .slice(1)
      .filter(each => each.length > 40 && !each.includes('http:'))
    assert.deepEqual(wide, [], challenge.slug)
  }
})
