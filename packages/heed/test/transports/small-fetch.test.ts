import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '../../src/ports.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { smallTransport } from '../../src/transports/small-fetch.ts'
import {
  always,
  asFault,
  dropped,
  firstThenSound,
  type Line,
  nonce,
  send as sendOver,
  type Wire,
  wire,
} from '../wire.ts'
import { streamed } from './bodies.ts'
import { all, endless, head, start, streamOf, until } from './clause.ts'
import { nobody } from './ends.ts'

const small = (): Transport => smallTransport(systemClock, false)
const onPage = (): Transport => smallTransport(systemClock, true)
const open = (t: TestContext, serve: (line: Line) => unknown, transport = small()): Promise<Wire> =>
  wire(t, serve, transport)
const reason = new Error('the caller left')

for (const { name, run } of streamed) {
  test(`the transport of heed/fetch: ${name}`, t => run(serve => open(t, serve), t))
}

test('a body nobody wants is read so that its connection is used again', async t => {
  const { answer, send, lines } = await open(t, firstThenSound(nonce('moved'.repeat(100))))
  const first = await answer({ disposal: 'discard' })
  assert.deepEqual([first.whole, first.stream, first.body.length], [true, null, 0])
  await sleep(30)
  assert.equal(await all(await streamOf(send({ disposal: 'stream' }))), '1-2')
  assert.equal(lines.length, 1)
})

test('an endless body nobody wants is dropped after its bytes or its time, and its head is the answer', async t => {
  const chunked = head('503 Busy', 'Transfer-Encoding: chunked')
  const fast = await open(
    t,
    firstThenSound(chunked, line => void endless(line)),
  )
  const cut = await fast.answer({ disposal: 'discard', limits: { discardBytes: 10_000, discardMs: 60_000 } })
  assert.deepEqual([cut.status, cut.whole], [503, false])
  await dropped(fast.lines[0])
  const slow = await open(t, firstThenSound(`${chunked}4\r\ndrip\r\n`))
  assert.equal((await slow.answer({ disposal: 'discard', limits: { discardMs: 60 } })).whole, false)
  await dropped(slow.lines[0])
})

test('a limit of time inside a body nobody wants leaves the answer, the abort of the caller does not', async t => {
  for (const [name, kind] of [
    ['attempt-timeout', 'answer'],
    ['aborted', 'fault'],
  ] as const) {
    const { send } = await open(t, firstThenSound(start('Content-Length: 9')))
    const sending = send({ disposal: 'discard', limits: { discardMs: 60_000 } })
    await until(() => sending.heads.length > 0)
    sending.flight.abort(name, reason)
    assert.equal((await sending.landed).kind, kind)
  }
})

test('an abort ends it before the head, within it and from within the judge', async t => {
  const waiting = await open(t, () => undefined)
  const early = waiting.send({ disposal: 'stream' })
  await until(() => waiting.lines.length > 0)
  early.flight.abort('aborted', reason)
  early.flight.abort('deadline', null)
  assert.deepEqual(await early.landed, { kind: 'fault', name: 'aborted', sent: true, cause: reason })
  await dropped(waiting.lines[0])
  const { send } = await open(t, always(nonce('ok')))
  const judged = send({ disposal: 'stream', onHead: () => judged.flight.abort('deadline', reason) })
  assert.deepEqual(await judged.landed, { kind: 'fault', name: 'deadline', sent: true, cause: reason })
})

test('where nobody listens, surely nothing was sent; where the line breaks, it may have been', async t => {
  const { fault, lines } = await open(t, line => line.socket.destroy())
  const broken = await fault({ disposal: 'stream' })
  assert.deepEqual([broken.name, broken.sent, lines.length], ['reset', true, 1])
  const refused = asFault(await sendOver(small(), await nobody(), { disposal: 'stream' }).landed)
  assert.deepEqual([refused.name, refused.sent], ['refused', false])
})

test('what is not HTTP, and what cannot be sent, is a fault too', async t => {
  const { fault } = await open(t, always(head('099 Odd', 'Content-Length: 0')))
  assert.equal((await fault({ disposal: 'stream' })).name, 'reset')
  const unsendable = await fault({ disposal: 'stream', fields: { 'a b': 'c' } })
  assert.deepEqual([unsendable.name, unsendable.sent], ['reset', true])
})

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('one')
  throw reason
}

const echo = async (line: Line): Promise<void> => {
  const request = await line.next()
  await line.write(nonce(`${request?.head.match(/^(content-length|transfer-encoding): .*$/im)?.[0]} ${request?.body}`))
}

test('a stream goes out as it comes, with its length where that is known; on a page it goes out whole', async t => {
  const put = { method: 'PUT', disposal: 'stream' } as const
  const sent = async (bodyBytes: number | null, transport = small()): Promise<string> => {
    const { send } = await open(t, echo, transport)
    return (await all(await streamOf(send({ ...put, body: pieces('one', 'two'), bodyBytes })))).toLowerCase()
  }
  assert.match(await sent(null), /^transfer-encoding: chunked /)
  assert.equal(await sent(6), 'content-length: 6 onetwo')
  assert.equal(await sent(null, onPage()), 'content-length: 6 onetwo')
})

test('a body that breaks is the fault request-body, whole or as it comes', async t => {
  for (const transport of [small(), onPage()]) {
    const { fault } = await open(t, echo, transport)
    const { name, cause } = await fault({ method: 'PUT', disposal: 'stream', body: breaking() })
    assert.deepEqual([name, cause], ['request-body', reason])
  }
})

test('a redirect is an answer, but on a page it is followed unseen', async t => {
  const moved = (line: Line): unknown => firstThenSound(head('302 Found', 'Location: /b', 'Content-Length: 0'))(line)
  const shown = await open(t, moved)
  assert.equal((await shown.answer({ disposal: 'stream' })).status, 302)
  const unseen = await open(t, moved, onPage())
  assert.equal((await unseen.answer({ disposal: 'stream' })).status, 200)
})
