import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  asAnswer,
  asFault,
  dropped,
  type Line,
  nonce,
  type Sending,
  type SendOptions,
  send,
  text,
  wire,
} from '../../test/wire.ts'
import { systemClock } from '../shared/clock.ts'
import { hedgingTransport } from './hedging.ts'

interface Sockets {
  readonly lines: readonly Line[]
  hedges(): number
  start(options?: SendOptions): Sending
}

/** A raw server, and the transport over undici that hedges after 30 ms. */
async function sockets(t: TestContext, serve: (line: Line) => unknown): Promise<Sockets> {
  const { transport, lines, origin } = await wire(t, serve)
  let hedges = 0
  const over = hedgingTransport({ transport, clock: systemClock, afterMs: () => 30, mayHedge: () => ++hedges > 0 })
  return { lines, hedges: () => hedges, start: options => send(over, origin, options) }
}

test('a connection that stalls is dropped for a second one, which is then used again', async t => {
  const { start, lines, hedges } = await sockets(t, async line => {
    while ((await line.next()) !== null) if (line.number !== 1) await line.write(nonce(`line ${line.number}`))
  })
  const sending = start()
  assert.equal(text(asAnswer(await sending.landed)), 'line 2')
  await dropped(lines[0])
  assert.equal(text(asAnswer(await start().landed)), 'line 2')
  assert.deepEqual([sending.heads.length, lines.length, hedges()], [1, 2, 1])
})

test('a streamed body of the second comes whole', async t => {
  const body = 'x'.repeat(300_000)
  const { start, lines } = await sockets(t, async line => {
    while ((await line.next()) !== null) if (line.number === 2) await line.write(nonce(body))
  })
  const sending = start({ disposal: 'stream' })
  const { stream } = asAnswer(await sending.landed)
  assert.equal(await new Response(stream).text(), body)
  await dropped(lines[0])
  assert.equal(sending.streamsOver(), 1)
})

test('a connection that the server closes waits for the other one', async t => {
  const { start } = await sockets(t, async line => {
    await line.next()
    await sleep(120)
    if (line.number === 1) line.socket.resetAndDestroy()
    else await line.write(nonce('second'))
  })
  const sending = start()
  assert.equal(text(asAnswer(await sending.landed)), 'second')
})

test('an abort drops both connections', async t => {
  const { start, lines } = await sockets(t, line => line.next())
  const sending = start()
  for (let turn = 0; turn < 400 && lines.length < 2; turn++) await sleep(5)
  sending.flight.abort('aborted', null)
  assert.equal(asFault(await sending.landed).name, 'aborted')
  await dropped(lines[0])
  await dropped(lines[1])
})
