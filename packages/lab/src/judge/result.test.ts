import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look, results } from '../../test/evidence.ts'
import type { JobResult } from '../suite/job.ts'

const one = (check: object, result: Partial<JobResult>) =>
  look({ that: 'result', ...check }, { calls: results(result) })

test('success and status are what the caller saw', () => {
  assert.deepEqual(one({ ok: true, status: 200 }, {}), { holds: true, seen: 'success, status 200' })
  assert.deepEqual(one({ ok: false }, {}), { holds: false, seen: 'the client called it a success' })
  assert.deepEqual(one({ ok: true, status: 200 }, { ok: false, status: 503 }), {
    holds: false,
    seen: 'the client called it no success and the caller saw status 503',
  })
  assert.equal(one({ status: null }, { ok: false, status: null }).holds, true)
  assert.equal(one({ status: null }, { ok: false, status: 500 }).holds, false)
  assert.equal(one({ status: 500 }, { ok: false, status: null }).seen, 'the caller saw no status')
})

test('an answer that is no success counts as the kind status, thrown or not, and is no error otherwise', () => {
  const thrown = { ok: false, status: 404, error: { kind: 'status', message: 'Not Found' } } as const
  const returned = { ok: false, status: 404, error: null }
  for (const result of [thrown, returned]) {
    assert.equal(one({ error: 'none' }, result).holds, true)
    assert.equal(one({ error: 'any' }, result).holds, false)
    assert.equal(one({ error: ['status', 'redirects'] }, result).holds, true)
    assert.equal(one({ error: ['redirects'] }, result).holds, false)
  }
  assert.equal(one({ error: ['status'] }, {}).holds, false)
})

test('a caller may ask that an answer is not thrown at them', () => {
  const message = 'Not Modified'
  const thrown = { ok: false, status: 304, error: { kind: 'status', message } } as const
  const returned = { ok: false, status: 304, error: null }
  assert.deepEqual(one({ thrown: false }, thrown), { holds: false, seen: 'the client threw it' })
  assert.equal(one({ thrown: false }, returned).holds, true)
  assert.equal(one({ thrown: false }, { ok: false, status: 304 }).holds, true)
  assert.deepEqual(one({ thrown: true }, returned), { holds: false, seen: 'the client threw nothing' })
  assert.equal(one({ thrown: true }, thrown).holds, true)
})

test('other errors are told by their kind', () => {
  const late = { ok: false, status: null, error: { kind: 'timeout', message: 'too late' } } as const
  assert.equal(one({ error: 'any' }, late).holds, true)
  assert.equal(one({ error: ['network', 'timeout'] }, late).holds, true)
  assert.deepEqual(one({ error: 'none' }, late), { holds: false, seen: 'error timeout: "too late"' })
  assert.deepEqual(one({ error: ['network'] }, late), { holds: false, seen: 'error timeout: "too late"' })
  assert.deepEqual(one({ error: 'any' }, {}), { holds: false, seen: 'there was no error' })
  assert.deepEqual(one({ ok: false }, late), { holds: true, seen: 'no success, error timeout' })
})

test('the body is compared as text, its length in bytes', () => {
  assert.equal(one({ body: 'hello' }, { body: 'hello' }).holds, true)
  assert.equal(one({ body: '' }, {}).holds, true)
  assert.equal(one({ body: 'hello' }, {}).seen, 'the body was empty')
  assert.equal(one({ body: 'hello' }, { body: 'help' }).seen, 'the body was 4 bytes, "help"')
  assert.equal(one({ bodyBytes: { min: 2, max: 2 } }, { body: 'ä' }).holds, true)
  assert.equal(one({ bodyBytes: { min: 100 } }, { body: 'x', bodyBytes: 100 }).holds, true)
  assert.equal(one({ bodyBytes: { min: 101 } }, { body: 'x', bodyBytes: 100 }).holds, false)
  assert.deepEqual(one({ bodyBytes: { max: 99 } }, { body: 'x', bodyBytes: 100 }), {
    holds: false,
    seen: 'the caller got 100 bytes',
  })
})

test('fields are matched like those of a request', () => {
  const headers = { etag: '"v1"' }
  assert.equal(one({ fields: { etag: '"v[12]"', age: null } }, { headers }).holds, true)
  assert.equal(one({ fields: { age: '\\d+' } }, { headers }).seen, 'there was no age')
  assert.equal(one({ fields: { etag: null } }, { headers }).seen, 'etag was "\\"v1\\""')
  assert.equal(one({ fields: { etag: '.*' } }, {}).holds, false)
})

test('the final address is a template, and a client that tells none is not blamed for it', () => {
  const url = '{b}/new'
  assert.equal(one({ url }, { url: 'http://b.test/s/1/new' }).holds, true)
  assert.equal(one({ url }, { url: 'HTTP://B.test:80/s/1/new' }).holds, true)
  assert.equal(one({ url }, { url: 'http://b.test/s/1/old' }).seen, 'the address was http://b.test/s/1/old')
  assert.equal(one({ url: '{a}/x#top' }, { url: 'http://a.test/s/1/x' }).holds, false)
  assert.equal(one({ url }, {}).holds, true)
  assert.equal(one({ url }, { url: null, status: null }).seen, 'the caller saw no address')
  assert.equal(one({ url: 'nonsense' }, { url: 'nonsense' }).holds, true)
})

test('calls are counted from 1, and every one means each', () => {
  const calls = results({}, { ok: false, status: 500 })
  assert.equal(look({ that: 'result', ok: true }, { calls }).seen, 'call 1: success, status 200')
  assert.equal(look({ that: 'result', call: 2, ok: true }, { calls }).seen, 'call 2: the client called it no success')
  assert.equal(
    look({ that: 'result', call: 'every', ok: true }, { calls }).seen,
    'call 2: the client called it no success',
  )
  assert.equal(look({ that: 'result', call: 'every', error: 'none' }, { calls }).seen, 'all 2 results agree')
  assert.deepEqual(look({ that: 'result', call: 3, ok: true }, { calls }), {
    holds: false,
    seen: 'there was no 3rd result',
  })
  assert.equal(look({ that: 'result', call: 'every', ok: true }, { calls: [] }).holds, false)
})
