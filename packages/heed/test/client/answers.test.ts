import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Answer, heed, JsonError, OptionError, SchemaError } from '../../src/index.ts'
import type { SchemaResult, StandardSchema } from '../../src/standard-schema.ts'
import { answering, clientFor, failureOf, loopback } from './loopback.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

const schemaOf = <Output>(
  validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>,
): StandardSchema<Output> => ({ '~standard': { version: 1, vendor: 'test', validate } })

test('each function sends its own method, and the client itself GET, or POST with a body', async t => {
  const { origin, seen } = await loopback(t, answering(200, {}, ''))
  const api = clientFor(t)
  await api(origin)
  await api(origin, { body: 'x' })
  await api.get(origin)
  await api.head(origin)
  await api.options(origin)
  await api.query(origin, { json: { find: 'x' } })
  await api.post(origin)
  await api.put(origin, { json: 1 })
  await api.patch(origin, { json: 1 })
  await api.delete(origin)
  await api(origin, { method: 'PURGE' })
  await api(origin, { method: 'put', json: 2 })
  assert.deepEqual(
    seen.map(request => request.method),
    ['GET', 'POST', 'GET', 'HEAD', 'OPTIONS', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE', 'PURGE', 'PUT'],
  )
  assert.equal(seen[6]?.headers['content-length'], '0')
})

test('heed itself is a client with every default', async t => {
  const { origin } = await loopback(t, answering(200, JSON_TYPE, '{"title":"x"}'))
  t.after(() => heed.close())
  assert.equal((await heed(origin)).status, 200)
  assert.deepEqual(await heed.get(new URL(origin)).json(), { title: 'x' })
  assert.equal((await heed.try(origin)).kind, 'ok')
})

test('an answer shows what came: status, phrase, address, fields, body, trail', async t => {
  const { origin } = await loopback(t, (request, response) => {
    if (request.path === '/old') response.writeHead(301, { location: '/new?page=2' }).end()
    else response.writeHead(200, 'Fine', { etag: '"1"', 'set-cookie': ['a=1', 'b=2'], via: 'x' }).end('h\u00e9')
  })
  const answer = await clientFor(t).get(`${origin}/old`)
  assert.ok(answer instanceof Answer)
  assert.equal(answer.status, 200)
  assert.equal(answer.statusText, 'Fine')
  assert.equal(answer.phrase, 'OK')
  assert.equal(answer.ok, true)
  assert.equal(answer.whole, true)
  assert.equal(answer.redirected, true)
  assert.equal(answer.url, `${origin}/new?page=2`)
  assert.equal(answer.shownUrl, `${origin}/new?page=…`)
  assert.equal(answer.location, null)
  assert.equal(answer.headers.get('ETag'), '"1"')
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
  assert.equal(await answer.text(), 'h\u00e9')
  assert.deepEqual(await answer.bytes(), new TextEncoder().encode('h\u00e9'))
  assert.deepEqual(
    answer.trail.map(entry => entry.what),
    ['send', 'answer', 'hop', 'send', 'answer', 'end'],
  )
})

test('printed or turned to JSON, an answer tells what logs may keep', async t => {
  const { origin } = await loopback(t, answering(200, { 'set-cookie': 'sid=secret' }, 'secret'))
  const answer = await clientFor(t).get(`${origin}/?key=secret`)
  assert.equal(inspect(answer), `Answer 200 OK from ${origin}/?key=…`)
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), {
    status: 200,
    phrase: 'OK',
    url: `${origin}/?key=…`,
    redirected: false,
  })
})

test('a body in memory is read as often and in as many forms as one likes', async t => {
  const { origin } = await loopback(t, answering(200, JSON_TYPE, '{"title":"x"}'))
  const answer = await clientFor(t).get(origin)
  assert.deepEqual(await answer.json(), { title: 'x' })
  assert.deepEqual(await answer.json(), { title: 'x' })
  assert.equal(await answer.text(), '{"title":"x"}')
  assert.equal(await new Response(answer.stream).text(), '{"title":"x"}')
  assert.equal(await new Response(answer.stream).text(), '{"title":"x"}')
  assert.equal((await answer.bytes()).byteLength, 13)
})

test('the body can be asked for right away', async t => {
  const { origin } = await loopback(t, answering(200, JSON_TYPE, '[1]'))
  const api = clientFor(t)
  assert.deepEqual(await api.get(origin).json(), [1])
  assert.equal(await api.get(origin).text(), '[1]')
  assert.deepEqual(await api.get(origin).bytes(), new TextEncoder().encode('[1]'))
  assert.equal(
    await api
      .get(origin)
      .then(answer => answer.status)
      .finally(() => {}),
    200,
  )
  assert.equal(await api.get(`${origin}:nonsense`).catch(() => 'caught'), 'caught')
})

test('204, 205, HEAD and an empty body have no JSON: undefined', async t => {
  const { origin } = await loopback(t, (request, response) => {
    const status = Number(request.path.slice(1))
    response.writeHead(status, JSON_TYPE).end()
  })
  const api = clientFor(t)
  for (const status of [200, 204, 205]) {
    assert.equal(await api.get(`${origin}/${status}`).json(), undefined, String(status))
    assert.equal(await api.get(`${origin}/${status}`, { stream: true }).json(), undefined, `${status} as a stream`)
  }
  const head = await api.head(`${origin}/200`)
  assert.equal(await head.json(), undefined)
  assert.equal(await head.text(), '')
})

test('what is not JSON is a JsonError that keeps status and text', async t => {
  const { origin } = await loopback(t, answering(203, { 'content-type': 'text/html' }, '<h1>Sign in</h1>'))
  const error = await failureOf(clientFor(t).get(`${origin}/a?key=v`).json())
  assert.ok(error instanceof JsonError)
  assert.equal(error.status, 203)
  assert.equal(error.text, '<h1>Sign in</h1>')
  assert.equal(error.answer.headers.get('content-type'), 'text/html')
  assert.equal(error.trail.length, 3)
  assert.ok(error.cause instanceof SyntaxError)
  assert.equal(
    error.message,
    `The body of 203 Non-Authoritative Information from ${origin}/a?key=… is not JSON (text/html). Read it with .text(), or ask for JSON with the header 'accept: application/json'.`,
  )
})

test('a schema makes the value, at once or later', async t => {
  const { origin } = await loopback(t, answering(200, JSON_TYPE, '{"n":"5"}'))
  const api = clientFor(t)
  const number = schemaOf<number>(value => ({ value: Number((value as { n: string }).n) }))
  const later = schemaOf<number>(async value => ({ value: Number((value as { n: string }).n) + 1 }))
  assert.equal(await api.get(origin).json(number), 5)
  assert.equal(await api.get(origin).json(later), 6)
  assert.equal(await (await api.get(origin)).json(number), 5)
})

test('what a schema refuses is a SchemaError with its issues and where they are', async t => {
  const { origin } = await loopback(t, answering(200, JSON_TYPE, '{"n":"5"}'))
  const issues = [{ message: 'a number,\nplease', path: ['list', { key: 0 }, 'n'] }, { message: 'no' }]
  const error = await failureOf(
    clientFor(t)
      .get(origin)
      .json(schemaOf(() => ({ issues }))),
  )
  assert.ok(error instanceof SchemaError)
  assert.equal(error.message, `The body from ${origin}/ does not fit the schema: list.0.n: a number, please; no.`)
  assert.deepEqual(error.issues, issues)
  assert.equal(error.text, '{"n":"5"}')
  assert.equal(error.status, 200)
})

test('what a schema throws is what the call throws', async t => {
  const { origin } = await loopback(t, answering(200, JSON_TYPE, '1'))
  const broken = new RangeError('the schema is broken')
  const thrown = schemaOf(() => {
    throw broken
  })
  assert.equal(await failureOf(clientFor(t).get(origin).json(thrown)), broken)
  assert.equal(
    await failureOf(
      clientFor(t)
        .get(origin)
        .json(schemaOf(() => Promise.reject(broken))),
    ),
    broken,
  )
})

test('an empty body goes to the schema as undefined', async t => {
  const { origin } = await loopback(t, answering(204))
  const asked: unknown[] = []
  const schema = schemaOf(value => {
    asked.push(value)
    return { value: 'none' }
  })
  assert.equal(await clientFor(t).get(origin).json(schema), 'none')
  assert.deepEqual(asked, [undefined])
})

test('a client that was closed says so', async t => {
  const { origin, seen } = await loopback(t, answering(200))
  const api = clientFor(t)
  const child = api.extend({ headers: { 'x-child': '1' } })
  await child.get(origin)
  await api.close()
  const error = await failureOf(child.get(origin))
  assert.match(String(error), /^WireError: GET .* failed \(closed\)\. The client was closed\. Make a new client/)
  assert.equal(seen.length, 1)
})

test('closing lets calls under way finish', async t => {
  const { origin } = await loopback(t, (_request, response) => setTimeout(() => response.end('whole'), 30))
  const api = clientFor(t)
  const call = api.get(origin).text()
  await Promise.resolve()
  await api.close()
  assert.equal(await call, 'whole')
})

test('a function that names the method takes no option method, and GET no body', async t => {
  const api = clientFor(t)
  const wrong = [
    api.get('http://a.test', { method: 'POST' }),
    api('http://a.test', { method: 'GET', body: 'x' }),
    api('http://a.test', { method: 'head', json: 1 }),
    api('http://a.test', { method: 'connect' }),
  ]
  const messages = await Promise.all(wrong.map(failureOf))
  for (const error of messages) assert.ok(error instanceof OptionError)
  assert.deepEqual(messages.map(String), [
    'OptionError: The option method does not go with a function that names the method: call the client itself.',
    'OptionError: GET has no body (RFC 9110 section 9.3): use POST, or QUERY for a safe request with a body.',
    'OptionError: HEAD has no body (RFC 9110 section 9.3): use POST, or QUERY for a safe request with a body.',
    'OptionError: The option method must be a request method (for a tunnel, pass a ProxyAgent as dispatcher); it was string.',
  ])
})
