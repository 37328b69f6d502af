import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { always, dropped, firstThenSound, type Line, nonce, text, wire } from '../../test/wire.ts'

const failed = (...fields: string[]) =>
  `HTTP/1.1 503 Unavailable\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`

test("an error's body within the limit is whole and its connection is used again", async t => {
  const { answer, lines } = await wire(t, always(`${failed('Content-Length: 4')}oops`))
  for (let turn = 0; turn < 3; turn++) {
    const { status, body, whole } = await answer({ disposal: 'keep-start' })
    assert.deepEqual([status, Buffer.from(body).toString(), whole], [503, 'oops', true])
    await sleep(20)
  }
  assert.equal(lines.length, 1)
})

test("an error's body over the limit is cut there, and no later answer comes over its connection", async t => {
  const long = 'abcdefghij'.repeat(1000)
  const { answer, lines } = await wire(t, firstThenSound(`${failed('Content-Length: 10000')}${long}`))
  const cut = await answer({ disposal: 'keep-start', limits: { errorBytes: 777 } })
  assert.deepEqual([text(cut), cut.whole], [long.slice(0, 777), false])
  await dropped(lines[0])
  assert.equal(text(await answer()), '2-2')
  assert.equal(lines.length, 2)
})

const breaks: readonly [string, (line: Line) => unknown][] = [
  ['closed', line => line.socket.end()],
  ['reset', line => sleep(50).then(() => line.socket.resetAndDestroy())],
  ['silent', () => {}],
]

for (const [name, then] of breaks) {
  test(`an error's body that is ${name} still gives the answer with what came`, async t => {
    const { answer } = await wire(t, firstThenSound(`${failed('Content-Length: 9')}oops`, then))
    const got = await answer({ disposal: 'keep-start', limits: { bodyIdleMs: 150 } })
    assert.deepEqual([got.status, text(got), got.whole], [503, 'oops', false])
  })
}

for (const name of ['attempt-timeout', 'deadline'] as const) {
  test(`${name} within an error's body still gives the answer`, async t => {
    const { send } = await wire(t, always(`${failed('Content-Length: 9')}oops`))
    const { flight, heads, landed } = send({ disposal: 'keep-start' })
    while (heads.length === 0) await sleep(5)
    await sleep(20)
    flight.abort(name, null)
    const got = await landed
    assert.deepEqual(got.kind === 'answer' && [got.status, text(got), got.whole], [503, 'oops', false])
  })
}

test("the caller's abort within an error's body is a fault", async t => {
  const { send } = await wire(t, always(`${failed('Content-Length: 9')}oops`))
  const { flight, heads, landed } = send({ disposal: 'keep-start' })
  while (heads.length === 0) await sleep(5)
  const reason = new Error('the caller left')
  flight.abort('aborted', reason)
  assert.deepEqual(await landed, { kind: 'fault', name: 'aborted', sent: true, cause: reason })
})

test("an error's body is decoded; one that cannot be still gives the answer", async t => {
  const packed = gzipSync('oops'.repeat(100))
  const coded = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from(failed('Content-Encoding: gzip', `Content-Length: ${bytes.length}`)), bytes])
  const sound = await (await wire(t, always(coded(packed)))).answer({ disposal: 'keep-start' })
  assert.deepEqual([text(sound), sound.whole], ['oops'.repeat(100), true])
  const bad = await (await wire(t, always(coded(Buffer.from('not gzip'))))).answer({ disposal: 'keep-start' })
  assert.deepEqual([bad.status, text(bad), bad.whole], [503, '', false])
  const unknown = await wire(t, always(`${failed('Content-Encoding: rot13', 'Content-Length: 2')}ok`))
  const untouched = await unknown.answer({ disposal: 'keep-start' })
  assert.deepEqual([untouched.status, text(untouched), untouched.whole], [503, '', false])
})

test('a body nobody wants is read to its end, so that its connection is used again', async t => {
  const { answer, lines } = await wire(t, firstThenSound(nonce('moved'.repeat(1000))))
  const got = await answer({ disposal: 'discard' })
  assert.deepEqual([text(got), got.whole], ['moved'.repeat(1000), true])
  await sleep(30)
  assert.equal(text(await answer()), '1-2')
  assert.equal(lines.length, 1)
})

test('an endless body nobody wants is dropped after its bytes or its time, with its connection', async t => {
  const endless = async (line: Line) => {
    while (!line.socket.destroyed)
      await Promise.race([line.write('1000\r\n'.padEnd(4102, 'x').concat('\r\n')), sleep(50)])
  }
  const chunked = failed('Transfer-Encoding: chunked')
  const fast = await wire(
    t,
    firstThenSound(chunked, line => void endless(line)),
  )
  const cut = await fast.answer({ disposal: 'discard', limits: { discardBytes: 10_000, discardMs: 60_000 } })
  assert.deepEqual([cut.status, cut.body.length, cut.whole], [503, 10_000, false])
  await dropped(fast.lines[0])
  assert.equal(text(await fast.answer()), '2-2')

  const slow = await wire(t, firstThenSound(`${chunked}4\r\ndrip\r\n`))
  const late = await slow.answer({ disposal: 'discard', limits: { discardMs: 60 } })
  assert.deepEqual([late.status, text(late), late.whole], [503, 'drip', false])
  await dropped(slow.lines[0])
  assert.equal(text(await slow.answer()), '2-2')
})

test('a body nobody wants in more codings than the limit is never decoded', async t => {
  const packed = gzipSync('moved')
  const start = `HTTP/1.1 301 Moved\r\nContent-Encoding: gzip, gzip, gzip\r\nContent-Length: ${packed.length}\r\n\r\n`
  const { answer } = await wire(t, always(Buffer.concat([Buffer.from(start), packed])))
  const { body, whole } = await answer({ disposal: 'discard' })
  assert.deepEqual([body.length, whole], [0, true])
})
