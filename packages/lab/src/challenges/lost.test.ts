import assert from 'node:assert/strict'
import { test } from 'node:test'
import { content, entries } from '../../test/evidence.ts'
import type { LogEntry } from '../log/entry.ts'
import type { Check } from '../script/check.ts'
import { isLost } from './lost.ts'

type Bare = { [That in Check['that']]: Omit<Extract<Check, { that: That }>, 'otherwise'> }[Check['that']]

const lost = (check: Bare, list: readonly LogEntry[]): boolean =>
  isLost({ ...check, otherwise: 'It went wrong.' } as Check, { entries: list, connections: [] })

test('too few requests may become enough, too many stay too many', () => {
  assert.equal(lost({ that: 'requests', min: 2 }, entries({})), false)
  assert.equal(lost({ that: 'requests', max: 1 }, entries({})), false)
  assert.equal(lost({ that: 'requests', max: 1 }, entries({}, {})), true)
  assert.equal(lost({ that: 'requests', among: { method: 'HEAD' } }, entries({})), false)
  assert.equal(lost({ that: 'requests', among: { method: 'HEAD' } }, entries({ method: 'HEAD' })), true)
})

test('a request that has not come may yet be right; one that is wrong stays wrong', () => {
  const check = { that: 'request', number: 2, method: 'PUT' } as const
  assert.equal(lost(check, entries({})), false)
  assert.equal(lost(check, entries({}, { method: 'PUT' })), false)
  assert.equal(lost(check, entries({}, {})), true)
  assert.equal(lost({ ...check, number: 'every' }, []), false)
  assert.equal(lost({ ...check, number: 'every' }, entries({ method: 'PUT' }, {})), true)
  assert.equal(lost({ ...check, number: 'last' }, entries({})), false)
})

test('content that is still coming may yet be right', () => {
  const check = { that: 'request', number: 1, body: 'x' } as const
  assert.equal(lost(check, entries({ body: null })), false)
  assert.equal(lost(check, entries({ body: content('y') })), true)
})

test('a gap is decided when the later request has come', () => {
  const check = { that: 'gap', from: 1, to: 2, minMs: 500 } as const
  assert.equal(lost(check, entries({})), false)
  assert.equal(lost(check, entries({}, {})), true)
  assert.equal(lost(check, entries({}, { atMs: 600 })), false)
})

test('one of several is lost when all of them are', () => {
  const max = (most: number): Check => ({ that: 'requests', max: most, otherwise: 'Too many.' })
  assert.equal(lost({ that: 'either', of: [max(0), max(1)] }, entries({})), false)
  assert.equal(lost({ that: 'either', of: [max(0), max(1)] }, entries({}, {})), true)
  const more: Check = { that: 'requests', min: 2, otherwise: 'Too few.' }
  assert.equal(lost({ that: 'either', of: [max(0), more] }, entries({})), false)
})

test('what was open at one time, and on which connection, does not change any more', () => {
  assert.equal(lost({ that: 'in-flight', max: 1 }, entries({ atMs: 0 }, { atMs: 5 })), true)
  assert.equal(lost({ that: 'connection', number: 2, is: 'other', as: 1 }, entries({})), false)
  assert.equal(lost({ that: 'connection', number: 2, is: 'other', as: 1 }, entries({}, {})), true)
})
