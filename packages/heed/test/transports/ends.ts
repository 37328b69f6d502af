import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  always,
  asAnswer,
  asFault,
  dropped,
  firstThenSound,
  nonce,
  type Sending,
  send as sendOver,
  text,
} from '../wire-over.ts'
import { type Clause, clause, overAnother, until } from './clause.ts'

const reason = new Error('the caller left')

async function aborted(sending: Sending): Promise<void> {
  sending.flight.abort('aborted', reason)
  sending.flight.abort('deadline', null)
  const { name, cause } = asFault(await sending.landed)
  assert.deepEqual([name, cause], ['aborted', reason])
}

/** An origin where nothing listens. */
export async function nobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

/** How exchanges end before their time. */
export const ends: readonly Clause[] = [
  clause('an abort while it connects ends it at once', async open => {
    const { send, answer } = await open(always(nonce('ok')))
    await aborted(send({ path: '/never' }))
    assert.equal(text(await answer()), 'ok')
  }),

  clause('an abort before or within the head, and no later answer comes over the connection', async open => {
    for (const begun of ['', 'HTTP/1.1 200 OK\r\nConten']) {
      const { send, answer, lines } = await open(firstThenSound(begun))
      const sending = send()
      await until(() => lines.length > 0)
      await sleep(30)
      await aborted(sending)
      assert.equal(asFault(await sending.landed).sent, true)
      await dropped(lines[0])
      assert.match(text(await answer()), overAnother)
    }
  }),

  clause('an abort within the body', async open => {
    const { send, answer, lines } = await open(firstThenSound('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'))
    const sending = send()
    await until(() => sending.heads.length > 0)
    await aborted(sending)
    await dropped(lines[0])
    assert.match(text(await answer()), overAnother)
  }),

  clause('an abort from within the judge of the head', async open => {
    const { send } = await open(always(nonce('ok')))
    const sending: Sending = send({ onHead: () => sending.flight.abort('deadline', reason) })
    assert.deepEqual(await sending.landed, { kind: 'fault', name: 'deadline', sent: true, cause: reason })
  }),

  clause('an abort after landing changes nothing and costs no connection', async open => {
    const { send, lines } = await open(always(nonce('ok')))
    for (let turn = 0; turn < 3; turn++) {
      const { flight, landed } = send()
      const answer = await landed
      flight.abort('aborted', reason)
      assert.equal(answer.kind === 'answer' && text(answer), 'ok')
      await sleep(20)
    }
    assert.equal(lines.length, 1)
  }),

  clause('an abort while a body goes out lets the body go', async open => {
    let closed = false
    const { send, lines } = await open(line => line.socket.resume())
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
    await aborted(sending)
    await until(() => closed && lines[0]?.socket.destroyed === true)
  }),

  clause('where nothing listens, and where no host is, surely nothing was sent', async open => {
    const { transport } = await open(() => {})
    const refused = asFault(await sendOver(transport, await nobody(), { method: 'POST', body: 'x' }).landed)
    assert.deepEqual([refused.name, refused.sent], ['refused', false])
    const unknown = asFault(await sendOver(transport, 'http://no-such-host.invalid').landed)
    assert.ok(['unknown-host', 'unreachable'].includes(unknown.name) && !unknown.sent, unknown.name)
    assert.equal(asFault(await sendOver(transport, 'ftp://127.0.0.1/').landed).name, 'unsendable')
  }),

  clause('a server that speaks no TLS is the fault tls, and nothing was sent', async open => {
    const plain = await open(line => line.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const fell = asFault(await sendOver(plain.transport, plain.origin.replace('http:', 'https:')).landed)
    assert.deepEqual([fell.name, fell.sent], ['tls', false])
  }),

  clause(
    'a connection that closes before an answer is the fault reset, and the request may have arrived',
    async open => {
      for (const close of ['end', 'resetAndDestroy'] as const) {
        const { fault } = await open(async line => {
          await line.next()
          line.socket[close]()
        })
        const { name, sent } = await fault({ method: 'POST', body: Buffer.from('x') })
        assert.deepEqual([name, sent], ['reset', true])
      }
    },
  ),

  clause('one connection serves one exchange after the other, and many at once get their own answers', async open => {
    const { answer, lines } = await open(async line => {
      for (let request = await line.next(); request !== null; request = await line.next()) {
        await line.write(nonce(/\/(\d+) /.exec(request.head)?.[1] ?? ''))
      }
    })
    for (let turn = 1; turn <= 5; turn++) {
      assert.equal(text(await answer({ path: `/${turn}` })), `${turn}`)
      await sleep(10)
    }
    assert.equal(lines.length, 1)
    const got = await Promise.all(Array.from({ length: 50 }, (_, at) => answer({ path: `/${at}` }).then(text)))
    assert.deepEqual(
      got,
      Array.from({ length: 50 }, (_, at) => `${at}`),
    )
  }),

  clause('a new connection carries one exchange', async open => {
    const { answer, lines } = await open(async line => {
      for (let turn = 1; (await line.next()) !== null; turn++) await line.write(nonce(`${line.number}-${turn}`))
    })
    await answer()
    await sleep(20)
    assert.equal(text(await answer({ newConnection: true })), '2-1')
    await dropped(lines[1])
  }),

  clause('close lets an exchange finish, and sends nothing more', async open => {
    let go = () => {}
    const { transport, send, lines } = await open(async line => {
      await line.next()
      await new Promise<void>(resolve => {
        go = resolve
      })
      await line.write(nonce('ok'))
    })
    const { landed } = send()
    await until(() => lines.length > 0)
    await sleep(20)
    const closing = transport.close()
    const late = asFault(await send().landed)
    assert.deepEqual([late.name, late.sent], ['closed', false])
    go()
    assert.equal(text(asAnswer(await landed)), 'ok')
    await closing
    await transport.close()
  }),

  clause('close frees the connections', async open => {
    const { transport, answer, lines } = await open(always(nonce('ok')))
    await answer()
    await transport.close()
    await dropped(lines[0])
  }),
]
