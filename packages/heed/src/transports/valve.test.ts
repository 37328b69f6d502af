import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'undici'
import { always, asFault, dropped, nonce, send, text, wire } from '../../test/wire.ts'
import { systemClock } from '../shared/clock.ts'
import { undiciTransport } from './undici.ts'

const informational = (status: number, ...fields: string[]) =>
  `HTTP/1.1 ${status} Note\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`
const proceed = informational(100)

test('an unasked 100 Continue is passed over, and its connection is used again', async t => {
  const { answer, lines } = await wire(t, always(`${proceed}${nonce('ok')}`))
  for (let turn = 0; turn < 3; turn++) {
    assert.equal(text(await answer({ method: 'POST', body: Buffer.from('x') })), 'ok')
    await sleep(20)
  }
  assert.equal(lines.length, 1)
})

test('it may come in any pieces, with fields, and among other informational answers', async t => {
  const bytes = `${informational(103, 'Link: </a>')}${informational(100, 'X-A: 1')}${informational(102)}${proceed}${nonce('ok')}`
  const { send: start } = await wire(t, async line => {
    for (;;) {
      const request = await line.next()
      if (request === null) return
      const at = Number(/\/(\d+)/.exec(request.head)?.[1])
      await line.write(bytes.slice(0, at))
      await sleep(2)
      await line.write(bytes.slice(at))
    }
  })
  for (let at = 1; at < bytes.length; at += 3) {
    const { landed, interims } = start({ path: `/${at}` })
    const got = await landed
    assert.equal(got.kind === 'answer' && text(got), 'ok', `cut at ${at}`)
    // Each 100 is told of with the next head that comes through, so its place among the others is not exact.
    assert.deepEqual(
      interims.filter(status => status !== 100),
      [103, 102],
      `cut at ${at}`,
    )
    assert.equal(interims.filter(status => status === 100).length, 2, `cut at ${at}`)
  }
})

test('it may come byte by byte', async t => {
  const { answer } = await wire(t, async line => {
    await line.next()
    for (const byte of `${proceed}${nonce('ok')}`) await line.write(byte)
  })
  assert.equal(text(await answer()), 'ok')
})

test('bytes of a body that look like 100 Continue stay in the body', async t => {
  const body = `${proceed}${proceed}`
  const start = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`
  const { answer, lines } = await wire(t, async line => {
    while ((await line.next()) !== null) {
      await line.write(start)
      await sleep(20)
      await line.write(body.slice(0, 30))
      await sleep(20)
      await line.write(body.slice(30))
    }
  })
  for (let turn = 0; turn < 2; turn++) {
    assert.equal(text(await answer()), body)
    await sleep(20)
  }
  assert.equal(lines.length, 1)
})

test('every other informational answer is told, and the final one comes', async t => {
  const many = informational(103, 'Link: </a>').repeat(20)
  const { send: start } = await wire(
    t,
    always(`${informational(102)}${many}${informational(104)}${informational(150)}${nonce('ok')}`),
  )
  const { landed, interims } = start()
  const got = await landed
  assert.equal(got.kind === 'answer' && text(got), 'ok')
  assert.deepEqual(interims, [102, ...new Array<number>(20).fill(103), 104, 150])
})

for (const status of [100, 102, 103]) {
  test(`an endless row of ${status} ends in a fault`, async t => {
    const { fault, lines } = await wire(t, async line => {
      await line.next()
      while (!line.socket.destroyed) await Promise.race([line.write(informational(status).repeat(10)), sleep(50)])
    })
    const { name, sent } = await fault()
    assert.deepEqual([name, sent], [status === 100 ? 'unasked-continue' : 'interim-flood', true])
    await dropped(lines[0])
  })
}

test('an endless 100 head is bounded', async t => {
  const { fault } = await wire(t, async line => {
    await line.next()
    await line.write('HTTP/1.1 100 Continue\r\n')
    while (!line.socket.destroyed) await Promise.race([line.write(`X-A: ${'b'.repeat(900)}\r\n`), sleep(50)])
  })
  assert.equal((await fault()).name, 'headers-too-large')
})

test('an unasked 101 is malformed, and the next answer is its own', async t => {
  const upgrade = 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'
  const { fault, lines } = await wire(t, always(`${upgrade}${nonce('evil')}`))
  assert.equal((await fault()).name, 'malformed')
  assert.equal((await fault()).name, 'malformed')
  assert.equal(lines.length, 2)
})

test("over the caller's own dispatcher an unasked 100 Continue has a name", async t => {
  const { origin } = await wire(t, always(`${proceed}${nonce('ok')}`))
  const dispatcher = new Agent()
  t.after(() => dispatcher.destroy())
  const transport = undiciTransport({ clock: systemClock, dispatcher })
  const { name, sent } = asFault(await send(transport, origin).landed)
  assert.deepEqual([name, sent], ['unasked-continue', true])
})
