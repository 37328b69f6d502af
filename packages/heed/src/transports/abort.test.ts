import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { always, dropped, firstThenSound, nonce, type Sending, text, wire } from '../../test/wire.ts'

const reason = new Error('the caller left')

async function aborted(sending: Sending, sent: boolean): Promise<void> {
  sending.flight.abort('aborted', reason)
  sending.flight.abort('deadline', null)
  assert.deepEqual(await sending.landed, { kind: 'fault', name: 'aborted', sent, cause: reason })
}

async function until(come: () => boolean): Promise<void> {
  while (!come()) await sleep(5)
}

test('an abort before the connection stands sends nothing, then or later', async t => {
  let requests = 0
  const { send, answer } = await wire(t, async line => {
    while ((await line.next()) !== null) {
      requests++
      await line.write(nonce('ok'))
    }
  })
  await aborted(send({ path: '/never' }), false)
  await sleep(50)
  assert.equal(requests, 0)
  assert.equal(text(await answer()), 'ok')
  assert.equal(requests, 1)
})

test('an abort while a body goes out lets the body go', async t => {
  let closed = false
  const { send, lines } = await wire(t, line => line.socket.resume())
  async function* slow(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        yield Buffer.from('piece')
        await sleep(5)
      }
    } finally {
      closed = true
    }
  }
  const sending = send({ method: 'POST', body: slow() })
  await until(() => lines.length > 0)
  await sleep(30)
  await aborted(sending, true)
  await until(() => closed && lines[0]?.socket.destroyed === true)
})

test('an abort before the head, and no later answer comes over the connection', async t => {
  const { send, answer, lines } = await wire(t, firstThenSound(''))
  const sending = send()
  await until(() => lines.length > 0)
  await sleep(20)
  await aborted(sending, true)
  await dropped(lines[0])
  assert.equal(text(await answer()), '2-2')
})

test('an abort within the head', async t => {
  const { send, answer, lines } = await wire(t, firstThenSound('HTTP/1.1 200 OK\r\nConten'))
  const sending = send()
  await until(() => lines.length > 0)
  await sleep(20)
  await aborted(sending, true)
  await dropped(lines[0])
  assert.equal(text(await answer()), '2-2')
})

test('an abort within the body', async t => {
  const { send, answer, lines } = await wire(t, firstThenSound('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'))
  const sending = send()
  await until(() => sending.heads.length > 0)
  await aborted(sending, true)
  await dropped(lines[0])
  assert.equal(text(await answer()), '2-2')
  assert.equal(lines.length, 2)
})

test('an abort from within the judge of the head', async t => {
  const { send } = await wire(t, always(nonce('ok')))
  const sending: Sending = send({ onHead: () => sending.flight.abort('deadline', reason) })
  assert.deepEqual(await sending.landed, { kind: 'fault', name: 'deadline', sent: true, cause: reason })
})
