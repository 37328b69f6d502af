import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'

const { post, send } = await openLab()

test('a post can be read at its Location, which keeps the visitor', async () => {
  const made = await post('/v/writer/posts', { title: 'Tides', body: 'Twice a day.', ignored: 1 })
  assert.equal(made.status, 201)
  assert.equal(made.headers.get('location'), '/v/writer/posts/2')
  assert.deepEqual(await made.json(), { id: 2, title: 'Tides', body: 'Twice a day.' })
  const read = await send('/v/writer/posts/2')
  assert.deepEqual(await read.json(), { id: 2, title: 'Tides', body: 'Twice a day.' })
  const shared = await post('/posts', { title: 'a', body: 'b' })
  assert.equal(shared.headers.get('location'), '/posts/2')
})

test('the first post has a title', async () => {
  const first = (await (await send('/posts/1')).json()) as { id: number; title: string }
  assert.equal(first.id, 1)
  assert.ok(first.title.length > 0)
})

test('a 400 names each member that is missing or wrong', async () => {
  const cases: [unknown, string[]][] = [
    [{ title: 'a' }, ['#/body']],
    [{ body: 'a' }, ['#/title']],
    [{}, ['#/title', '#/body']],
    [{ title: '', body: ' \n' }, ['#/title', '#/body']],
    [{ title: 7, body: null }, ['#/title', '#/body']],
    [{ title: 'a'.repeat(201), body: 'b'.repeat(2001) }, ['#/title', '#/body']],
  ]
  for (const [body, pointers] of cases) {
    const refused = await post('/posts', body)
    assert.equal(refused.status, 400)
    const problem = (await refused.json()) as { detail: string; errors: { pointer: string }[] }
    assert.deepEqual(
      problem.errors.map(error => error.pointer),
      pointers,
    )
    for (const pointer of pointers) assert.ok(problem.detail.includes(pointer.slice(2)))
  }
})

test('what is no JSON object is a 400 that says what it is', async () => {
  const cases: [string | Uint8Array<ArrayBuffer> | null, RegExp][] = [
    [null, /has no body/],
    ['{"title":"a",}', /not valid JSON/],
    ['{"title":', /not valid JSON/],
    [new Uint8Array([0x22, 0xff, 0x22]), /not valid JSON/],
    ['[]', /an array/],
    ['null', /null/],
    ['"text"', /a string/],
    ['3', /a number/],
  ]
  for (const [body, words] of cases) {
    const refused = await send('/posts', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    assert.equal(refused.status, 400)
    assert.match(((await refused.json()) as { detail: string }).detail, words)
  }
})

test('only JSON is taken: other types are a 415 that says so', async () => {
  const body = '{"title":"a","body":"b"}'
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    const refused = await send('/posts', { method: 'POST', headers: { 'content-type': type }, body })
    assert.equal(refused.status, 415)
    assert.equal(refused.headers.get('accept'), 'application/json')
  }
  for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/ld+json']) {
    const made = await send('/posts', { method: 'POST', headers: { 'content-type': type }, body })
    assert.equal(made.status, 201)
  }
})

test('a body of 64 KiB is read, a longer one is a 413, with its length stated or not', async () => {
  const long = 'a'.repeat(65_537)
  for (const path of ['/posts', '/new']) {
    assert.equal((await send(path, { method: 'POST', body: long })).status, 413)
    const chunked = { method: 'POST', body: new Blob([long]).stream(), duplex: 'half' as const }
    const refused = await send(path, chunked)
    assert.equal(refused.status, 413)
    assert.equal(refused.headers.get('connection'), 'close')
  }
  const arrived = await send('/new', { method: 'POST', body: long.slice(1) })
  assert.deepEqual(await arrived.json(), { arrived: true, method: 'POST', bodyBytes: 65_536 })
})

test('the posts of a visitor are bounded: the oldest of their own is forgotten, the first stays', async () => {
  for (let made = 0; made < 21; made++) await post('/v/prolific/posts', { title: 't', body: 'b' })
  assert.equal((await send('/v/prolific/posts/2')).status, 404)
  assert.equal((await send('/v/prolific/posts/3')).status, 200)
  assert.equal((await send('/v/prolific/posts/22')).status, 200)
  assert.equal((await send('/v/prolific/posts/1')).status, 200)
})

test('a post that is not there is a 404', async () => {
  for (const id of ['77', 'abc', '-1', '01x']) assert.equal((await send(`/posts/${id}`)).status, 404)
})
