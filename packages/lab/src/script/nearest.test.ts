import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from './nearest.ts'

test('the nearest name is suggested, and none where none is near', () => {
  const names = ['when', 'times', 'delayMs', 'declaredBytes']
  assert.equal(nearest('delay', names), 'delayMs')
  assert.equal(nearest('DelayMS', names), 'delayMs')
  assert.equal(nearest('tiems', names), 'times')
  assert.equal(nearest('knid', ['kind']), 'kind')
  assert.equal(nearest('declared', names), 'declaredBytes')
  assert.equal(nearest('colour', names), null)
  assert.equal(nearest('de', names), null)
  assert.equal(nearest('anything', []), null)
})
