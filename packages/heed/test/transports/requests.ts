import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { dropped, type Line, nonce, type RawRequest, text } from '../wire-over.ts'
import { type Clause, clause, until } from './clause.ts'

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const one of texts) {
    yield Buffer.from(one)
    await sleep(2)
  }
}

/** Answers everything, and keeps what it was asked. */
const keeping =
  (got: RawRequest[]) =>
  async (line: Line): Promise<void> => {
    for (let request = await line.next(); request !== null; request = await line.next()) {
      got.push(request)
      await line.write(nonce('ok'))
    }
  }

const fieldsIn = (request: RawRequest | undefined): string[] =>
  (request?.head ?? '')
    .toLowerCase()
    .split('\r\n')
    .slice(1)
    .flatMap(line => line.split(':')[0] || [])

/** What goes out. */
export const requests: readonly Clause[] = [
  clause('the path, query and method go out as they are, and user info and fragment do not', async open => {
    const got: RawRequest[] = []
    const { answer, origin } = await open(keeping(got))
    const url = `${origin.replace('//', '//me:secret@')}/a%20b?c=d&e#f`
    await answer({ method: 'QUERY', path: url })
    assert.match(got[0]?.head ?? '', /^QUERY \/a%20b\?c=d&e HTTP\/1\.1\r\n/)
    assert.match(got[0]?.head ?? '', /\r\nhost: 127\.0\.0\.1:\d+\r\n/i)
    assert.doesNotMatch(got[0]?.head ?? '', /secret|authorization/i)
  }),

  clause('fields go out with their values', async open => {
    const got: RawRequest[] = []
    const { answer } = await open(keeping(got))
    await answer({ fields: { 'x-a': '1', cookie: 'a=1', authorization: 'Basic eA==', 'user-agent': 'me' } })
    for (const field of [/x-a: 1\r\n/i, /cookie: a=1\r\n/i, /authorization: Basic eA==\r\n/i, /user-agent: me\r\n/i]) {
      assert.match(got[0]?.head ?? '', field)
    }
  }),

  clause('no field goes out but those of the request and of the connection', async open => {
    const got: RawRequest[] = []
    const { answer } = await open(keeping(got))
    await answer({ fields: { 'x-a': '1' } })
    assert.deepEqual(fieldsIn(got[0]).sort(), ['connection', 'host', 'x-a'])
  }),

  clause('text and bytes go out with their length, and say no type of themselves', async open => {
    const got: RawRequest[] = []
    const { answer } = await open(keeping(got))
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256))
    await answer({ method: 'POST', body: bytes })
    await answer({ method: 'PATCH', body: 'für' })
    assert.match(got[0]?.head ?? '', /content-length: 100000\r\n/i)
    assert.ok(bytes.equals(got[0]?.body ?? Buffer.alloc(0)))
    assert.match(got[1]?.head ?? '', /^PATCH .*content-length: 4\r\n/is)
    assert.equal(got[1]?.body.toString(), 'für')
    assert.ok(!got.some(request => fieldsIn(request).includes('content-type')))
  }),

  clause('a stream of unknown length goes out in chunks', async open => {
    const got: RawRequest[] = []
    const { answer } = await open(keeping(got))
    await answer({ method: 'PUT', body: pieces('hello ', 'world') })
    assert.match(got[0]?.head ?? '', /transfer-encoding: chunked/i)
    assert.equal(got[0]?.body.toString(), '6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n')
  }),

  clause('a known length goes out as Content-Length and the body as it is', async open => {
    const got: RawRequest[] = []
    const { answer } = await open(keeping(got))
    await answer({ method: 'PUT', body: pieces('hello ', 'world'), bodyBytes: 11 })
    assert.match(got[0]?.head ?? '', /content-length: 11\r\n/i)
    assert.equal(got[0]?.body.toString(), 'hello world')
  }),

  clause('a body that is not as long as it was said to be is the fault request-body', async open => {
    for (const bodyBytes of [5, 12]) {
      const { fault } = await open(keeping([]))
      const { name, sent } = await fault({ method: 'PUT', body: pieces('hello ', 'world'), bodyBytes })
      assert.deepEqual([name, sent], ['request-body', true])
    }
  }),

  clause("what the caller's body throws is the fault request-body, with the cause", async open => {
    const cause = new Error('the file is gone')
    const { fault, lines } = await open(keeping([]))
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x')
      throw cause
    }
    const fell = await fault({ method: 'POST', body: failing() })
    assert.deepEqual(fell, { kind: 'fault', name: 'request-body', sent: true, cause })
    // The fault may be known before the connection is.
    await until(() => lines.length > 0)
    await dropped(lines[0])
  }),

  clause('a body of strings is the fault request-body', async open => {
    const { fault } = await open(keeping([]))
    async function* strings(): AsyncGenerator<string> {
      yield 'text'
    }
    const { name } = await fault({ method: 'POST', body: strings() as unknown as AsyncIterable<Uint8Array> })
    assert.equal(name, 'request-body')
  }),

  clause('an answer that comes before the body is out is the answer, and the body is let go', async open => {
    let closed = false
    const { answer, lines } = await open(async line => {
      await line.head()
      line.socket.resume()
      await line.write('HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge')
    })
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield Buffer.alloc(1000)
          await sleep(2)
        }
      } finally {
        closed = true
      }
    }
    const early = await answer({ method: 'POST', body: endless() })
    assert.deepEqual([early.status, text(early), early.whole], [413, 'large', true])
    await dropped(lines[0])
    await until(() => closed)
  }),

  clause('what cannot be put on the wire is the fault unsendable, and never sent', async open => {
    for (const options of [{ fields: { 'x-a': 'a\r\nb: c' } }, { fields: { 'x a': 'a' } }, { method: 'G ET' }]) {
      const got: RawRequest[] = []
      const { fault } = await open(keeping(got))
      const { name, sent } = await fault(options)
      await sleep(10)
      assert.deepEqual([name, sent, got.length], ['unsendable', false, 0])
    }
  }),
]
