import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'
import { httpbin } from './all.ts'

const { lab, send } = await openLab()

type Facts = Record<string, unknown>

const jsonAt = async (path: string, init?: RequestInit): Promise<Facts> =>
  (await (await send(path, init)).json()) as Facts

test('every path answers its sample', async () => {
  for (const { samples } of httpbin) {
    for (const { method, path, headers = {}, body, answers } of samples) {
      for (const prefix of ['', '/v/bin']) {
        const answer = await send(prefix + path, { method, headers, ...(body === undefined ? {} : { body }) })
        assert.equal(answer.status, answers[0], `${method} ${prefix}${path}`)
        await answer.arrayBuffer()
      }
    }
  }
})

test('what was sent is told in httpbin’s words', async () => {
  const got = await jsonAt('/v/ada/get?a=1&b=2&b=3', { headers: { 'x-two-words': 'y' } })
  assert.deepEqual(Object.keys(got), ['args', 'headers', 'origin', 'url'])
  assert.deepEqual(got.args, { a: '1', b: ['2', '3'] })
  assert.equal((got.headers as Facts)['X-Two-Words'], 'y')
  assert.equal(got.origin, '127.0.0.1')
  assert.equal(got.url, `${lab.url}/v/ada/get?a=1&b=2&b=3`)
  const json = await jsonAt('/post', {
    method: 'POST',
    body: '{"a":[1]}',
    headers: { 'content-type': 'application/json' },
  })
  assert.deepEqual(Object.keys(json), ['args', 'data', 'files', 'form', 'headers', 'json', 'origin', 'url'])
  assert.deepEqual([json.data, json.json, json.form, json.files], ['{"a":[1]}', { a: [1] }, {}, {}])
  const form = await jsonAt('/put', { method: 'PUT', body: new URLSearchParams('a=1&a=2&b=%2B') })
  assert.deepEqual([form.data, form.json, form.form], ['', null, { a: ['1', '2'], b: '+' }])
  const parts = new FormData()
  parts.append('text', 'hello')
  parts.append('file', new Blob(['inside'], { type: 'text/plain' }), 'a.txt')
  parts.append('bytes', new Blob([new Uint8Array([255, 0])], { type: 'image/x' }), 'b')
  const multi = await jsonAt('/anything/x', { method: 'PATCH', body: parts })
  assert.deepEqual(
    [multi.form, multi.files],
    [{ text: 'hello' }, { bytes: 'data:image/x;base64,/wA=', file: 'inside' }],
  )
  assert.equal(multi.method, 'PATCH')
  const binary = await jsonAt('/post', { method: 'POST', body: new Uint8Array([255, 254]) })
  assert.equal(binary.data, 'data:application/octet-stream;base64,//4=')
})

test('a template in what a client sends stays as it is', async () => {
  const late = await jsonAt('/delay/0?x={date}{9*y}', { method: 'POST', body: '{a}' })
  assert.deepEqual([late.args, late.data], [{ x: '{date}{9*y}' }, '{a}'])
})

test('redirects count down, stay with the visitor, and never leave the lab', async () => {
  const where = async (path: string): Promise<string | null> => (await send(path)).headers.get('location')
  assert.equal(await where('/v/ada/redirect/2'), '/v/ada/relative-redirect/1')
  assert.equal(await where('/v/ada/relative-redirect/1'), '/v/ada/get')
  assert.equal(await where('/absolute-redirect/3'), `${lab.url}/absolute-redirect/2`)
  assert.equal(await where('/redirect/2?absolute=true'), `${lab.url}/absolute-redirect/1`)
  assert.equal((await send('/v/ada/redirect/5', { redirect: 'follow' })).url, `${lab.url}/v/ada/get`)
  assert.equal((await send('/redirect-to?url=/get&status_code=308')).status, 308)
  assert.equal((await send(`/redirect-to?url=${lab.origins.b}/get`)).headers.get('location'), `${lab.origins.b}/get`)
  assert.equal(await where('/v/ada/redirect-to?url=/get'), '/v/ada/get')
  assert.equal(await where('/v/ada/redirect-to?url=/v/bob/get'), '/v/bob/get')
  const { detail } = await jsonAt('/redirect/1001')
  assert.equal(detail, 'In /redirect/1001, "1001" has to be a whole number from 1 to 1000.')
  for (const url of [
    'https://example.com/',
    '//example.com',
    '/%5C/example.com',
    'http://127.0.0.1:1/',
    '/a%0d%0ab',
    '',
  ])
    assert.ok([302, 400].includes((await send(`/redirect-to?url=${url}`)).status), url)
  for (const path of [
    '/redirect-to?url=https://example.com/',
    '/redirect-to?url=//example.com',
    '/redirect-to',
    '/redirect/0',
  ])
    assert.equal((await send(path)).status, 400, path)
})

test('cookies are set for the visitor alone, told, and taken back', async () => {
  const set = await send('/v/ada/cookies/set?a=1&b=2')
  assert.deepEqual(set.headers.getSetCookie(), ['a=1; Path=/v/ada/', 'b=2; Path=/v/ada/'])
  assert.equal(set.headers.get('location'), '/v/ada/cookies')
  assert.deepEqual(await jsonAt('/cookies', { headers: { cookie: 'a=1; b="2"' } }), { cookies: { a: '1', b: '2' } })
  const gone = await send('/cookies/delete?a')
  assert.deepEqual(gone.headers.getSetCookie(), ['a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'])
  assert.equal((await send('/cookies/set?a=1%0d%0aX:y')).status, 400)
})

test('credentials are asked for and known', async () => {
  const basic = (pair: string): RequestInit => ({ headers: { authorization: `Basic ${btoa(pair)}` } })
  assert.deepEqual(await jsonAt('/basic-auth/ada/x', basic('ada:x')), { authenticated: true, user: 'ada' })
  const refused = await send('/basic-auth/ada/x', basic('ada:y'))
  assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Basic realm="Fake Realm"'])
  assert.equal((await send('/hidden-basic-auth/ada/x')).status, 404)
  const bearer = await send('/bearer')
  assert.deepEqual([bearer.status, bearer.headers.get('www-authenticate')], [401, 'Bearer'])
  assert.deepEqual(await jsonAt('/bearer', { headers: { authorization: 'Bearer t' } }), {
    authenticated: true,
    token: 't',
  })
})

test('validators, freshness and any field', async () => {
  const cached = await send('/cache')
  const etag = cached.headers.get('etag') ?? ''
  assert.ok(etag !== '' && cached.headers.get('last-modified') !== null)
  const kept = await send('/cache', { headers: { 'if-none-match': etag } })
  assert.deepEqual([kept.status, kept.headers.get('cache-control')], [304, cached.headers.get('cache-control')])
  assert.equal((await send('/cache/60')).headers.get('cache-control'), 'public, max-age=60')
  assert.equal((await send('/etag/v1', { headers: { 'if-none-match': 'W/"v1"' } })).status, 304)
  assert.equal((await send('/etag/v1', { headers: { 'if-match': '"v2"' } })).status, 412)
  const told = await send('/response-headers?X-A=1&X-A=2&Content-Type=text/x')
  assert.deepEqual([told.headers.get('x-a'), told.headers.get('content-type')], ['1, 2', 'text/x'])
  const text = await told.text()
  assert.equal(JSON.parse(text)['Content-Length'], String(text.length))
  for (const query of ['a=%0d%0ab', 'a%20b=1', 'content-length=1', 'transfer-encoding=x'])
    assert.equal((await send(`/response-headers?${query}`)).status, 400, query)
})

test('bytes come whole, in part, in chunks, and the same from the same seed', async () => {
  const bytes = async (path: string, init?: RequestInit): Promise<Buffer> =>
    Buffer.from(await (await send(path, init)).arrayBuffer())
  assert.equal((await bytes('/bytes/999999')).length, 102_400)
  assert.deepEqual(await bytes('/bytes/50?seed=7'), await bytes('/stream-bytes/50?seed=7&chunk_size=3'))
  assert.notDeepEqual(await bytes('/bytes/50?seed=7'), await bytes('/bytes/50?seed=8'))
  const part = await send('/range/30', { headers: { range: 'bytes=24-' } })
  assert.deepEqual(
    [part.status, part.headers.get('content-range'), await part.text()],
    [206, 'bytes 24-29/30', 'yzabcd'],
  )
  assert.equal((await send('/range/30', { headers: { range: 'bytes=30-' } })).status, 416)
  assert.equal(
    (await send('/range/30', { headers: { range: 'bytes=-3' } })).headers.get('content-range'),
    'bytes 27-29/30',
  )
  assert.equal((await send('/range/30', { headers: { range: 'bytes=0-1', 'if-range': '"other"' } })).status, 200)
  assert.equal((await bytes('/drip?numbytes=20&duration=0.1')).toString(), '*'.repeat(20))
  const lines = (await bytes('/stream/3')).toString().trim().split('\n')
  assert.deepEqual(
    lines.map(line => JSON.parse(line).id),
    [0, 1, 2],
  )
  for (const path of [
    '/drip?duration=11',
    '/drip?numbytes=0',
    '/drip?numbytes=10485761',
    '/delay/x',
    '/range/0',
    '/bytes/-1',
  ])
    assert.equal((await send(path)).status, 400, path)
})

test('every coding is undone by fetch or by zlib to the same facts', async () => {
  for (const [path, name] of [
    ['/gzip', 'gzipped'],
    ['/deflate', 'deflated'],
    ['/brotli', 'brotli'],
  ] as const)
    assert.equal((await jsonAt(path))[name], true)
  assert.equal((await send('/zstd')).headers.get('content-encoding'), 'zstd')
})

test('texts of all kinds, and nothing that a caller made up is markup', async () => {
  const code = Buffer.from('<b>hi</b>').toString('base64url')
  const text = await send(`/base64/${code}`)
  assert.deepEqual([await text.text(), text.headers.get('content-type')], ['<b>hi</b>', 'text/plain; charset=utf-8'])
  assert.match(await (await send('/links/3/1')).text(), /href='\/links\/3\/0'>0<\/a> 1 <a href='\/links\/3\/2'/)
  const png = Buffer.from(await (await send('/image/png')).arrayBuffer())
  assert.equal(png.subarray(1, 4).toString(), 'PNG')
})
