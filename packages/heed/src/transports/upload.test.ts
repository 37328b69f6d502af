import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dropped, nonce, type RawRequest, text, wire } from '../../test/wire.ts'
import type { FaultName } from '../ports.ts'

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const one of texts) {
    yield Buffer.from(one)
    await sleep(2)
  }
}

async function keeper(
  t: Parameters<typeof wire>[0],
): Promise<{ got: RawRequest[] } & Awaited<ReturnType<typeof wire>>> {
  const got: RawRequest[] = []
  const made = await wire(t, async line => {
    for (let request = await line.next(); request !== null; request = await line.next()) {
      got.push(request)
      await line.write(nonce('ok'))
    }
  })
  return { got, ...made }
}

test('bytes go out with their length', async t => {
  const { answer, got } = await keeper(t)
  const body = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256))
  await answer({ method: 'POST', body, fields: { 'content-type': 'x/y' } })
  const head = got[0]?.head ?? ''
  assert.match(head, /^POST \/ HTTP\/1\.1\r\n/)
  assert.match(head, /content-length: 100000\r\n/)
  assert.match(head, /content-type: x\/y\r\n/)
  assert.ok(body.equals(got[0]?.body ?? Buffer.alloc(0)))
})

test('an async iterable of unknown length goes out in chunks', async t => {
  const { answer, got } = await keeper(t)
  await answer({ method: 'PUT', body: pieces('hello ', 'world') })
  assert.match(got[0]?.head ?? '', /transfer-encoding: chunked/)
  assert.equal(got[0]?.body.toString(), '\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n'.slice(2))
})

test('a known length goes out as Content-Length and the body as it is', async t => {
  const { answer, got } = await keeper(t)
  await answer({ method: 'PUT', body: pieces('hello ', 'world'), bodyBytes: 11 })
  assert.match(got[0]?.head ?? '', /content-length: 11\r\n/)
  assert.equal(got[0]?.body.toString(), 'hello world')
})

for (const bodyBytes of [5, 12]) {
  test(`a body that is not the ${bodyBytes} bytes it was said to be is the fault request-body`, async t => {
    const { fault } = await keeper(t)
    const { name, sent } = await fault({ method: 'PUT', body: pieces('hello ', 'world'), bodyBytes })
    assert.deepEqual([name, sent], ['request-body', true])
  })
}

test("what the caller's body throws is the fault request-body, with the cause", async t => {
  const cause = new Error('the file is gone')
  const { fault, lines } = await keeper(t)
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('x')
    throw cause
  }
  assert.deepEqual(await fault({ method: 'POST', body: failing() }), {
    kind: 'fault',
    name: 'request-body',
    sent: true,
    cause,
  })
  await dropped(lines[0])
})

test('a body of strings is the fault request-body', async t => {
  const { fault } = await keeper(t)
  async function* strings(): AsyncGenerator<string> {
    yield 'text'
  }
  const body = strings() as unknown as AsyncIterable<Uint8Array>
  const { name, cause } = await fault({ method: 'POST', body })
  assert.ok(name === 'request-body' && cause instanceof TypeError)
})

test('a body that waits for its own source is let go too when the answer is there', async t => {
  const { answer } = await wire(t, async line => {
    await line.head()
    await line.write(nonce('early'))
  })
  let left = 0
  const waiting = new Promise<IteratorResult<Uint8Array>>(() => {})
  const steps = [Promise.resolve({ done: false as const, value: Buffer.from('x') })]
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => steps.shift() ?? waiting,
      return: () => {
        left++
        return Promise.resolve({ done: true as const, value: undefined })
      },
    }),
  }
  assert.equal(text(await answer({ method: 'POST', body })), 'early')
  assert.equal(left, 1)
})

const unsendable: readonly [string, FaultName, object][] = [
  ['a field value with a line break', 'unsendable', { fields: { 'x-a': 'a\r\nb: c' } }],
  ['a field name with a blank', 'unsendable', { fields: { 'x a': 'a' } }],
  ['a method with a blank', 'unsendable', { method: 'G ET' }],
  ['Transfer-Encoding of its own', 'unsendable', { fields: { 'transfer-encoding': 'chunked' } }],
  ['Expect', 'unsendable', { fields: { expect: '100-continue' } }],
  [
    'a length that is not that of its bytes',
    'request-body',
    { method: 'POST', body: Buffer.from('abc'), fields: { 'content-length': '9' } },
  ],
]

for (const [what, name, options] of unsendable) {
  test(`${what} is never sent`, async t => {
    const { fault, got } = await keeper(t)
    const fell = await fault(options)
    assert.deepEqual([fell.name, fell.sent], [name, false])
    await sleep(10)
    assert.equal(got.length, 0)
  })
}
