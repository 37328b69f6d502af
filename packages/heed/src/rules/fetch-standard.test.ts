import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBlockedPort, isForbiddenHop } from './fetch-standard.ts'

const here = new URL('https://a.test/one')
const hop = (to: string): string =>
  (['cors', 'no-cors', 'same-origin'] as const).filter(mode => isForbiddenHop(mode, here, new URL(to))).join(' ')

test('ports of other services are blocked, and those of the web are not', () => {
  const blocked = (url: string): boolean => isBlockedPort(new URL(url))
  for (const url of ['http://a.test:25/', 'https://a.test:6667/', 'http://a.test:443/', 'https://a.test:10080/'])
    assert.equal(blocked(url), !url.includes(':443'), url)
  for (const url of ['http://a.test/', 'https://a.test/', 'http://a.test:8080/', 'https://a.test:3000/'])
    assert.equal(blocked(url), false, url)
})

test('what a redirect must not lead to depends on the mode', () => {
  assert.equal(hop('https://a.test/two'), '')
  assert.equal(hop('https://b.test/'), 'same-origin')
  assert.equal(hop('https://ada@a.test/'), 'cors')
  assert.equal(hop('https://:word@b.test/'), 'cors same-origin')
  assert.equal(hop('https://a.test:22/'), 'cors no-cors same-origin')
})
