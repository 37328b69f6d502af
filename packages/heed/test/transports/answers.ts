import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { FieldRecord } from '../../src/ports.ts'
import { always, asFault, nonce, text } from '../wire-over.ts'
import { type Clause, clause, head, start } from './clause.ts'

const joined = (fields: FieldRecord, name: string): string => [fields[name] ?? ''].flat().join(', ')

/** What an answer is. */
export const answers: readonly Clause[] = [
  clause('an answer has its status, its phrase, its fields in lower case and its body', async open => {
    const { answer } = await open(always('HTTP/1.1 203 Not Mine\r\nX-A: One\r\nContent-Length: 2\r\n\r\nok'))
    const { status, statusText, fields, whole, stream, ...got } = await answer()
    assert.deepEqual([status, statusText, fields['x-a'], whole, stream], [203, 'Not Mine', 'One', true, null])
    assert.equal(text({ ...got, status, statusText, fields, whole, stream }), 'ok')
  }),

  clause('the lines of Set-Cookie stay apart, the lines of other fields keep their order', async open => {
    const { answer } = await open(
      always(start('Set-Cookie: a=1, 2', 'X-A: 1', 'Set-Cookie: b=2', 'X-A: 2', 'Content-Length: 0')),
    )
    const { fields } = await answer()
    assert.deepEqual(fields['set-cookie'], ['a=1, 2', 'b=2'])
    assert.equal(joined(fields, 'x-a'), '1, 2')
  }),

  clause('HEAD, 204 and 304 have no body, whatever their fields say', async open => {
    const { answer } = await open(async line => {
      for (let request = await line.next(); request !== null; request = await line.next()) {
        const code = /\/(\d+) /.exec(request.head)?.[1]
        await line.write(head(`${code} Status`, 'ETag: "a"', code === '200' ? 'Content-Length: 99' : 'X-A: 1'))
      }
    })
    for (const [method, status] of [
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ] as const) {
      const got = await answer({ method, path: `/${status}` })
      assert.deepEqual([got.status, got.body.length, got.whole, got.fields.etag], [status, 0, true, '"a"'])
    }
  }),

  clause('a redirect and every failure are answers like any other', async open => {
    const { answer } = await open(async line => {
      for (let request = await line.next(); request !== null; request = await line.next()) {
        const code = /\/(\d+) /.exec(request.head)?.[1]
        await line.write(`${head(`${code} Status`, 'Location: /elsewhere', 'Content-Length: 2')}ok`)
      }
    })
    for (const status of [300, 301, 302, 303, 307, 308, 400, 401, 404, 421, 429, 500, 503, 599]) {
      const got = await answer({ path: `/${status}` })
      assert.deepEqual([got.status, got.fields.location, text(got)], [status, '/elsewhere', 'ok'])
    }
  }),

  clause('a proxy that asks for credentials has answered', async open => {
    const { answer } = await open(always(head('407 Who Are You', 'Content-Length: 0')))
    assert.equal((await answer()).status, 407)
  }),

  clause('a status code outside of 100 to 599 is the fault invalid-status', async open => {
    const { fault } = await open(always(head('600 Beyond', 'Content-Length: 0')))
    const { name, sent } = await fault()
    assert.deepEqual([name, sent], ['invalid-status', true])
  }),

  clause('what is not HTTP is the fault malformed', async open => {
    const { fault } = await open(async line => {
      await line.next()
      await line.write('220 mail.example.com ESMTP\r\n')
      line.socket.end()
    })
    const { name, sent } = await fault()
    assert.deepEqual([name, sent], ['malformed', true])
  }),

  clause('a coded body is decoded', async open => {
    const packed = gzipSync('heed '.repeat(1000))
    const { answer } = await open(
      always(Buffer.concat([Buffer.from(start('Content-Encoding: gzip', `Content-Length: ${packed.length}`)), packed])),
    )
    assert.equal(text(await answer()), 'heed '.repeat(1000))
  }),

  clause('a coded body that cannot be decoded is no answer', async open => {
    const { send } = await open(always(`${start('Content-Encoding: gzip', 'Content-Length: 8')}not gzip`))
    assert.ok(['bad-coding', 'truncated'].includes(asFault(await send().landed).name))
  }),

  clause('a body that unpacks to far more than its size is the fault too-dense', async open => {
    const packed = gzipSync('x'.repeat(1 << 20))
    const { fault } = await open(
      always(Buffer.concat([Buffer.from(start('Content-Encoding: gzip', `Content-Length: ${packed.length}`)), packed])),
    )
    assert.equal((await fault({ limits: { ratio: 100, ratioFromBytes: 1000 } })).name, 'too-dense')
  }),

  clause('more codings than the limit are the fault too-many-codings', async open => {
    const packed = gzipSync(gzipSync('x'))
    const { fault } = await open(
      always(
        Buffer.concat([Buffer.from(start('Content-Encoding: gzip, gzip', `Content-Length: ${packed.length}`)), packed]),
      ),
    )
    assert.equal((await fault({ limits: { codings: 1 } })).name, 'too-many-codings')
  }),

  clause('informational answers are told, and do not hide the final one', async open => {
    const { send } = await open(always(`${head('103 Early Hints', 'Link: </a>')}${head('102 Busy')}${nonce('ok')}`))
    const { landed, interims } = send()
    const got = await landed
    assert.equal(got.kind === 'answer' && text(got), 'ok')
    assert.deepEqual(interims, [103, 102])
  }),

  clause('informational answers do not hide the final one, told or not', async open => {
    const { answer } = await open(always(`${head('103 Early Hints', 'Link: </a>')}${nonce('ok')}`))
    assert.equal(text(await answer()), 'ok')
  }),

  clause('more informational answers than the judge allows are the fault interim-flood', async open => {
    const { fault } = await open(always(`${head('103 Early Hints').repeat(5)}${nonce('ok')}`))
    assert.equal((await fault({ interimsMax: 3 })).name, 'interim-flood')
  }),
]
