import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AbortError, createClient, StatusError, TimeoutError, WireError } from '../../src/index.ts'
import { RefreshError } from '../../src/shared/question.ts'
import { fakeClock, scriptedTransport } from '../../src/testing.ts'
import { clientFor, failureOf, loopback } from './loopback.ts'
import { auth, carried, wanting } from './token-server.ts'

test('a second refusal is the end, with all that the server said at hand', async t => {
  const server = await loopback(t, wanting('other'))
  const error = await failureOf(clientFor(t, auth(server, { refresh: () => 'new' })).get('/'))
  assert.ok(error instanceof StatusError)
  assert.deepEqual([error.status, error.text], [401, 'who are you?'])
  assert.equal(error.challenges[0]?.params.get('scope'), 'read write')
  assert.equal(error.challenges[0]?.params.get('error_description'), 'The token, once good, has expired')
  assert.deepEqual(carried(server.seen), ['Bearer old', 'Bearer new'])
})

test('what refresh throws is the cause, for all who wait', async t => {
  const server = await loopback(t, wanting('new'))
  const down = new Error('the sign-in service is down')
  let refreshed = 0
  const api = clientFor(
    t,
    auth(server, {
      refresh: () => {
        refreshed++
        throw down
      },
    }),
  )
  const errors = await Promise.all(Array.from({ length: 20 }, (_, at) => failureOf(api.get(`/${at}`))))
  for (const error of errors) {
    assert.ok(error instanceof StatusError)
    assert.equal(error.status, 401)
    assert.equal(error.stopped, 'not-renewed')
    assert.equal(error.cause, down)
    assert.equal(error.challenges.length, 1)
  }
  assert.ok(refreshed <= 2, 'one, unless a second passed meanwhile')
})

test('a refresh that hangs ends everybody in time', async t => {
  const server = await loopback(t, wanting('new'))
  let signal: AbortSignal | null = null
  const api = clientFor(
    t,
    auth(server, {
      refreshMs: 50,
      refresh: context => {
        signal = context.signal
        return new Promise(() => {})
      },
    }),
  )
  const errors = await Promise.all(Array.from({ length: 20 }, (_, at) => failureOf(api.get(`/${at}`))))
  for (const error of errors) {
    if (error instanceof StatusError) assert.ok(error.cause instanceof RefreshError, String(error.cause))
    // It came while the others waited, so it had no credential to go with.
    else assert.ok(error instanceof WireError && error.fault === 'credential', String(error))
  }
  assert.equal((signal as AbortSignal | null)?.aborted, true)
})

test('the deadline and the caller\u2019s signal end the wait for a refresh', async t => {
  const server = await loopback(t, wanting('new'))
  const api = clientFor(t, auth(server, { refresh: () => new Promise(() => {}) }))
  const late = await failureOf(api.get('/', { deadlineMs: 200 }))
  assert.ok(late instanceof TimeoutError || (late instanceof StatusError && late.stopped === 'deadline'), String(late))
  const signal = AbortSignal.timeout(50)
  assert.ok((await failureOf(api.get('/', { signal }))) instanceof AbortError)
})

test('a timer that rings early does not take the deadline for a refresh that failed', async t => {
  const clock = fakeClock({ earlyMs: 0.9 })
  const transport = scriptedTransport(clock, [{ status: 401, fields: { 'www-authenticate': 'Bearer' } }])
  const hung = { token: 'old', refresh: () => new Promise<string>(() => {}), origins: ['https://a.test'] }
  const api = createClient({ clock, transport, auth: hung })
  t.after(() => api.close())
  const late = await clock.runUntilSettled(failureOf(api.get('https://a.test/', { deadlineMs: 200 })))
  assert.ok(late instanceof TimeoutError || (late instanceof StatusError && late.stopped === 'deadline'), String(late))
})

test('403 is never renewed', async t => {
  const server = await loopback(t, (_request, response) =>
    response.writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="admin"' }).end(),
  )
  const error = await failureOf(clientFor(t, auth(server, { refresh: () => assert.fail('it was asked') })).get('/'))
  assert.ok(error instanceof StatusError && error.status === 403)
  assert.equal(error.challenges[0]?.params.get('scope'), 'admin')
  assert.equal(server.seen.length, 1)
})

test('a token function that throws is told as what it is, and nothing is sent', async t => {
  const server = await loopback(t, wanting('new'))
  const down = new Error('no vault')
  const api = clientFor(t, auth(server, { token: () => Promise.reject(down) }))
  const error = await failureOf(api.get('/'))
  assert.ok(error instanceof WireError)
  assert.deepEqual([error.fault, error.cause], ['credential', down])
  assert.equal(server.seen.length, 0)
})

test('without baseUrl and origins nobody would get the token, so the client is not made', () => {
  assert.throws(() => clientFor({ after: () => {} } as never, { auth: { token: 'T' } }), /auth\.origins/)
  assert.throws(
    () => clientFor({ after: () => {} } as never, { auth: { token: 'T', origin: 'https://a.test' } as never }),
    /no option auth\.origin.*auth\.origins/,
  )
})

test('closing the client ends a refresh that hangs', async t => {
  const server = await loopback(t, wanting('new'))
  const begun = Promise.withResolvers<AbortSignal>()
  const refresh = ({ signal }: { signal: AbortSignal }): Promise<string> => {
    begun.resolve(signal)
    return new Promise(() => {})
  }
  const api = clientFor(t, auth(server, { refresh }))
  const failed = failureOf(api.get('/'))
  const signal = await begun.promise
  await api.close()
  assert.ok((await failed) instanceof StatusError)
  assert.equal(signal.aborted, true)
})
