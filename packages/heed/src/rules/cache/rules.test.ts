import assert from 'node:assert/strict'
import { test } from 'node:test'
import { as, asking, CAME_MS, kept, seconds } from '../../../test/cache/kept.ts'
import { cacheRules } from './rules.ts'

test('all rules of a cache are here, and nobody can change them', () => {
  const names = ['complete', 'confirm', 'headed', 'join', 'keep', 'outdated', 'passesBy', 'rescue', 'serve', 'whose']
  assert.deepEqual(Object.keys(cacheRules).sort(), names)
  assert.ok(Object.isFrozen(cacheRules))
})

test('what is kept of an answer is used while it is fresh, then asked about, then used again', () => {
  const exchange = asking()
  const fields = { date: new Date(CAME_MS).toUTCString(), 'cache-control': 'max-age=60', etag: '"a"' }
  const keeping = cacheRules.keep(exchange, 200, 'OK', fields, true, CAME_MS)
  assert.ok(typeof keeping !== 'string')
  const one = { id: 1, head: { ...keeping.head, bodyBytes: 10 } }
  assert.equal(as('serve', cacheRules.serve(exchange, [one], false, CAME_MS + seconds(59))).is, 'hit')
  const send = as('send', cacheRules.serve(exchange, [one], false, CAME_MS + seconds(60)))
  const asked = asking({ facts: { asked: send.asked, found: [one] } })
  const now = { date: new Date(CAME_MS + seconds(61)).toUTCString(), etag: '"a"' }
  const confirmed = as('serve', cacheRules.confirm(asked, now, CAME_MS + seconds(61)))
  const [fresher] = confirmed.freshened
  assert.ok(fresher !== undefined)
  assert.equal(as('serve', cacheRules.serve(exchange, [fresher], false, CAME_MS + seconds(120))).is, 'hit')
})

test('nothing throws, whatever a server sent', () => {
  const odd = ['', '*', 'W/', '"', ',', 'bytes', '\xff', '1'.repeat(400)]
  const names = [
    'etag',
    'last-modified',
    'date',
    'age',
    'expires',
    'cache-control',
    'content-range',
    'vary',
    'connection',
  ]
  for (const value of odd) {
    const fields = Object.fromEntries(names.map(name => [name, value]))
    const one = kept({ 'cache-control': 'max-age=60', ...fields })
    for (const request of [{}, { range: 'bytes=0-4' }, { 'if-none-match': value }, { 'if-modified-since': value }]) {
      const exchange = asking({ fields: request, facts: { found: [one], asked: [one] } })
      cacheRules.passesBy(exchange)
      cacheRules.serve(exchange, [one], true, CAME_MS)
      cacheRules.serve(exchange, [one], false, CAME_MS + seconds(99))
      cacheRules.confirm(exchange, fields, CAME_MS + seconds(99))
      cacheRules.headed(asking({ method: 'HEAD', facts: { found: [one] } }), 200, fields, CAME_MS + seconds(99))
    }
  }
})
