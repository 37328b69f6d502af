import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FaultName } from '../ports.ts'
import { fetchFailure } from './fetch-faults.ts'

const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more })
const failed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause })
const connecting = (code: string): Error => coded(code, { syscall: 'connect' })
const parser = (code: string, message = code): TypeError =>
  failed(Object.assign(new Error(message), { name: 'HTTPParserError', code }))
const denoSaid = (words: string): TypeError =>
  failed(new Error(`error sending request for url (http://a.test/): client error (SendRequest): ${words}`))
const deno = (words: string): TypeError =>
  failed(new Error(`error sending request for url (http://a.test/): client error (Connect): ${words}`))

// What the platforms threw, written down from Node 24, Bun 1.4, Deno 2.9, workerd and Chromium.
const cases: readonly (readonly [what: string, error: unknown, headed: boolean, name: FaultName, sent: boolean])[] = [
  ['Node: refused', failed(connecting('ECONNREFUSED')), false, 'refused', false],
  ['Node: no such host', failed(coded('ENOTFOUND', { syscall: 'getaddrinfo' })), false, 'unknown-host', false],
  ['Node: no way while connecting', failed(connecting('ENETUNREACH')), false, 'unreachable', false],
  ['Node: no way while reading', failed(coded('EHOSTUNREACH', { syscall: 'read' })), false, 'unreachable', true],
  ['Node: too late to connect', failed(coded('UND_ERR_CONNECT_TIMEOUT')), false, 'connect-timeout', false],
  ['Node: late while connecting', failed(connecting('ETIMEDOUT')), false, 'connect-timeout', false],
  ['Node: late while reading', failed(coded('ETIMEDOUT', { syscall: 'read' })), false, 'reset', true],
  ['Node: a certificate', failed(coded('DEPTH_ZERO_SELF_SIGNED_CERT')), false, 'tls', false],
  ['Node: an alert', failed(coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')), false, 'tls', true],
  [
    'Node: several addresses',
    failed(new AggregateError([connecting('ECONNREFUSED'), connecting('ENETUNREACH')])),
    false,
    'refused',
    false,
  ],
  [
    'Node: one of several was sent',
    failed(new AggregateError([connecting('ECONNREFUSED'), coded('ECONNRESET')])),
    false,
    'reset',
    true,
  ],
  ['Node: closed', failed(coded('UND_ERR_SOCKET')), false, 'reset', true],
  ['Node: reset', failed(coded('ECONNRESET', { syscall: 'read' })), false, 'reset', true],
  ['Node: closed in a body', failed(coded('UND_ERR_SOCKET')), true, 'truncated', true],
  ['Node: a bad coding', failed(coded('Z_DATA_ERROR')), true, 'bad-coding', true],
  ['Node: a blocked port', failed(new Error('bad port')), false, 'unsendable', false],
  ['Node: a network error without a reason', failed(new Error('')), false, 'reset', true],
  ['Node: its own connection was closed', failed(coded('UND_ERR_DESTROYED')), false, 'reset', true],
  ['Node 22: not HTTP', parser('HPE_INVALID_CONSTANT'), false, 'malformed', true],
  ['Node 22: chunks that stop', parser('HPE_INVALID_EOF_STATE', 'Invalid EOF state'), true, 'truncated', true],
  ['Bun: refused', coded('ECONNREFUSED'), false, 'refused', false],
  ['Bun: closed', coded('ECONNRESET'), false, 'reset', true],
  ['Bun: broken off', coded('ECONNRESET'), true, 'truncated', true],
  ['Bun: not HTTP', coded('Malformed_HTTP_Response'), false, 'malformed', true],
  ['Bun: two lengths', coded('InvalidContentLength'), false, 'malformed', true],
  ['Bun: a bad chunk', coded('InvalidHTTPResponse'), true, 'malformed', true],
  ['Bun: no TLS', coded('EPROTO'), false, 'tls', false],
  ['Node: a broken TLS', failed(coded('EPROTO', { syscall: 'write' })), false, 'tls', true],
  ['Node: reset in a body', failed(coded('ECONNRESET', { syscall: 'read' })), true, 'reset', true],
  ['Bun: a bad coding', coded('ZlibError'), true, 'bad-coding', true],
  ['Deno: refused', deno('tcp connect error: Connection refused (os error 111)'), false, 'refused', false],
  ['Deno: no such host', deno('dns error: failed to lookup address information'), false, 'unknown-host', false],
  ['Deno: a certificate', deno('invalid peer certificate: UnknownIssuer'), false, 'tls', false],
  ['Deno: no TLS', deno('received corrupt message of type InvalidContentType'), false, 'tls', false],
  ['Deno: connecting, and no more', deno('whatever'), false, 'unreachable', false],
  ['Deno: closed', denoSaid('connection closed before message completed'), false, 'reset', true],
  ['Deno: not HTTP', denoSaid('invalid HTTP version parsed'), false, 'malformed', true],
  ['Deno: two lengths', denoSaid('invalid content-length parsed'), false, 'malformed', true],
  ['Deno: no status code', denoSaid('invalid HTTP status-code parsed'), false, 'invalid-status', true],
  ['Deno: a flood of fields', denoSaid('message head is too large'), false, 'headers-too-large', true],
  ['Deno: broken off', new TypeError('error reading a body from connection'), true, 'truncated', true],
  ['workerd: lost', new Error('Network connection lost.'), false, 'reset', true],
  ['a browser', new TypeError('Failed to fetch'), false, 'reset', true],
  ['a browser, in a body', new TypeError('Failed to fetch'), true, 'truncated', true],
  ['nothing at all', undefined, false, 'reset', true],
]

for (const [what, error, headed, name, sent] of cases) {
  test(`${what}: ${name}, ${sent ? 'may have arrived' : 'surely unsent'}`, () => {
    assert.deepEqual(fetchFailure(error, headed), { name, sent })
  })
}
