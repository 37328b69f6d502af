import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, createVisitors } from './visitor.ts'

test('a path is taken apart into visitor and exercise', () => {
  assert.deepEqual(addressOf('/posts/1'), { name: null, prefix: '', path: '/posts/1' })
  assert.deepEqual(addressOf('/v/ada/posts/1'), { name: 'ada', prefix: '/v/ada', path: '/posts/1' })
  assert.deepEqual(addressOf('/v/ada'), { name: 'ada', prefix: '/v/ada', path: '/' })
  assert.deepEqual(addressOf('/v/ada/'), { name: 'ada', prefix: '/v/ada', path: '/' })
  assert.deepEqual(addressOf('/v/ada/v/bob/x'), { name: 'ada', prefix: '/v/ada', path: '/v/bob/x' })
  assert.deepEqual(addressOf('/v'), { name: '', prefix: '/v/', path: '/' })
  assert.deepEqual(addressOf('/versions'), { name: null, prefix: '', path: '/versions' })
})

test('at most 2,000 visitors are remembered, and the longest unseen is forgotten first', () => {
  const visitors = createVisitors({ now: () => 0 })
  visitors.visit('first').flakyFailures = 1
  visitors.visit('second').flakyFailures = 1
  for (let made = 2; made < 2000; made++) visitors.visit(`visitor-${made}`)
  visitors.visit('first')
  visitors.visit('one-more')
  assert.equal(visitors.size, 2000)
  assert.equal(visitors.visit('first').flakyFailures, 1)
  assert.equal(visitors.visit('second').flakyFailures, 0)
  assert.equal(visitors.size, 2000)
})

test('a visitor who starts over is as new', () => {
  const visitors = createVisitors({ limit: 2, now: () => 0 })
  visitors.visit('a').users.clear()
  visitors.reset('a')
  assert.equal(visitors.visit('a').users.size, 2)
})

test('a visitor is forgotten after half an hour unseen, and not before', () => {
  let nowMs = 0
  const visitors = createVisitors({ now: () => nowMs })
  const ada = visitors.visit('ada')
  nowMs = 29 * 60_000
  assert.equal(visitors.visit('ada'), ada)
  visitors.visit('bob')
  nowMs += 30 * 60_000 - 1
  assert.equal(visitors.visit('carl').flakyFailures, 0)
  assert.equal(visitors.size, 3)
  nowMs += 1
  visitors.visit('carl')
  assert.equal(visitors.size, 1)
  assert.equal(visitors.remembers('ada', ada), false)
  assert.notEqual(visitors.visit('ada'), ada)
})

test('who starts over keeps the log, the scripts and what is under way', () => {
  const visitors = createVisitors({ now: () => 0 })
  const before = visitors.visit('a')
  before.scripts.set('mine', { answers: [{ status: 200 }], used: [3] })
  before.used.set('/status/500', [1])
  visitors.reset('a')
  const after = visitors.visit('a')
  assert.notEqual(after, before)
  assert.equal(after.log, before.log)
  assert.equal(after.underWay, before.underWay)
  assert.deepEqual(after.scripts.get('mine')?.used, [0])
  assert.equal(after.used.size, 0)
  assert.equal(visitors.remembers('a', before), true)
})
