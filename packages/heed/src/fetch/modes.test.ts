import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWhatModesSay, askedOfPage } from './modes.ts'

const url = 'https://a.test/'

const fieldsOf = (init: RequestInit): Record<string, string> => {
  const fields: Record<string, string> = {}
  addWhatModesSay(fields, new Request(url, init))
  return fields
}

test('on a page its own fetch is told of cookies, cache, mode and referrer; elsewhere there is none', () => {
  const request = new Request(url, { cache: 'no-store', credentials: 'include', mode: 'same-origin', referrer: '' })
  const { cache, credentials, mode, referrer, referrerPolicy } = request
  assert.deepEqual(askedOfPage(request, true), { cache, credentials, mode, referrer, referrerPolicy })
  assert.deepEqual([cache, credentials, mode, referrer], ['no-store', 'include', 'same-origin', ''])
  assert.equal(askedOfPage(request, false), null)
})

test('elsewhere heed says in fields what a fetch asks of caches, and asks for a range of what is not coded', () => {
  assert.deepEqual(fieldsOf({}), { 'sec-fetch-mode': 'cors' })
  assert.deepEqual(fieldsOf({ cache: 'no-cache' }), { 'sec-fetch-mode': 'cors', 'cache-control': 'max-age=0' })
  const reload = { 'sec-fetch-mode': 'cors', pragma: 'no-cache', 'cache-control': 'no-cache' }
  assert.deepEqual(fieldsOf({ cache: 'reload' }), reload)
  assert.equal(fieldsOf({ headers: { range: 'bytes=0-9' } })['accept-encoding'], 'identity')
  assert.equal(fieldsOf({ headers: { range: 'bytes=0-9', 'accept-encoding': 'gzip' } })['accept-encoding'], undefined)
})
