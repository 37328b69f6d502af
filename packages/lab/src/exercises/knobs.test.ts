import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { openLab } from '../../test/open-lab.ts'

const { lab, reports, send } = await openLab()

const codes = async (path: string, times: number): Promise<number[]> => {
  const seen: number[] = []
  for (let at = 0; at < times; at++) {
    const answer = await send(path)
    seen.push(answer.status)
    await answer.text()
  }
  return seen
}

/** All bytes of one answer until the connection ends, in whatever way. */
function raw(path: string): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(lab.port, '127.0.0.1').setEncoding('latin1')
    let seen = ''
    socket.on('data', text => {
      seen += text
    })
    socket.on('error', () => {}).once('close', () => resolve(seen))
    socket.write(`GET ${path} HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n`)
  })
}

test('the count is kept for each visitor, path and query, and a reset begins again', async () => {
  assert.deepEqual(await codes('/v/a/status/503?times=2', 4), [503, 503, 200, 200])
  assert.deepEqual(await codes('/v/b/status/503?times=2', 1), [503])
  assert.deepEqual(await codes('/v/a/status/503?times=2&seed=1', 1), [503])
  assert.deepEqual(await codes('/v/a/status/503?times=2', 1), [200])
  await send('/v/a/reset', { method: 'POST' })
  assert.deepEqual(await codes('/v/a/status/503?times=2', 3), [503, 503, 200])
})

test('knobs combine in one answer', async () => {
  const answer = await send(
    '/v/c/status/429?times=1&retry-after=date+2&rate=0/100/2&body=json&h-x-a=1&h-x-a=2&cache-control=x',
  )
  assert.equal(answer.status, 429)
  const [date, until] = [answer.headers.get('date'), answer.headers.get('retry-after')].map(each =>
    Date.parse(each ?? ''),
  )
  assert.equal((until ?? 0) - (date ?? 0), 2000)
  assert.equal(answer.headers.get('ratelimit'), '"lab";r=0;t=2')
  assert.equal(answer.headers.get('x-a'), '1, 2')
  assert.equal(answer.headers.get('content-type'), 'application/json')
  assert.equal(((await answer.json()) as { status: number }).status, 429)
})

test('validators get a 304 or a 412', async () => {
  const path = '/v/d/status/200?etag=v1&last-modified=Sun,%2006%20Nov%201994%2008:49:37%20GMT'
  const whole = await send(path)
  assert.equal(whole.headers.get('etag'), '"v1"')
  const status = async (headers: Record<string, string>, method = 'GET'): Promise<number> =>
    (await send(path, { headers, method })).status
  assert.equal(await status({ 'if-none-match': '"a", W/"v1"' }), 304)
  assert.equal(await status({ 'if-none-match': '*' }, 'HEAD'), 304)
  assert.equal(await status({ 'if-none-match': '"v10"' }), 200)
  assert.equal(await status({ 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' }), 304)
  assert.equal(await status({ 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT', 'if-none-match': '"b"' }), 200)
  assert.equal(await status({ 'if-match': '"v2"' }, 'PUT'), 412)
  assert.equal(await status({ 'if-match': '"v2", "v1"' }, 'PUT'), 200)
})

test('an answer breaks where it is asked to, and the report says how', async () => {
  reports.length = 0
  assert.equal(await raw('/v/e/status/200?reset=before-head'), '')
  assert.match(await raw('/v/e/status/200?reset=in-head'), /^HTTP\/1\.1 200 OK\r\nDate: (?![\s\S]*\r\n\r\n)/)
  assert.match(await raw('/v/e/status/200?reset=after-head'), /\r\n\r\n$/)
  const half = await raw('/v/e/status/200?reset=mid-body&body=1000')
  assert.equal(half.split('\r\n\r\n')[1]?.length, 500)
  assert.match(half, /Content-Length: 1000\r\n/)
  assert.deepEqual(
    reports.map(({ status, broke }) => [status, broke]),
    [
      [null, 'reset'],
      [200, 'reset'],
      [200, 'reset'],
      [200, 'reset'],
    ],
  )
})

test('informational answers, codings, bytes and pieces', async () => {
  const bytes = await raw('/v/f/status/200?interim=103*2&body=text')
  assert.match(bytes, /^(HTTP\/1\.1 103 Early Hints\r\n\r\n){2}HTTP\/1\.1 200 OK\r\n/)
  const coded = await new Promise<Buffer>(resolve => {
    request(`${lab.url}/v/f/status/200?body=70000&coding=gzip,br&drip=1`, async answer =>
      resolve(Buffer.concat(await answer.toArray())),
    ).end()
  })
  assert.equal(gunzipSync(brotliDecompressSync(coded)).length, 70_000)
  const largest = await send('/v/f/status/200?body=10485760')
  assert.equal((await largest.arrayBuffer()).byteLength, 10_485_760)
})

test('Location stays in the lab', async () => {
  const where = async (text: string): Promise<string | null> =>
    (await send(`/v/g/status/302?location=${text}`)).headers.get('location')
  assert.equal(await where('/get'), '/v/g/get')
  assert.equal(await where('/v/h/get'), '/v/h/get')
  assert.equal(await where('get?x=1'), 'get?x=1')
  assert.equal(await where('b:/get'), `${lab.origins.b}/v/g/get`)
  assert.equal(await where(encodeURIComponent(`${lab.origins.b}/x`)), `${lab.origins.b}/x`)
  for (const text of [
    '//example.com/',
    'https://example.com/',
    's:/get',
    'javascript:alert(1)',
    '{b}/x',
    '/%5Cexample.com',
    'b://x',
  ]) {
    assert.equal((await send(`/v/g/status/302?location=${text}`)).status, 400, text)
  }
})

test('a list of codes is chosen from by weight, the same again', async () => {
  const first = await codes('/v/h/status/200:3,500?seed=7', 20)
  assert.deepEqual(await codes('/v/i/status/200:3,500?seed=7', 20), first)
  assert.deepEqual([...new Set(first)].sort(), [200, 500])
  assert.ok(first.filter(code => code === 200).length > 10)
  assert.equal((await send('/v/h/status/200,500?times=2')).status, 400)
  assert.equal((await send('/v/h/status/200,x')).status, 400)
})

test('a wrong knob is a 400 problem', async () => {
  const refused = await send('/v/j/status/503?tims=2')
  assert.equal(refused.status, 400)
  assert.equal(refused.headers.get('content-type'), 'application/problem+json')
  assert.match(((await refused.json()) as { detail: string }).detail, /Did you mean "times"/)
})
