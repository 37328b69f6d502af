import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HeedError, isStatus } from '../../src/index.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

test('isStatus tells codes and classes apart, and any of several', async t => {
  const { origin } = await loopback(t, answering(404))
  const error = await failureOf(clientFor(t).get(origin))
  const asked = [
    [isStatus(error), true],
    [isStatus(error, 404), true],
    [isStatus(error, 410, 404), true],
    [isStatus(error, 'client error'), true],
    [isStatus(error, 500, 'client error'), true],
    [isStatus(error, 410), false],
    [isStatus(error, 'server error'), false],
    [isStatus(error, 400), false],
  ]
  assert.deepEqual(
    asked.map(([is]) => is),
    asked.map(([, expected]) => expected),
  )
  assert.ok(isStatus(error) && error.kind === 'client error')
})

test('isStatus counts a code that nobody registered to its class', async t => {
  const { origin } = await loopback(t, answering(599))
  const error = await failureOf(clientFor(t, { attempts: 1 }).get(origin))
  assert.ok(isStatus(error, 'server error') && isStatus(error, 599) && !isStatus(error, 500))
})

test('isStatus knows a redirect that is refused', async t => {
  const { origin } = await loopback(t, (_request, response) => response.writeHead(301, { location: '/' }).end())
  const error = await failureOf(clientFor(t, { redirect: 'error' }).get(origin))
  assert.ok(isStatus(error, 'redirection') && isStatus(error, 301) && !isStatus(error, 'client error'))
})

test('isStatus says no to all else, and never throws', async t => {
  const { origin } = await loopback(t, (_request, response) => response.destroy())
  const broken = await failureOf(clientFor(t, { attempts: 1 }).get(origin))
  const other = { status: 404, code: 'HEED_STATUS' }
  for (const not of [broken, other, new Error('404'), null, undefined, 404, 'client error']) {
    assert.equal(isStatus(not), false)
    assert.equal(isStatus(not, 404, 'client error'), false)
  }
})

test('isStatus knows the error of another copy of heed', async () => {
  const address = '../../src/errors/heed-error.ts?another'
  const copy: typeof import('../../src/errors/heed-error.ts') = await import(address)
  class Foreign extends copy.HeedError {
    readonly code = 'HEED_STATUS'
    readonly who = 'caller'
    readonly retryable = false
    readonly trail = []
    readonly status = 410
  }
  const foreign = new Foreign('from the other copy')
  assert.equal(foreign instanceof HeedError, false)
  assert.ok(isStatus(foreign, 410) && isStatus(foreign, 'client error'))
  assert.equal(isStatus(foreign, 404), false)
})
