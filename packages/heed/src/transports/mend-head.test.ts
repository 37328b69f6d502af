import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wire } from '../../test/wire.ts'
import { mendHead } from './mend-head.ts'

function mended(text: string): { text: string; whole: boolean } {
  const bytes = Buffer.from(text, 'latin1')
  const whole = mendHead(bytes)
  return { text: bytes.toString('latin1'), whole }
}

test('a fold becomes spaces, of the same length', () => {
  const { text, whole } = mended('HTTP/1.1 200 OK\r\nX-A: one,\r\n two,\r\n\tthree\r\nX-B: 1\r\n\r\n')
  assert.equal(text, 'HTTP/1.1 200 OK\r\nX-A: one,   two,  \tthree\r\nX-B: 1\r\n\r\n')
  assert.equal(whole, true)
})

test('blanks behind a value go before it, those inside stay', () => {
  const { text } = mended('HTTP/1.1 200 OK \t\r\nX-A:\ta\tb \t\r\nX-B: \t \r\nX-C \r\nX-D: 1 \n\r\n')
  assert.equal(text, 'HTTP/1.1 200 OK \t\r\nX-A:  \ta\tb\r\nX-B: \t \r\nX-C \r\nX-D:  1\n\r\n')
})

test('the body is not touched, nor is a blank that stands before the first field', () => {
  for (const text of ['HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\nbody\t\r\n folded', 'HTTP/1.1 200 OK\r\n X-A: 1\r\n\r\n']) {
    assert.deepEqual(mended(text), { text, whole: true })
  }
})

test('lines that end with LF alone are lines', () => {
  assert.deepEqual(mended('HTTP/1.1 200 OK\nX-A: 1\n 2\n\nbody'), {
    text: 'HTTP/1.1 200 OK\nX-A: 1  2\n\nbody',
    whole: true,
  })
})

test('a head that is cut anywhere is not whole', () => {
  const head = 'HTTP/1.1 200 OK\r\nX-A: one,\r\n two\r\n\r\n'
  for (let at = 0; at < head.length - 1; at++) assert.equal(mended(head.slice(0, at)).whole, false, `cut at ${at}`)
})

test('a folded head is read in whatever pieces it comes, and the connection goes on being used', async t => {
  const head = 'HTTP/1.1 200 OK\r\nX-A: one,\r\n  two \t\r\nContent-Length: 2\t\r\n\r\n'
  const { answer, lines } = await wire(t, async line => {
    for (let request = await line.next(); request !== null; request = await line.next()) {
      const at = Number(/\/(\d+)/.exec(request.head)?.[1])
      await line.write(head.slice(0, at))
      await new Promise(resolve => setTimeout(resolve, 2))
      await line.write(`${head.slice(at)}ok`)
    }
  })
  for (let at = 1; at < head.length; at += 2) {
    const { status, fields, body } = await answer({ path: `/${at}` })
    assert.equal(status, 200, `cut at ${at}`)
    assert.equal(fields['x-a'], 'one,    two', `cut at ${at}`)
    assert.equal(Buffer.from(body).toString(), 'ok', `cut at ${at}`)
  }
  assert.equal(lines.length, 1)
})
