import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { always, firstThenSound, type Line, nonce, type Sending, text, wire } from '../../test/wire.ts'
import { BrokenBody } from './broken-body.ts'
import { Pour } from './pour.ts'

async function streamOf(sending: Sending): Promise<ReadableStream<Uint8Array>> {
  const landed = await sending.landed
  assert.ok(landed.kind === 'answer' && landed.stream !== null)
  return landed.stream
}

async function all(stream: ReadableStream<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1')
}

const start = (...fields: string[]) => `HTTP/1.1 200 OK\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`

async function endless(line: Line): Promise<void> {
  const chunk = '1000\r\n'.padEnd(4102, 'x').concat('\r\n')
  while (!line.socket.destroyed) await Promise.race([line.write(chunk), sleep(100)])
}

const broken = (name: string) => (error: unknown) => error instanceof BrokenBody && error.fault.name === name

test('a stream hands on the exact bytes, ends, and frees its connection', async t => {
  const body = Array.from({ length: 30_000 }, (_, at) => `${at},`).join('')
  const { send, lines } = await wire(t, firstThenSound(nonce(body)))
  const sending = send({ disposal: 'stream' })
  assert.equal(await all(await streamOf(sending)), body)
  assert.equal(sending.streamsOver(), 1)
  await sleep(30)
  const next = send({ disposal: 'stream' })
  assert.equal(await all(await streamOf(next)), '1-2')
  assert.equal(lines.length, 1)
})

test('an empty body is a stream that ends', async t => {
  const { send } = await wire(t, always(nonce('')))
  assert.equal(await all(await streamOf(send({ disposal: 'stream' }))), '')
})

test('a stream is decoded as it comes', async t => {
  const [first, second] = [gzipSync('one,'), gzipSync('two')]
  let go = () => {}
  const { send } = await wire(t, async line => {
    await line.next()
    await line.write(start('Content-Encoding: gzip', `Content-Length: ${first.length + second.length}`))
    await line.write(first)
    await new Promise<void>(resolve => {
      go = resolve
    })
    await line.write(second)
  })
  const reader = (await streamOf(send({ disposal: 'stream' }))).getReader()
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'one,')
  go()
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'two')
  assert.equal((await reader.read()).done, true)
})

for (const coded of [false, true]) {
  test(`a slow reader holds back the wire${coded ? ', through a decoder too' : ''}, and loses nothing`, async t => {
    // Far more than a system keeps for a connection, which may be several megabytes.
    const piece = Array.from({ length: 1 << 20 }, (_, at) => String.fromCharCode(33 + ((at * at) % 89))).join('')
    const body = piece.repeat(32)
    const bytes = coded ? gzipSync(body, { level: 1 }) : Buffer.from(body)
    let written = 0
    const { send } = await wire(t, async line => {
      await line.next()
      await line.write(start(...(coded ? ['Content-Encoding: gzip'] : []), `Content-Length: ${bytes.length}`))
      for (let at = 0; at < bytes.length; at += 65536) {
        await line.write(bytes.subarray(at, at + 65536))
        written = at
      }
    })
    const stream = await streamOf(send({ disposal: 'stream', limits: { ratio: 1e6 } }))
    // However long it takes on a busy machine: at some time nothing more is taken.
    for (let held = -1; written !== held; await sleep(200)) held = written
    const halted = written
    // Read to its end before anything is asserted: a stream that nobody reads would keep the transport from closing.
    const came = await all(stream)
    if (!coded) assert.ok(halted < bytes.length / 2, `${halted} of ${bytes.length}`)
    assert.ok(came === body)
  })
}

const breaks: readonly [string, string, (line: Line) => unknown][] = [
  ['truncated', 'Content-Length: 9', line => line.socket.end()],
  ['reset', 'Content-Length: 9', line => sleep(50).then(() => line.socket.resetAndDestroy())],
  ['body-idle', 'Content-Length: 9', () => {}],
]

for (const [name, length, afterwards] of breaks) {
  test(`a stream that breaks off fails with the fault ${name}`, async t => {
    const { send } = await wire(t, firstThenSound(`${start(length)}ok`, afterwards))
    const sending = send({ disposal: 'stream', limits: { bodyIdleMs: 150 } })
    await assert.rejects(all(await streamOf(sending)), broken(name))
    assert.equal(sending.streamsOver(), 1)
  })
}

test('an abort breaks a stream with its own name, and the connection goes', async t => {
  const { send, answer } = await wire(
    t,
    firstThenSound(start('Transfer-Encoding: chunked'), line => void endless(line)),
  )
  const sending = send({ disposal: 'stream' })
  const stream = await streamOf(sending)
  const reason = new Error('too late')
  sending.flight.abort('deadline', reason)
  sending.flight.abort('aborted', null)
  await assert.rejects(all(stream), error => broken('deadline')(error) && (error as BrokenBody).fault.cause === reason)
  assert.equal(sending.streamsOver(), 1)
  assert.equal(text(await answer()), '2-2')
})

test('a stream has no total limit, but a coding that cannot be undone breaks it', async t => {
  const long = 'x'.repeat(5000)
  const free = await wire(t, always(nonce(long)))
  assert.equal(
    await all(await streamOf(free.send({ disposal: 'stream', limits: { bodyBytes: 10, errorBytes: 10 } }))),
    long,
  )

  const coded = (coding: string, bytes: Uint8Array) =>
    Buffer.concat([Buffer.from(start(`Content-Encoding: ${coding}`, `Content-Length: ${bytes.length}`)), bytes])
  const dense = await wire(t, always(coded('gzip', gzipSync('x'.repeat(4 << 20)))))
  await assert.rejects(all(await streamOf(dense.send({ disposal: 'stream' }))), broken('too-dense'))
  const many = await wire(t, always(coded('gzip, gzip, gzip', gzipSync('x'))))
  await assert.rejects(all(await streamOf(many.send({ disposal: 'stream' }))), broken('too-many-codings'))
})

test('what somebody adds to Object.prototype does not reach into a stream', () => {
  Object.defineProperty(Object.prototype, 'type', { value: -1, configurable: true })
  try {
    const { stream } = new Pour(
      () => undefined,
      () => undefined,
    )
    assert.equal(stream.locked, false)
  } finally {
    Reflect.deleteProperty(Object.prototype, 'type')
  }
})
