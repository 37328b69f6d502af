import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { head, traps } from '../../test/traps.ts'
import { always, dropped, firstThenSound, nonce, text, wire } from '../../test/wire.ts'

test('an answer comes with its status, reason, fields and exact bytes', async t => {
  const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const start = head('200 Quite Fine', 'X-One: 1', 'SET-COOKIE: a', 'Set-Cookie: b', 'Content-Length: 256')
  const { answer } = await wire(t, always(Buffer.concat([Buffer.from(start), body])))
  const { status, statusText, fields, body: got, whole, stream } = await answer()
  assert.deepEqual(
    { status, statusText, whole, stream },
    { status: 200, statusText: 'Quite Fine', whole: true, stream: null },
  )
  assert.deepEqual({ ...fields }, { 'x-one': '1', 'set-cookie': ['a', 'b'], 'content-length': '256' })
  assert.ok(body.equals(got))
})

test('a body in many pieces is joined in order', async t => {
  const pieces = Array.from({ length: 40 }, (_, at) => `${at};`.repeat(50))
  const { answer } = await wire(t, async line => {
    await line.next()
    await line.write(head('200 OK', 'Transfer-Encoding: chunked'))
    for (const piece of pieces) await line.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
    await line.write('0\r\nX-Trailer: 1\r\n\r\n')
  })
  assert.equal(text(await answer()), pieces.join(''))
})

for (const { name, bytes, afterwards, gives, connections } of traps) {
  test(`${name}: ${typeof gives === 'string' ? gives : gives.status}, and the next answer is its own`, async t => {
    const { send, answer, lines } = await wire(t, firstThenSound(bytes, afterwards))
    const landed = await send().landed
    if (landed.kind === 'fault') assert.deepEqual([landed.name, landed.sent], [gives, true])
    else assert.deepEqual({ status: landed.status, body: text(landed) }, gives)
    // Time for the connection to be seen as free, or for stray bytes to be seen.
    await sleep(30)
    assert.equal(text(await answer()), `${connections}-2`)
    assert.equal(lines.length, connections)
  })
}

test('a kept body over the limit is a fault and its connection is dropped', async t => {
  const { fault, lines } = await wire(t, always(nonce('x'.repeat(101))))
  const { name, sent } = await fault({ limits: { bodyBytes: 100 } })
  assert.deepEqual([name, sent], ['too-large', true])
  await dropped(lines[0])
})

test('a kept body of just the limit is whole', async t => {
  const { answer } = await wire(t, always(nonce('x'.repeat(100))))
  assert.equal(text(await answer({ limits: { bodyBytes: 100 } })), 'x'.repeat(100))
})

test('silence within a body longer than its limit is the fault body-idle', async t => {
  const { fault } = await wire(t, always(`${head('200 OK', 'Content-Length: 9')}ok`))
  assert.equal((await fault({ limits: { bodyIdleMs: 100 } })).name, 'body-idle')
})
