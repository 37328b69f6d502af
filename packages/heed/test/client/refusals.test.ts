import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Answer } from '../../src/answer.ts'
import { StatusError } from '../../src/errors/errors.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

type Fields = Record<string, string | string[]>

async function refusal(t: TestContext, status: number, fields: Fields = {}, body = ''): Promise<StatusError> {
  const { origin } = await loopback(t, answering(status, fields, body))
  const error = await failureOf(clientFor(t, { attempts: 1 })(`${origin}/a?key=s3cret`))
  assert.ok(error instanceof StatusError, String(error))
  // Whatever the server says, the message is whole sentences on one line.
  assert.match(error.message, /^[^\n\r]+\.$/)
  return error
}

const HTML = { 'content-type': 'text/html; charset=utf-8' }

test('300 names the versions to choose from, the one that the server would choose first', async t => {
  const link = [
    '</a.pdf>; rel="alternate"; type="application/pdf", </a.html>; rel=alternate; hreflang=de',
    '</style.css>; rel=stylesheet, </b>; rel=alternate; anchor="/other"',
  ]
  const error = await refusal(t, 300, { location: '/a.pdf', link })
  const { origin } = new URL(error.answer.url)
  assert.deepEqual(error.alternatives, [
    { url: `${origin}/a.pdf`, type: 'application/pdf', language: null, preferred: true },
    { url: `${origin}/a.html`, type: null, language: 'de', preferred: false },
  ])
  const told = ` There is also ${origin}/a.pdf (application/pdf), ${origin}/a.html (de).`
  assert.ok(error.message.includes(told), error.message)
  const chosen = await refusal(t, 300, { location: '/only?token=s3cret' })
  assert.equal(chosen.alternatives.length, 1)
  assert.match(chosen.message, /There is also http:\S+\/only\?token=…\./)
})

test('406 names its alternatives; Location means nothing there', async t => {
  const error = await refusal(t, 406, { location: '/x', link: '</a.csv>; rel=alternate; type="text/csv"' })
  assert.deepEqual(
    error.alternatives.map(({ type, preferred }) => [type, preferred]),
    [['text/csv', false]],
  )
  assert.match(error.message, /There is also http:\S+\/a\.csv \(text\/csv\)\./)
  assert.deepEqual((await refusal(t, 305, { location: '/proxy' })).alternatives, [])
})

test('405 says what the address allows', async t => {
  const error = await refusal(t, 405, { allow: 'GET, HEAD' })
  assert.deepEqual(error.allow, ['GET', 'HEAD'])
  assert.match(error.message, / It allows GET, HEAD\. /)
})

test('409 and 412 show the version that is there now', async t => {
  for (const status of [409, 412]) {
    const error = await refusal(t, status, { etag: '"v8"' })
    assert.equal(error.etag, '"v8"')
    assert.match(error.message, / The version there now is "v8"\. /)
  }
})

test('415 says what the server reads, by method and by coding', async t => {
  const error = await refusal(t, 415, {
    accept: 'application/json, text/csv;q=0.5',
    'accept-post': 'text/turtle',
    'accept-patch': 'application/merge-patch+json',
    'accept-query': 'application/sql',
    'accept-encoding': 'gzip, br;q=0',
  })
  assert.deepEqual(
    [error.accept, error.acceptPost, error.acceptPatch, error.acceptQuery, error.acceptEncoding],
    [
      ['application/json', 'text/csv'],
      ['text/turtle'],
      ['application/merge-patch+json'],
      ['application/sql'],
      ['gzip'], //
    ],
  )
  const told = [
    'It accepts application/json, text/csv.',
    'With POST it accepts text/turtle.',
    'With PATCH it accepts application/merge-patch+json.',
    'With QUERY it accepts application/sql.',
    'It accepts content in the coding gzip.',
  ]
  for (const sentence of told) assert.ok(error.message.includes(` ${sentence} `), error.message)
})

test('416 says how long the whole is', async t => {
  const error = await refusal(t, 416, { 'content-range': 'bytes */500' })
  assert.equal(error.wholeBytes, 500)
  assert.match(error.message, / The whole has 500 bytes\. /)
  assert.equal((await refusal(t, 416, { 'content-range': 'bytes */many' })).wholeBytes, null)
})

test('426 says what the server would speak', async t => {
  const error = await refusal(t, 426, { upgrade: 'TLS/1.3, websocket', connection: 'upgrade' })
  assert.deepEqual(error.upgrade, ['TLS/1.3', 'websocket'])
  assert.match(error.message, / It would speak TLS\/1\.3, websocket\. /)
})

test('401 says what is wrong with the token, and what it has to be good for', async t => {
  const challenge =
    'Bearer realm="api", error="invalid_token", error_description="The token\n expired.", scope="a:read b"'
  const error = await refusal(t, 401, { 'www-authenticate': ['Basic realm="x"', challenge.replace('\n', '')] })
  assert.deepEqual([error.authError, error.errorDescription], ['invalid_token', 'The token expired.'])
  assert.deepEqual(error.scope, ['a:read', 'b'])
  assert.match(error.message, / It wants a token for a:read, b\. About the token it says: "The token expired"\. /)
  const poor = await refusal(t, 403, { 'www-authenticate': 'Bearer error="insufficient_scope"' })
  assert.match(poor.message, /About the token it says: "insufficient_scope"\./)
  const silent = await refusal(t, 401, { 'www-authenticate': 'Basic realm="x"' })
  assert.deepEqual([silent.authError, silent.errorDescription, silent.scope], [null, null, []])
})

test('451 says who blocks it', async t => {
  const error = await refusal(t, 451, { link: '<https://court.example/7?case=1>; rel="blocked-by"' })
  assert.equal(error.blockedBy, 'https://court.example/7?case=1')
  assert.match(error.message, / Blocked by https:\/\/court\.example\/7\?case=…\. /)
  assert.match(
    (await refusal(t, 451, { link: '<urn:x:court>; rel="blocked-by"' })).message,
    / Blocked by urn:x:court\. /,
  )
})

const PAGE = `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="stylesheet" href="https://cdn.example/a.css"/>`

for (const [name, fields, body, portal] of [
  [
    'a Link field',
    { link: '<https://login.example/>; rel="about"' },
    'https://other.example',
    'https://login.example/',
  ],
  [
    'an anchor',
    HTML,
    `${PAGE}</head><a class="x" href="https://login.example/?a=1&amp;b=2">`,
    'https://login.example/?a=1&b=2',
  ],
  [
    'a refresh',
    HTML,
    `${PAGE}<meta http-equiv="refresh" content="0; url=https://login.example/in">`,
    'https://login.example/in',
  ],
  ['plain words', { 'content-type': 'text/plain' }, 'Go to <http://login.example/x>.', 'http://login.example/x'],
  ['nothing', HTML, PAGE, null],
  ['a place that is too far', HTML, `${' '.repeat(70_000)}<a href="https://login.example/">`, null],
  ['a script', HTML, '<a href="javascript:alert(1)">', null],
] as const) {
  test(`511 names the sign-in of the network: ${name}`, async t => {
    const error = await refusal(t, 511, fields, body)
    assert.equal(error.captivePortal, portal)
    const told = error.message.includes('This network wants you to sign in at ')
    assert.equal(told, portal !== null, error.message)
    assert.ok(!error.message.includes('b=2'))
  })
}

test('what belongs to other codes is not told, yet can be read', async t => {
  const fields = {
    link: '<https://login.example/>; rel=alternate',
    etag: '"v8"',
    upgrade: 'h2c',
    'content-range': 'bytes */5',
    accept: 'text/csv',
  }
  const error = await refusal(t, 404, fields, 'https://login.example/')
  const bare = await refusal(t, 404)
  assert.equal(error.message.replaceAll(/:\d+/g, ''), bare.message.replaceAll(/:\d+/g, ''))
  assert.deepEqual([error.captivePortal, error.etag, error.wholeBytes], [null, '"v8"', 5])
})

test('words of the server stay on one line, short and in quotes', async t => {
  const long = Array.from({ length: 40 }, (_, index) => `application/x-${'y'.repeat(30)}${index}`).join()
  const error = await refusal(t, 415, { accept: long })
  assert.equal(error.accept.length, 40)
  assert.ok(error.message.length < 700, String(error.message.length))
  const said = await refusal(t, 401, { 'www-authenticate': 'Bearer error_description="a\u0080b\u0085c"' })
  assert.ok(!/[\u0080\u0085]/.test(said.message))
})

test('pages that were made to cost time cost none', () => {
  const units = ['<a ', '<meta url=', '<a href=', '<a href="https://', 'https://', '<', ' ']
  for (const type of ['text/html', 'text/plain']) {
    for (const unit of units) {
      const body = Buffer.from(unit.repeat(Math.ceil((64 * 1024) / unit.length)))
      const fields = { 'content-type': type }
      const wire = { kind: 'answer', status: 511, statusText: '', fields, body, stream: null, whole: true } as const
      const answer = new Answer(wire, null, 'GET', new URL('https://a.test/'), 0, 1, null)
      const facts = { method: 'GET', url: '', trail: [], stopped: 'final', retryAt: null, retryable: false } as const
      const startMs = performance.now()
      void new StatusError(answer, facts).captivePortal
      assert.ok(performance.now() - startMs < 1000, unit)
    }
  }
})

test('a cause that is known goes along', () => {
  const wire = {
    kind: 'answer',
    status: 401,
    statusText: '',
    fields: {},
    body: new Uint8Array(),
    stream: null,
    whole: true,
  } as const
  const answer = new Answer(wire, null, 'GET', new URL('https://a.test/'), 0, 1, null)
  const facts = { method: 'GET', url: '', trail: [], stopped: 'not-renewed', retryAt: null, retryable: false } as const
  const cause = new Error('the refresh token is used up')
  assert.equal(new StatusError(answer, { ...facts, cause }).cause, cause)
  for (const none of [undefined, null]) assert.ok(!('cause' in new StatusError(answer, { ...facts, cause: none })))
})
