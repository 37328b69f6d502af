import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errors } from 'undici'
import type { FaultName } from '../ports.ts'
import { faultName } from './faults.ts'

const coded = (code: string, message = code) => Object.assign(new Error(message), { code })
const connecting = { sent: false, headed: false }
const waiting = { sent: true, headed: false }
const reading = { sent: true, headed: true }

const cases: readonly [unknown, typeof waiting, FaultName][] = [
  [coded('ECONNREFUSED'), connecting, 'refused'],
  [coded('ENOTFOUND'), connecting, 'unknown-host'],
  [coded('EAI_AGAIN'), connecting, 'unreachable'],
  [coded('ENETUNREACH'), connecting, 'unreachable'],
  [coded('EHOSTUNREACH'), connecting, 'unreachable'],
  [coded('EACCES'), connecting, 'unreachable'],
  [new errors.RequestAbortedError('Proxy response (403) !== 200 when HTTP Tunneling'), connecting, 'unreachable'],
  [coded('ETIMEDOUT'), connecting, 'connect-timeout'],
  [coded('ETIMEDOUT'), waiting, 'reset'],
  [new errors.ConnectTimeoutError(), connecting, 'connect-timeout'],
  [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), connecting, 'tls'],
  [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), connecting, 'tls'],
  [coded('CERT_HAS_EXPIRED'), connecting, 'tls'],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID'), connecting, 'tls'],
  [coded('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), connecting, 'tls'],
  [coded('EPROTO'), connecting, 'tls'],
  [coded('ECONNRESET'), connecting, 'reset'],
  [coded('ECONNRESET'), waiting, 'reset'],
  [coded('EPIPE'), waiting, 'reset'],
  [coded('EWHATEVER'), waiting, 'reset'],
  [new errors.SocketError('other side closed'), waiting, 'reset'],
  [new errors.SocketError('other side closed'), reading, 'truncated'],
  [new errors.SocketError('bad response'), waiting, 'unasked-continue'],
  [new errors.SocketError('bad upgrade'), waiting, 'malformed'],
  [new errors.ResponseContentLengthMismatchError(), waiting, 'malformed'],
  [new errors.ResponseContentLengthMismatchError(), reading, 'truncated'],
  [new errors.HTTPParserError('Response does not match (Invalid EOF state)'), reading, 'truncated'],
  [new errors.HTTPParserError('Response does not match (Invalid EOF state)'), waiting, 'malformed'],
  [new errors.HTTPParserError('Response does not match (Invalid status code)'), waiting, 'invalid-status'],
  [coded('ERR_ASSERTION'), waiting, 'malformed'],
  [new errors.HeadersOverflowError(), waiting, 'headers-too-large'],
  [new errors.BodyTimeoutError(), reading, 'body-idle'],
  [new errors.RequestContentLengthMismatchError(), waiting, 'request-body'],
  [new errors.InvalidArgumentError(), connecting, 'unsendable'],
  [new errors.NotSupportedError(), connecting, 'unsendable'],
  [new errors.ClientClosedError(), connecting, 'closed'],
  [new errors.ClientDestroyedError(), reading, 'closed'],
  [coded('ERR_HTTP2_STREAM_ERROR', 'Stream closed with error code NGHTTP2_REFUSED_STREAM'), waiting, 'unprocessed'],
  [coded('UND_ERR_SOCKET', 'HTTP/2: "GOAWAY" frame received with code 2'), waiting, 'unprocessed'],
  [coded('ERR_HTTP2_STREAM_ERROR', 'Stream closed with error code NGHTTP2_INTERNAL_ERROR'), waiting, 'reset'],
  [new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]), connecting, 'refused'],
  [new AggregateError([coded('ENETUNREACH'), coded('EHOSTUNREACH')]), connecting, 'unreachable'],
  [new AggregateError([new AggregateError([coded('ECONNREFUSED')])]), connecting, 'refused'],
  [new TypeError('a bug'), connecting, 'unsendable'],
  [new TypeError('a bug'), waiting, 'malformed'],
  ['no error at all', connecting, 'unsendable'],
  [null, waiting, 'malformed'],
]

for (const [error, progress, name] of cases) {
  const said =
    error instanceof Error ? `${'code' in error ? error.code : error.name} (${error.message})` : String(error)
  const when = progress.headed ? 'within a body' : progress.sent ? 'once sent' : 'before it was sent'
  test(`${said} ${when} is ${name}`, () => assert.equal(faultName(error, progress), name))
}
