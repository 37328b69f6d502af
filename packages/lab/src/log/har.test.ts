import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logOf } from '../../test/wire-log.ts'
import { harOf } from './har.ts'

const options = { bases: { a: 'http://127.0.0.1:1/s/r/x' }, beganAtMs: Date.UTC(2026, 0, 1), version: '1.2.3' }

test('an exchange is told in the words of HAR', () => {
  const body = { bytes: 3, sha256: '', text: 'a=b', cut: false }
  const log = logOf(
    {
      method: 'POST',
      target: '/x?a=1&b=2',
      fields: [
        ['Content-Type', 'text/x'],
        ['Authorization', 'Bearer abc'],
      ],
      body,
    },
    {
      status: 302,
      fields: [
        ['Location', '/y'],
        ['Content-Type', 'text/plain'],
      ],
    },
  )
  const har = harOf(log, options)
  assert.deepEqual([har.log.version, har.log.creator], ['1.2', { name: 'heed-lab', version: '1.2.3' }])
  assert.deepEqual(har.log.entries, [
    {
      startedDateTime: '2026-01-01T00:00:00.010Z',
      time: 40,
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:1/s/r/x/x?a=1&b=2',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'Content-Type', value: 'text/x' },
          { name: 'Authorization', value: 'Bearer [secret-1]' },
        ],
        queryString: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
        headersSize: -1,
        bodySize: 3,
        postData: { mimeType: 'text/x', text: 'a=b' },
      },
      response: {
        status: 302,
        statusText: 'Found',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'Location', value: '/y' },
          { name: 'Content-Type', value: 'text/plain' },
        ],
        content: { size: 2, mimeType: 'text/plain' },
        redirectURL: '/y',
        headersSize: -1,
        bodySize: 2,
      },
      cache: {},
      timings: { send: 0, wait: 20, receive: 20 },
      connection: '1',
      comment: '',
    },
  ])
})

test('what did not come is 0, and how it broke is told beside it', () => {
  const answer = { status: null, headAtMs: null, endAtMs: 40, interim: [103], broke: 'stall' } as const
  const [entry] = harOf(logOf({ target: 'http://other/x', droppedAtMs: 110 }, { ...answer, interim: [103] }), options)
    .log.entries
  assert.equal(entry?.request.url, 'http://other/x')
  assert.deepEqual([entry.response.status, entry.response.statusText, entry.timings.wait], [0, '', 30])
  assert.equal(
    entry.comment,
    'informational answers before it: 103; the lab broke the answer off with a stall; the client left after 100 ms',
  )
})

test('an answer that is still under way has a time', () => {
  const [entry] = harOf(logOf({}, { headAtMs: null, endAtMs: null }), options).log.entries
  assert.equal(entry?.time, 0)
})

test('times are told to the microsecond', () => {
  const [entry] = harOf(logOf({ atMs: 0.1 }, { headAtMs: 0.3, endAtMs: 4.7 }), options).log.entries
  assert.deepEqual([entry?.time, entry?.timings], [4.6, { send: 0, wait: 0.2, receive: 4.4 }])
})
