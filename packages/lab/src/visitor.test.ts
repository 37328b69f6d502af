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
  const visitors = createVisitors()
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
  const visitors = createVisitors(2)
  visitors.visit('a').users.clear()
  visitors.reset('a')
  assert.equal(visitors.visit('a').users.size, 2)
})
