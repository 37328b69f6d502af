import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultName } from '../src/ports.ts'
import { type Line, nonce } from './wire.ts'

/** A head of this status line's end and these fields. */
export const head = (start: string, ...fields: string[]): string =>
  `HTTP/1.1 ${[start, ...fields].join('\r\n')}\r\n\r\n`
const close = (line: Line) => line.socket.end()
const reset = async (line: Line) => {
  await sleep(50)
  line.socket.resetAndDestroy()
}

/** What a server may write, what comes of it, and whether its connection may be used again. */
export interface Trap {
  readonly name: string
  readonly bytes: string
  readonly afterwards?: (line: Line) => unknown
  /** The body that comes, or the fault. */
  readonly gives: { body: string; status: number } | FaultName
  /** Connections used by this exchange and a sound one after it: 1 where the connection may be used again. */
  readonly connections: 1 | 2
}

const flood = `X-A: ${'b'.repeat(60)}\r\n`.repeat(1000)

export const traps: readonly Trap[] = [
  {
    name: '304 with Content-Length',
    bytes: head('304 Not Modified', 'Content-Length: 5', 'ETag: "a"'),
    gives: { status: 304, body: '' },
    connections: 2,
  },
  {
    name: '304 without Content-Length',
    bytes: head('304 Not Modified', 'ETag: "a"'),
    gives: { status: 304, body: '' },
    connections: 1,
  },
  {
    name: '204 with Content-Length',
    bytes: head('204 No Content', 'Content-Length: 5'),
    gives: { status: 204, body: '' },
    connections: 2,
  },
  {
    name: '204 with a body',
    bytes: `${head('204 No Content', 'Content-Length: 5')}hello`,
    gives: { status: 204, body: '' },
    connections: 2,
  },
  {
    name: '204 with bytes of no length',
    bytes: `${head('204 No Content')}hello`,
    gives: { status: 204, body: '' },
    connections: 2,
  },
  {
    name: '205 with content',
    bytes: `${head('205 Reset Content', 'Content-Length: 5')}hello`,
    gives: { status: 205, body: 'hello' },
    connections: 1,
  },
  {
    name: 'no reason phrase',
    bytes: 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok',
    gives: { status: 200, body: 'ok' },
    connections: 1,
  },
  {
    name: 'HTTP/1.0 without a length',
    bytes: 'HTTP/1.0 200 OK\r\n\r\nhello',
    afterwards: close,
    gives: { status: 200, body: 'hello' },
    connections: 2,
  },
  {
    name: 'content coding without content',
    bytes: head('204 No Content', 'Content-Encoding: gzip'),
    gives: { status: 204, body: '' },
    connections: 1,
  },
  {
    name: 'content coding of an empty body',
    bytes: head('200 OK', 'Content-Encoding: br', 'Content-Length: 0'),
    gives: { status: 200, body: '' },
    connections: 1,
  },
  {
    name: 'bytes after the end',
    bytes: `${head('200 OK', 'Content-Length: 2')}okEXTRA`,
    gives: { status: 200, body: 'ok' },
    connections: 2,
  },
  {
    name: 'an answer after the end',
    bytes: `${head('200 OK', 'Content-Length: 2')}ok${nonce('evil')}`,
    gives: { status: 200, body: 'ok' },
    connections: 2,
  },
  ...['000', '099', '600', '999', '20'].map(
    (status): Trap => ({
      name: `status ${status}`,
      bytes: `${head(`${status} Odd`, 'Content-Length: 2')}ok`,
      gives: 'invalid-status',
      connections: 2,
    }),
  ),
  { name: 'status 1000', bytes: `${head('1000 Odd', 'Content-Length: 2')}ok`, gives: 'malformed', connections: 2 },
  { name: 'no status line', bytes: 'garbage\r\n\r\n', gives: 'malformed', connections: 2 },
  {
    name: 'another version',
    bytes: 'HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nok',
    gives: 'malformed',
    connections: 2,
  },
  { name: 'bare line feeds', bytes: 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok', gives: 'malformed', connections: 2 },
  {
    name: 'Content-Length twice',
    bytes: `${head('200 OK', 'Content-Length: 2', 'Content-Length: 2')}ok`,
    gives: 'malformed',
    connections: 2,
  },
  {
    name: 'two lengths',
    bytes: `${head('200 OK', 'Content-Length: 2', 'Content-Length: 3')}ok`,
    gives: 'malformed',
    connections: 2,
  },
  { name: 'a negative length', bytes: `${head('200 OK', 'Content-Length: -2')}ok`, gives: 'malformed', connections: 2 },
  {
    name: 'Transfer-Encoding beside Content-Length',
    bytes: `${head('200 OK', 'Content-Length: 2', 'Transfer-Encoding: chunked')}2\r\nok\r\n0\r\n\r\n`,
    gives: 'malformed',
    connections: 2,
  },
  {
    name: 'a bad chunk length',
    bytes: `${head('200 OK', 'Transfer-Encoding: chunked')}zz\r\nok\r\n`,
    gives: 'malformed',
    connections: 2,
  },
  { name: 'a flood of fields', bytes: head(`200 OK\r\n${flood}X-B: 1`), gives: 'headers-too-large', connections: 2 },
  { name: 'closed before the head', bytes: '', afterwards: close, gives: 'reset', connections: 2 },
  { name: 'reset before the head', bytes: '', afterwards: reset, gives: 'reset', connections: 2 },
  {
    name: 'closed within the head',
    bytes: 'HTTP/1.1 200 OK\r\nConte',
    afterwards: close,
    gives: 'reset',
    connections: 2,
  },
  {
    name: 'reset within the head',
    bytes: 'HTTP/1.1 200 OK\r\nConte',
    afterwards: reset,
    gives: 'reset',
    connections: 2,
  },
  {
    name: 'reset after the head',
    bytes: head('200 OK', 'Content-Length: 9'),
    afterwards: reset,
    gives: 'reset',
    connections: 2,
  },
  {
    name: 'reset within the body',
    bytes: `${head('200 OK', 'Content-Length: 9')}ok`,
    afterwards: reset,
    gives: 'reset',
    connections: 2,
  },
  {
    name: 'a body that stops early',
    bytes: `${head('200 OK', 'Content-Length: 9')}ok`,
    afterwards: close,
    gives: 'truncated',
    connections: 2,
  },
  {
    name: 'a body that stops early on a connection that closes',
    bytes: `${head('200 OK', 'Connection: close', 'Content-Length: 9')}ok`,
    afterwards: close,
    gives: 'truncated',
    connections: 2,
  },
  {
    name: 'chunks that stop early',
    bytes: `${head('200 OK', 'Transfer-Encoding: chunked')}5\r\nhel`,
    afterwards: close,
    gives: 'truncated',
    connections: 2,
  },
  {
    name: 'chunks that stop early on a connection that closes',
    bytes: `${head('200 OK', 'Connection: close', 'Transfer-Encoding: chunked')}5\r\nhello\r\n`,
    afterwards: close,
    gives: 'truncated',
    connections: 2,
  },
]
