import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stopped } from '../action.ts'
import { Answer } from '../answer.ts'
import type { FaultName, WireAnswer } from '../ports.ts'
import { FAULT_WORDS, STOPS } from '../rules/words.ts'
import { explain } from '../status/explain.ts'
import { type CallFacts, StatusError, WireError } from './errors.ts'

const facts = (stopped: Stopped, retryAt: Date | null = null): CallFacts => ({
  method: 'GET',
  url: 'https://a.test/x?k=…',
  trail: [],
  stopped,
  retryAt,
  retryable: false,
})

const answerOf = (status: number): Answer => {
  const body = new Uint8Array(0)
  const wire: WireAnswer = { kind: 'answer', status, statusText: '', fields: {}, body, stream: null, whole: true }
  return new Answer(wire, null, 'GET', new URL('https://a.test/x?k=secret'), 0, 1, null)
}

/** Whole sentences, each begun with a capital and ended, with one blank in between. */
const SENTENCES = /^(?:[A-Zh]\S*(?: \S+)*[.] ?)+$/

test('each fault says what happened, what it means and what to do', () => {
  for (const [name, { meaning, next }] of Object.entries(FAULT_WORDS)) {
    const { message } = new WireError(name as FaultName, null, null, facts('final'))
    assert.equal(message, `GET https://a.test/x?k=… failed (${name}). ${meaning} ${next}`)
    assert.match(message, SENTENCES)
  }
})

test('each reason to stop is told, with its cure and the time to try again', () => {
  const retryAt = new Date(0)
  for (const [stopped, { reason, cure }] of Object.entries(STOPS)) {
    const { message } = new StatusError(answerOf(503), facts(stopped as Stopped, retryAt))
    const who = stopped === 'breaker' ? 'It is left alone' : 'The server asks to wait'
    const told = ` heed stopped because ${reason}. ${who} until 1970-01-01T00:00:00.000Z.`
    assert.equal(message.includes(told), stopped !== 'final', stopped)
    assert.equal(message.includes(cure), true, stopped)
  }
})

test('each status code says what it means and what to do', () => {
  for (let status = 100; status <= 599; status++) {
    const { message, who } = new StatusError(answerOf(status), facts('final'))
    const { phrase, meaning, next } = explain(status)
    assert.equal(message, `GET https://a.test/x?k=… answered ${status} ${phrase}. ${meaning} ${next}`)
    assert.ok(['caller', 'server', 'policy'].includes(who))
  }
})

test('the message is told again in the first line of the stack', () => {
  const error = new StatusError(answerOf(404), facts('final'))
  assert.ok(error.stack?.startsWith(`StatusError: ${error.message}\n`))
})
