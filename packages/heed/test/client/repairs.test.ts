import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StatusError } from '../../src/errors/errors.ts'
import { clientFor, failureOf, loopback, type Serve } from './loopback.ts'

async function* text(): AsyncGenerator<string> {
  yield 'a line '
  yield 'of text'
}

/** Refuses content whose length is not told. */
const strict: Serve = ({ headers }, response) => {
  response.writeHead(headers['content-length'] === undefined ? 411 : 201).end('said')
}

test('411: content from a function is read whole and sent once more with its length, also by POST', async t => {
  const { origin, seen } = await loopback(t, strict)
  for (const method of ['PUT', 'POST']) {
    const answer = await clientFor(t, { attempts: 1 })(origin, { method, body: text })
    assert.equal(answer.status, 201)
  }
  assert.deepEqual(
    seen.map(({ method, headers, body }) => [method, headers['content-length'], String(body)]),
    ['PUT', 'POST'].flatMap(method => [
      [method, undefined, 'a line of text'],
      [method, '14', 'a line of text'],
    ]),
  )
})

test('411 twice is final', async t => {
  const { origin, seen } = await loopback(t, (_request, response) => response.writeHead(411).end())
  const error = await failureOf(clientFor(t).put(origin, { body: text }))
  assert.ok(error instanceof StatusError)
  assert.deepEqual([error.status, error.stopped, seen.length], [411, 'final', 2])
})

test('411 to a stream that can be read once says what to pass instead', async t => {
  const { origin, seen } = await loopback(t, strict)
  const error = await failureOf(clientFor(t).put(origin, { body: text() }))
  assert.ok(error instanceof StatusError)
  assert.deepEqual([error.status, error.stopped, seen.length], [411, 'one-shot', 1])
  assert.match(error.message, /Pass a function that opens the stream anew: body: \(\) => stream\./)
})

test('411 to content of known length, and 417 without Expect, leave nothing to repair', async t => {
  for (const status of [411, 417]) {
    const { origin, seen } = await loopback(t, (_request, response) => response.writeHead(status).end())
    for (const body of ['text', new Blob(['text'])]) {
      const error = await failureOf(clientFor(t).put(origin, { body }))
      assert.deepEqual([(error as StatusError).status, (error as StatusError).stopped], [status, 'final'])
    }
    assert.equal(seen.length, 2)
  }
})

test('416 and 428 are answered by whoever knows what was read before', async t => {
  for (const [status, headers] of [
    [416, { range: 'bytes=9-' }],
    [428, {}],
  ] as const) {
    const { origin, seen } = await loopback(t, (_request, response) => response.writeHead(status).end())
    const error = await failureOf(clientFor(t)(origin, { headers }))
    assert.deepEqual([(error as StatusError).stopped, seen.length], ['final', 1])
  }
})
