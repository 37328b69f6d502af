import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CERTIFIED, isServed } from './names.ts'

test('names of the suite lead somewhere, and no other does', () => {
  const served = [
    'web-platform.test',
    'www1.web-platform.test',
    'www.not-web-platform.test',
    'web-platform.test.',
    'localhost',
  ]
  for (const name of served) assert.ok(isServed(name), name)
  const strangers = [
    'nonexistent.web-platform.test',
    'example.com',
    'web-platform.test.example.com',
    'a.b.web-platform.test',
    '',
  ]
  for (const name of strangers) assert.ok(!isServed(name), name)
})

test('the certificate is for both hosts and the names below them', () => {
  assert.equal(CERTIFIED.length, 4)
  assert.ok(CERTIFIED.includes('*.not-web-platform.test'))
})
