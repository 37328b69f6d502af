import assert from 'node:assert/strict'
import { test } from 'node:test'
import { repeatedText } from './repeated-text.ts'

test('records come back equal, as copies of their own', () => {
  const compact = repeatedText()
  const given = { server: 'nginx', 'set-cookie': ['a=1', 'b=2', 'a=1'], long: 'x'.repeat(500), empty: '' }
  const own = compact(given)
  assert.deepEqual(own, given)
  assert.notEqual(own, given)
  assert.notEqual(own['set-cookie'], given['set-cookie'])
  const odd = JSON.parse('{"__proto__":"p","constructor":["c"]}')
  assert.equal(JSON.stringify(compact(odd)), JSON.stringify(odd))
  assert.ok(Object.hasOwn(compact(odd), '__proto__'))
})

test('more different values than it remembers come back as they were', () => {
  const compact = repeatedText()
  for (let at = 0; at < 3000; at++) assert.equal(compact({ etag: `"${at % 1700}"` }).etag, `"${at % 1700}"`)
})
