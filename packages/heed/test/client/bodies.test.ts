import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { OptionError, WireError } from '../../src/index.ts'
import type { BodyValue, RequestOptions } from '../../src/options/options.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

async function* generated(): AsyncGenerator<Uint8Array | string> {
  yield bytes('he')
  yield 'ed'
}

const webStream = (): ReadableStream<Uint8Array> => ReadableStream.from([bytes('he'), bytes('ed')])

/** Each kind of body, what it says of itself, and how its length goes out. */
const kinds: Readonly<
  Record<string, { body: BodyValue | (() => BodyValue); type?: string; framed: 'length' | 'chunks' }>
> = {
  text: { body: 'heed', type: 'text/plain;charset=UTF-8', framed: 'length' },
  bytes: { body: bytes('heed'), framed: 'length' },
  'a view on bytes': { body: bytes('xheedx').subarray(1, 5), framed: 'length' },
  Buffer: { body: Buffer.from('heed'), framed: 'length' },
  ArrayBuffer: { body: bytes('heed').buffer, framed: 'length' },
  Blob: { body: new Blob(['heed'], { type: 'image/png' }), type: 'image/png', framed: 'length' },
  'Blob without type': { body: new Blob(['heed']), framed: 'length' },
  'web stream': { body: webStream(), framed: 'chunks' },
  Readable: { body: Readable.from([Buffer.from('he'), 'ed']), framed: 'chunks' },
  'async generator': { body: generated(), framed: 'chunks' },
  'factory of a stream': { body: webStream, framed: 'chunks' },
  'factory of a generator': { body: generated, framed: 'chunks' },
  'factory of a Readable': { body: () => Readable.from(['heed']), framed: 'chunks' },
}

for (const [name, { body, type, framed }] of Object.entries(kinds)) {
  test(`a body can be: ${name}`, async t => {
    const { origin, seen } = await loopback(t, answering(200))
    await clientFor(t).put(origin, { body })
    const [request] = seen
    assert.equal(request?.body.toString(), 'heed')
    assert.equal(request?.headers['content-type'], type)
    assert.equal(request?.headers['content-length'], framed === 'length' ? '4' : undefined)
    assert.equal(request?.headers['transfer-encoding'], framed === 'length' ? undefined : 'chunked')
  })
}

test('an empty text, no bytes and an empty Blob are bodies all the same', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  for (const body of ['', new Uint8Array(0), new Blob([])]) await api(origin, { body })
  assert.deepEqual(
    seen.map(({ method, headers }) => [method, headers['content-length']]),
    [
      ['POST', '0'],
      ['POST', '0'],
      ['POST', '0'],
    ],
  )
})

test('json goes out as JSON, also null, false and what has toJSON', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  for (const json of [{ a: 'h\u00e9' }, null, false, 0, '', new Date(0)]) await api.post(origin, { json })
  assert.deepEqual(
    seen.map(({ body }) => body.toString()),
    ['{"a":"h\u00e9"}', 'null', 'false', '0', '""', '"1970-01-01T00:00:00.000Z"'],
  )
  for (const { headers } of seen) assert.equal(headers['content-type'], 'application/json')
})

test('a form goes out urlencoded, in each form it can be given', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  await api.post(origin, { form: { a: '1 &', b: ['2', '3'], c: undefined, d: null, e: 4, f: true } })
  await api.post(origin, { form: new URLSearchParams([['a', '1 &']]) })
  await api.post(origin, {
    form: [
      ['a', '1'],
      ['a', '2'],
    ],
  })
  assert.deepEqual(
    seen.map(({ body }) => body.toString()),
    ['a=1+%26&b=2&b=3&e=4&f=true', 'a=1+%26', 'a=1&a=2'],
  )
  for (const { headers } of seen) {
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded;charset=UTF-8')
  }
})

test('FormData goes out as multipart, with its files, and only heed names its boundary', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const form = new FormData()
  form.set('title', 'h\u00e9')
  form.set('file', new File(['\u0000\u00ff data'], 'a "b".txt', { type: 'text/plain' }))
  const api = clientFor(t, { headers: { 'content-type': 'application/json' } })
  await api.post(origin, { form, headers: { 'Content-Type': 'multipart/form-data' } })
  const [request] = seen
  const got = await new Response(request?.body, {
    headers: { 'content-type': String(request?.headers['content-type']) },
  }).formData()
  assert.equal(got.get('title'), 'h\u00e9')
  const file = got.get('file')
  assert.ok(file instanceof File)
  assert.equal(file.type, 'text/plain')
  assert.equal(await file.text(), '\u0000\u00ff data')
  assert.equal(request?.headers['content-length'], String(request?.body.length))
})

test("the caller's Content-Type stays, and undefined takes it out", async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  const typed = api.extend({ headers: { 'Content-Type': 'application/vnd.a+json' } })
  await api.post(origin, { json: 1, headers: { 'Content-Type': 'application/merge-patch+json' } })
  await typed.post(origin, { json: 1 })
  await api.post(origin, { json: 1, headers: { 'content-type': undefined } })
  await typed.post(origin, { json: 1, headers: { 'content-type': undefined } })
  assert.deepEqual(
    seen.map(({ headers }) => headers['content-type']),
    ['application/merge-patch+json', 'application/vnd.a+json', undefined, undefined],
  )
})

test('what can be read once is sent once, and the error says how to do better', async t => {
  const { origin, seen } = await loopback(t, answering(503))
  const error = await failureOf(clientFor(t).put(origin, { body: webStream() }))
  assert.equal(seen.length, 1)
  assert.match(
    String(error),
    /the body was a stream that can be read only once\. Pass a function that opens the stream/,
  )
})

test('what can be opened anew is sent anew: text, bytes, Blob, form and factory', async t => {
  const { origin, seen } = await loopback(t, answering(503))
  const form = new FormData()
  form.set('a', '1')
  const requests: RequestOptions[] = [
    { body: 'text' },
    { body: bytes('text') },
    { body: new Blob(['text']) },
    { body: webStream },
    { form },
    { json: 1 },
  ]
  const api = clientFor(t, { attempts: 2 })
  for (const options of requests) await failureOf(api.put(origin, options))
  assert.equal(seen.length, 2 * requests.length)
  for (let at = 0; at < seen.length; at += 2) {
    assert.ok((seen[at]?.body.length ?? 0) > 0)
    assert.deepEqual(seen[at]?.body, seen[at + 1]?.body)
  }
})

test('a factory opens nothing before its request is sent, and once for each send', async t => {
  const { origin } = await loopback(t, answering(503))
  let opened = 0
  const body = (): BodyValue => {
    opened++
    return 'text'
  }
  const api = clientFor(t, { attempts: 3 })
  await failureOf(api.put(origin, { body, signal: AbortSignal.abort() }))
  assert.equal(opened, 0)
  await failureOf(api.put(origin, { body }))
  assert.equal(opened, 3)
})

test('a body that breaks while it is read is the fault of whoever gave it', async t => {
  const { origin } = await loopback(t, answering(200))
  const broken = new Error('the disk is gone')
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield bytes('x')
    throw broken
  }
  const wrongPieces = Readable.from([1, 2]) as AsyncIterable<Uint8Array>
  const api = clientFor(t)
  for (const body of [breaking(), breaking, wrongPieces, (): BodyValue => Promise.resolve('late') as never]) {
    const error = await failureOf(api.put(origin, { body }))
    assert.ok(error instanceof WireError)
    assert.equal(error.fault, 'request-body')
    assert.equal(error.who, 'caller')
    assert.equal(error.retryable, false)
    assert.ok(error.cause instanceof Error)
  }
})

test('what cannot be a body is refused before anything is sent', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const wrong: [unknown, RegExp][] = [
    [{ body: 5 }, /^The option body must be a text, bytes, a Blob.*; it was number\. Use json for values and form for/],
    [{ body: null }, /it was null\./],
    [{ body: { a: 1 } }, /it was object\./],
    [{ body: [1, 2] }, /it was object\./],
    [{ body: new URLSearchParams('a=1') }, /Use json for values and form for fields\.$/],
    [{ body: new FormData() }, /Use json for values and form for fields\.$/],
    [{ json: () => 1 }, /^The option json must be a value that JSON can hold; it was a function or symbol\.$/],
    [{ json: circle }, /^The option json must be a value that JSON can hold; see the cause\.$/],
    [{ json: 1n }, /^The option json must be a value that JSON can hold; see the cause\.$/],
    [{ json: 1, body: 'x' }, /^Only one of body and json can be the body: leave the other out\.$/],
    [{ json: 1, form: {} }, /^Only one of json and form can be the body/],
    [{ form: 'a=1' }, /^The option form must be URLSearchParams, FormData, or an object; it was string\.$/],
    [
      { form: { a: { b: 1 } } },
      /^The option form\.a must be a text, number or boolean, or an array of these; it held object/,
    ],
  ]
  for (const [options, message] of wrong) {
    const error = await failureOf(api.put(origin, options as RequestOptions))
    assert.ok(error instanceof OptionError, String(error))
    assert.match(error.message, message)
  }
  assert.equal(seen.length, 0)
})

test('a Blob is taken piece by piece, so its length is known and nothing is held twice', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  await clientFor(t).put(origin, { body: new Blob([new Uint8Array(1_000_000)]) })
  assert.equal(seen[0]?.headers['content-length'], '1000000')
  assert.equal(seen[0]?.body.length, 1_000_000)
})
