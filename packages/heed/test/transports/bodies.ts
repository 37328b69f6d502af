import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { BrokenBody } from '../../src/transports/broken-body.ts'
import { always, dropped, firstThenSound, type Line, nonce, text } from '../wire-over.ts'
import { all, type Clause, clause, endless, head, overAnother, ownAnswer, start, streamOf, until } from './clause.ts'

const broken = (name: string) => (error: unknown) => error instanceof BrokenBody && error.fault.name === name
const failed = (...fields: string[]): string => head('503 Unavailable', ...fields)

const kept: readonly Clause[] = [
  clause('a body over the limit is the fault too-large, told by its length or counted', async open => {
    const long = 'x'.repeat(5000)
    const told = await open(firstThenSound(nonce(long)))
    assert.equal((await told.fault({ limits: { bodyBytes: 4999 } })).name, 'too-large')
    assert.match(text(await told.answer({ limits: { bodyBytes: 4999 } })), ownAnswer)
    const counted = await open(firstThenSound(start('Transfer-Encoding: chunked'), line => void endless(line)))
    assert.equal((await counted.fault({ limits: { bodyBytes: 9999 } })).name, 'too-large')
    await dropped(counted.lines[0])
  }),

  clause('a body at the limit is whole', async open => {
    const { answer } = await open(always(nonce('x'.repeat(5000))))
    assert.equal((await answer({ limits: { bodyBytes: 5000 } })).body.length, 5000)
  }),

  clause('a body that breaks off is a fault: truncated, or silent for too long', async open => {
    const { fault } = await open(firstThenSound(`${start('Content-Length: 9')}ok`, line => line.socket.end()))
    assert.equal((await fault()).name, 'truncated')
    const silent = await open(always(`${start('Content-Length: 9')}ok`))
    assert.equal((await silent.fault({ limits: { bodyIdleMs: 100 } })).name, 'body-idle')
    await dropped(silent.lines[0])
  }),

  clause("an error's body is whole within the limit and cut there beyond it", async open => {
    const short = await open(always(`${failed('Content-Length: 4')}oops`))
    const got = await short.answer({ disposal: 'keep-start' })
    assert.deepEqual([got.status, text(got), got.whole], [503, 'oops', true])
    const long = await open(firstThenSound(`${failed('Content-Length: 5000')}${'x'.repeat(5000)}`))
    const cut = await long.answer({ disposal: 'keep-start', limits: { errorBytes: 777 } })
    assert.deepEqual([cut.body.length, cut.whole], [777, false])
    assert.match(text(await long.answer()), ownAnswer)
  }),

  clause("a fault within an error's body still gives the answer with what came", async open => {
    // Some time later: what comes together with the end of its connection, Bun loses now and then.
    const breakOff = (line: Line) => sleep(30).then(() => line.socket.end())
    for (const then of [breakOff, () => {}]) {
      const { answer } = await open(firstThenSound(`${failed('Content-Length: 9')}oops`, then))
      const got = await answer({ disposal: 'keep-start', limits: { bodyIdleMs: 150 } })
      assert.deepEqual([got.status, text(got), got.whole], [503, 'oops', false])
    }
  }),

  clause("a time limit within an error's body still gives the answer, the caller's abort is a fault", async open => {
    for (const name of ['attempt-timeout', 'deadline', 'aborted'] as const) {
      const { send } = await open(always(`${failed('Content-Length: 9')}oops`))
      const { flight, heads, landed } = send({ disposal: 'keep-start' })
      await until(() => heads.length > 0)
      await sleep(30)
      flight.abort(name, null)
      const got = await landed
      assert.equal(
        got.kind === 'answer' ? `${text(got)} ${got.whole}` : got.name,
        name === 'aborted' ? name : 'oops false',
      )
    }
  }),

  clause('a body nobody wants is read so that its connection is used again', async open => {
    const { answer, lines } = await open(firstThenSound(nonce('moved'.repeat(100))))
    assert.equal((await answer({ disposal: 'discard' })).whole, true)
    await sleep(30)
    assert.equal(text(await answer()), '1-2')
    assert.equal(lines.length, 1)
  }),

  clause('an endless body nobody wants is dropped after its bytes or its time, with its connection', async open => {
    const chunked = failed('Transfer-Encoding: chunked')
    const fast = await open(firstThenSound(chunked, line => void endless(line)))
    const cut = await fast.answer({ disposal: 'discard', limits: { discardBytes: 10_000, discardMs: 60_000 } })
    assert.deepEqual([cut.status, cut.whole, cut.body.length], [503, false, 10_000])
    await dropped(fast.lines[0])
    const slow = await open(firstThenSound(`${chunked}4\r\ndrip\r\n`))
    assert.equal((await slow.answer({ disposal: 'discard', limits: { discardMs: 60 } })).whole, false)
    await dropped(slow.lines[0])
    assert.match(text(await slow.answer()), overAnother)
  }),
]

/** What becomes of a body that is handed on. */
export const streamed: readonly Clause[] = [
  clause('a stream hands on the exact bytes, ends once, and frees its connection', async open => {
    const body = Array.from({ length: 30_000 }, (_, at) => `${at},`).join('')
    const { send, lines } = await open(firstThenSound(nonce(body)))
    const sending = send({ disposal: 'stream', limits: { bodyBytes: 10 } })
    assert.equal(await all(await streamOf(sending)), body)
    assert.equal(sending.streamsOver(), 1)
    await sleep(30)
    assert.equal(await all(await streamOf(send({ disposal: 'stream' }))), '1-2')
    assert.equal(lines.length, 1)
  }),

  clause('an empty body is a stream that ends', async open => {
    const { send } = await open(always(nonce('')))
    assert.equal(await all(await streamOf(send({ disposal: 'stream' }))), '')
  }),

  clause('a slow reader holds back the wire, and loses nothing', async open => {
    const body = Buffer.from(Array.from({ length: 1 << 20 }, (_, at) => 33 + ((at * at) % 89)))
    const bytes = Buffer.concat(Array.from({ length: 32 }, () => body))
    let written = 0
    const { send } = await open(async line => {
      await line.next()
      await line.write(start(`Content-Length: ${bytes.length}`))
      for (let at = 0; at < bytes.length; at += 65536) {
        await line.write(bytes.subarray(at, at + 65536))
        written = at
      }
    })
    const stream = await streamOf(send({ disposal: 'stream' }))
    for (let held = -1; written !== held; await sleep(200)) held = written
    const halted = written
    const came = await all(stream)
    assert.ok(halted < bytes.length / 2, `${halted} of ${bytes.length}`)
    assert.ok(came === bytes.toString('latin1'))
  }),

  clause('a pause of its reader is no silence of a stream', async open => {
    const bytes = 'x'.repeat(8 << 20)
    const { send } = await open(always(nonce(bytes)))
    const stream = await streamOf(send({ disposal: 'stream', limits: { bodyIdleMs: 100 } }))
    await sleep(400)
    assert.equal((await all(stream)).length, bytes.length)
  }),

  clause('a reader that leaves ends the exchange: no later answer comes over its connection', async open => {
    const { send, lines } = await open(firstThenSound(start('Transfer-Encoding: chunked'), line => void endless(line)))
    const sending = send({ disposal: 'stream' })
    const reader = (await streamOf(sending)).getReader()
    await reader.read()
    await reader.cancel()
    assert.equal(sending.streamsOver(), 1)
    await dropped(lines[0])
    assert.match(await all(await streamOf(send({ disposal: 'stream' }))), overAnother)
  }),

  clause('a stream that breaks off fails with the name of the fault', async open => {
    const breaks = [
      ['truncated', (line: Line) => line.socket.end()],
      ['body-idle', () => {}],
    ] as const
    for (const [name, then] of breaks) {
      const { send } = await open(firstThenSound(`${start('Content-Length: 9')}ok`, then))
      const sending = send({ disposal: 'stream', limits: { bodyIdleMs: 150 } })
      await assert.rejects(all(await streamOf(sending)), broken(name))
      assert.equal(sending.streamsOver(), 1)
    }
  }),

  clause('an abort breaks a stream with its own name and cause, and the connection goes', async open => {
    const { send, lines } = await open(firstThenSound(start('Transfer-Encoding: chunked'), line => void endless(line)))
    const sending = send({ disposal: 'stream' })
    const stream = await streamOf(sending)
    const reason = new Error('too late')
    sending.flight.abort('deadline', reason)
    sending.flight.abort('aborted', null)
    await assert.rejects(
      all(stream),
      error => broken('deadline')(error) && (error as BrokenBody).fault.cause === reason,
    )
    assert.equal(sending.streamsOver(), 1)
    await dropped(lines[0])
  }),
]

/** What becomes of a body. */
export const bodies: readonly Clause[] = [...kept, ...streamed]
