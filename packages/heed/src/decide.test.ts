import assert from 'node:assert/strict'
import { test } from 'node:test'
import { even, heart, onAnswer } from '../test/heart.ts'
import { AWAKE, type Event, START } from './action.ts'
import { decide } from './decide.ts'
import { FAULTS } from './rules/faults.ts'
import { FAULT_WORDS, STOPS } from './rules/words.ts'
import { lookup } from './status/lookup.ts'

test('a call begins with a look, and so does what follows a wait', () => {
  const { exchange } = heart([])
  for (const event of [START, AWAKE]) assert.deepEqual(decide(exchange, event, 0, even).do, 'look')
})

test('every status has an action that its verb allows', () => {
  const allowed = {
    note: ['fail'],
    use: ['deliver'],
    follow: ['wait'],
    reuse: ['fail'],
    renew: ['fail'],
    retry: ['wait'],
    repair: ['fail'],
    stop: ['fail'],
  }
  for (let status = 100; status < 600; status++) {
    const verb = lookup(status)?.verb ?? 'stop'
    const action = onAnswer(status, { location: '/b', 'retry-after': '1' })
    assert.ok(allowed[verb].includes(action.do), `${status}: ${action.do}`)
    if (action.do === 'fail') assert.equal(action.rule, verb)
  }
})

test('what is no status code at all ends the call', () => {
  for (const status of [0, 99, 600, 999, 200.5, Number.NaN]) assert.equal(onAnswer(status).do, 'fail', String(status))
})

test('decisions change nothing of what they are given, and are the same each time', () => {
  const { exchange, clock } = heart([], { method: 'PUT', fields: { accept: '*/*', cookie: 'a=b' } })
  exchange.attempt = 1
  Object.freeze(exchange)
  for (const part of [exchange.request, exchange.request.fields, exchange.plan]) Object.freeze(part)
  const before = JSON.stringify([exchange.request, exchange.origin])
  for (let status = 100; status < 600; status++) {
    const fields = Object.freeze({ location: 'https://b.test/', 'retry-after': '1' })
    const event: Event = Object.freeze({ is: 'answer', status, fields, wallMs: clock.wallMs(), stored: false })
    const first = decide(exchange, event, clock.steadyMs(), even)
    assert.deepEqual(decide(exchange, event, clock.steadyMs(), even), first)
  }
  assert.equal(JSON.stringify([exchange.request, exchange.origin]), before)
})

test('every fault and every stop has its words, each its own', () => {
  const meanings = Object.values(FAULT_WORDS).map(row => row.meaning)
  assert.equal(new Set(meanings).size, meanings.length)
  for (const [name, { meaning, next }] of Object.entries(FAULT_WORDS)) {
    assert.match(meaning, /^[A-Z].*\.$/, name)
    assert.match(next, /^[A-Z].*\.$/, name)
  }
  const reasons = Object.values(STOPS).map(stop => stop.reason)
  assert.equal(new Set(reasons).size, reasons.length)
  for (const [name, { reason, cure }] of Object.entries(STOPS)) {
    assert.match(reason, /^[a-z].*[^.]$/, name)
    assert.match(cure, /^$|^[A-Z].*\.$/, name)
  }
})

test('a fault that any method may follow is one that passes', () => {
  for (const [name, row] of Object.entries(FAULTS)) assert.ok(row.transient || !row.unprocessed, name)
})
