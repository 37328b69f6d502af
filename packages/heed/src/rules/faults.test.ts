import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onFault } from '../../test/heart.ts'
import type { Action } from '../action.ts'
import type { FaultName } from '../ports.ts'
import { FAULTS } from './faults.ts'

const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY']
const OTHERS = ['POST', 'PATCH', 'LOCK', 'get']

const say = (action: Action) => (action.do === 'fail' ? action.stopped : action.do)

const TRANSIENT: readonly FaultName[] = [
  'refused',
  'unreachable',
  'connect-timeout',
  'reset',
  'truncated',
  'unprocessed',
  'invalid-status',
  'attempt-timeout',
  'body-idle',
  'held',
]
const LASTING: readonly FaultName[] = [
  'unknown-host',
  'tls',
  'malformed',
  'headers-too-large',
  'unasked-continue',
  'interim-flood',
  'deadline',
  'too-large',
  'too-dense',
  'too-many-codings',
  'bad-coding',
  'request-body',
  'credential',
  'unsendable',
  'aborted',
  'closed',
]

test('faults: a passing one is sent again when nothing can have been processed, or repeating does no harm', () => {
  for (const name of TRANSIENT) {
    for (const method of IDEMPOTENT) assert.equal(say(onFault(name, true, { method })), 'wait', `${method} ${name}`)
    for (const method of OTHERS) {
      assert.equal(say(onFault(name, false, { method })), 'wait', `${method} ${name} before it was sent`)
      assert.equal(
        say(onFault(name, true, { method })),
        name === 'unprocessed' ? 'wait' : 'unsafe',
        `${method} ${name}`,
      )
      assert.equal(say(onFault(name, true, { method, replayable: true })), 'wait')
      assert.equal(say(onFault(name, true, { method, fields: { 'idempotency-key': '1' } })), 'wait')
    }
  }
})

test('faults: a lasting one is never sent again', () => {
  for (const name of LASTING) {
    for (const sent of [true, false]) assert.equal(say(onFault(name, sent)), 'final', name)
  }
})

test('each fault is one or the other', () => {
  assert.deepEqual([...TRANSIENT, ...LASTING].sort(), Object.keys(FAULTS).sort())
})
