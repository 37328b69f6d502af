import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { asked, clientOf, firstClosed, onlyEntry, stageFor, wholeAnswer } from '../../test/open-stages.ts'
import { requestTo } from '../../test/raw-client.ts'

test('pipelined requests are answered in order on one connection', async () => {
  const stage = await stageFor(
    { when: { path: '/slow' }, times: 'always', status: 201, delayMs: 20, body: { text: 'slow' } },
    { status: 200, body: { text: 'fast' } },
  )
  const client = await clientOf(stage)
  const paths = ['/slow', '/fast', '/slow', '/fast']
  client.write(paths.map(path => requestTo(stage.bases.a + path)).join(''))
  await client.until(/slow[\s\S]*fast[\s\S]*slow[\s\S]*fast/)
  assert.deepEqual(
    stage.log.entries.map(({ number, connection, target }) => [number, connection, target]),
    paths.map((path, at) => [at + 1, 1, path]),
  )
})

test('a request is logged as it came, and its content is weighed', async () => {
  const stage = await stageFor({ status: 204 })
  const client = await asked(stage, 'POST', ['X-One: \t 1 ', 'x-ONE: 2', 'content-length: 5', '', 'h\xe9llo'])
  await client.until(/204/)
  const [entry] = stage.log.entries
  assert.deepEqual(entry?.fields.slice(1), [
    ['X-One', '1'],
    ['x-ONE', '2'],
    ['content-length', '5'],
  ])
  assert.equal(entry?.body?.bytes, 5)
  assert.equal(entry?.body?.text, 'h�llo')
})

test('chunked content is put together, with extensions and trailers passed over', async () => {
  const stage = await stageFor({ status: 204 })
  const client = await asked(stage, 'PUT', ['Transfer-Encoding: chunked'])
  for (const part of ['3;a=b\r\nab', 'c\r', '\n0A\r\n0123456789\r\n0\r\nX: y\r\n', '\r\n']) {
    client.write(part)
    await stage.idle(5)
  }
  client.write(requestTo(`${stage.bases.a}/`))
  await client.until(/204[\s\S]*204/)
  assert.equal(stage.log.entries[0]?.body?.text, 'abc0123456789')
})

test('a client that expects 100 gets it before its content is read', async () => {
  const stage = await stageFor({ status: 200 })
  const client = await asked(stage, 'POST', ['Expect: 100-continue', 'Content-Length: 2'])
  await client.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/)
  client.write('ok')
  await client.until(/200 OK/)
  assert.deepEqual(stage.log.entries[0]?.answer.interim, [100])
})

test('an early answer with a close does not wait for the content, and yet takes all of it', async () => {
  const stage = await stageFor({ status: 413, early: true, connection: 'close' })
  // More than the system holds for a socket that nobody reads.
  const content = 'x'.repeat(30_000_000)
  const client = await asked(stage, 'POST', [`Content-Length: ${content.length + 1}`])
  const closed = once(client.socket, 'close')
  client.write(content)
  assert.equal(await client.ending(), 'end')
  assert.match(client.text, /^HTTP\/1.1 413 /)
  assert.deepEqual(await closed, [false])
  assert.equal(stage.log.entries[0]?.body, null)
})

test('HEAD gets the same fields and no content', async () => {
  for (const framing of ['length', 'chunked'] as const) {
    const answer = { status: 200, body: { text: 'body' }, coding: ['gzip'], framing } as const
    const get = await wholeAnswer(await stageFor(answer))
    const head = await wholeAnswer(await stageFor(answer), 'HEAD')
    assert.equal(head, get.slice(0, get.indexOf('\r\n\r\n') + 4))
  }
})

test('an answer without content has none, unless the script gives it one', async () => {
  assert.equal(
    await wholeAnswer(await stageFor({ status: 304, framing: 'chunked' })),
    'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n',
  )
  assert.match(await wholeAnswer(await stageFor({ status: 205 })), /Content-Length: 0\r\n/)
  const forced = await wholeAnswer(await stageFor({ status: 204, body: { text: 'body' } }))
  assert.match(forced, /^HTTP\/1.1 204 No Content\r\n[\s\S]*Content-Length: 4\r\n[\s\S]*\r\n\r\nbody$/)
})

test('fields of the script take the place of the defaults', async () => {
  const fields = {
    date: '{asctime+0}',
    'content-type': 'text/html',
    'content-length': '7',
    connection: 'keep-alive, x',
    'content-encoding': 'x',
  }
  const stage = await stageFor({ status: 200, fields, body: { text: 'body' }, coding: ['gzip'] })
  const client = await asked(stage, 'GET', ['Connection: close'])
  await client.ending()
  assert.deepEqual(
    stage.log.entries[0]?.answer.fields.map(([name]) => name),
    ['Date', 'Content-Type', 'Content-Length', 'Connection', 'Content-Encoding'],
  )
  assert.match(client.text, /Content-Length: 7\r\nConnection: keep-alive, x\r\nContent-Encoding: x\r\n\r\n/)
  const smuggled = await wholeAnswer(
    await stageFor({ status: 200, fields: { 'transfer-encoding': 'chunked' }, body: { text: '0\r\n\r\n' } }),
  )
  assert.doesNotMatch(smuggled, /Content-Length/)
})

test('HTTP/1.0 gets no chunks, no informational answers, and a close unless it asks to keep', async () => {
  const answer = { status: 200, body: { text: 'body' }, framing: 'chunked', interim: [{ status: 103 }] } as const
  const client = await clientOf(await stageFor(answer))
  client.write('GET / HTTP/1.0\r\n\r\n')
  assert.equal(await client.ending(), 'end')
  assert.match(client.text, /^HTTP\/1.1 200 OK\r\n[\s\S]*Connection: close\r\n\r\nbody$/)
  const kept = await clientOf(await stageFor({ status: 200, body: { text: 'body' } }))
  kept.write('GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n'.repeat(2))
  await kept.until(/Connection: keep-alive\r\n\r\nbody[\s\S]*Connection: keep-alive\r\n\r\nbody/)
})

test('a client that leaves while it is answered, or while it sends, has dropped', async () => {
  const waiting = await stageFor({ status: 200, delayMs: 60_000 })
  const sending = await stageFor({ status: 200 })
  const short = await stageFor({ status: 200, body: { text: 'body' }, declaredBytes: 9 })
  const informed = await stageFor({ status: 103 })
  for (const [stage, fields] of [
    [waiting, []],
    [sending, ['Content-Length: 9']],
    [short, []],
    [informed, []],
  ] as const) {
    const client = await asked(stage, 'POST', fields)
    const entry = await onlyEntry(stage)
    await stage.idle(20)
    assert.equal(entry.droppedAtMs, null)
    client.destroy()
    await stage.idle(5000)
    assert.ok(entry.droppedAtMs !== null)
    assert.ok(entry.answer.endAtMs !== null)
  }
})

test('a client that leaves after a whole answer has not', async () => {
  const stage = await stageFor({ status: 204 })
  const client = await asked(stage)
  await client.until(/204/)
  client.destroy()
  await firstClosed(stage)
  assert.equal(stage.log.entries[0]?.droppedAtMs, null)
})

const refused: readonly (readonly [string, RegExp])[] = [
  ['GET /\r\n\r\n', /^HTTP\/1.1 400 [\s\S]*The first line is not "METHOD target HTTP\/1.1"/],
  ['GET / HTTP/2.0\r\n\r\n', /^HTTP\/1.1 505 /],
  ['GET / HTTP/1.1\r\nno colon\r\n\r\n', /^HTTP\/1.1 400 [\s\S]*A field line is not "Name: value"/],
  ['GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', /^HTTP\/1.1 400 [\s\S]*not one whole number/],
  ['GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', /^HTTP\/1.1 400 [\s\S]*are both there/],
  ['GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n', /^HTTP\/1.1 501 /],
  ['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n', /^HTTP\/1.1 400 [\s\S]*does not begin with its size/],
  ['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', /^HTTP\/1.1 400 [\s\S]*longer than the size/],
  ['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1000000\r\n', /^HTTP\/1.1 413 /],
  ['POST / HTTP/1.1\r\nContent-Length: 16777217\r\n\r\n', /^HTTP\/1.1 413 [\s\S]*longer than 16777216 bytes/],
  [`GET / HTTP/1.1\r\nX: ${'x'.repeat(65_536)}\r\n\r\n`, /^HTTP\/1.1 431 [\s\S]*longer than 65536 bytes/],
]

test('what is no request is refused with a sentence, and the connection ends', async () => {
  for (const [bytes, sentence] of refused) {
    const client = await clientOf(await stageFor({ status: 200 }))
    client.write(bytes)
    assert.equal(await client.ending(), 'end')
    assert.match(client.text, sentence)
  }
})

test('an empty line before a request is passed over', async () => {
  const stage = await stageFor({ status: 204 })
  const client = await clientOf(stage)
  client.write(`\r\n\r\n${requestTo(`${stage.bases.a}/`)}`)
  await client.until(/204/)
})
