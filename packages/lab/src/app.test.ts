import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../test/open-lab.ts'
import { exercises } from './exercises/all.ts'

const { clock, post, reports, send } = await openLab()

const methodsAt = (path: string): string[] => exercises.filter(item => item.path === path).flatMap(item => item.methods)
const example = (path: string): string => path.replace(':who', '5').replace(':id', '1').replace(':code', '200')

test('OPTIONS says which methods a path takes, and the others are a 405 that says the same', async () => {
  for (const path of ['/', ...new Set(exercises.map(exercise => exercise.path))]) {
    const taken = path === '/' ? ['GET'] : methodsAt(path)
    const expected = [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS']
    for (const prefix of ['', '/v/ada']) {
      const options = await send(prefix + example(path), { method: 'OPTIONS' })
      assert.equal(options.status, 204)
      assert.deepEqual(options.headers.get('allow')?.split(', '), expected)
      const wrong = await send(prefix + example(path), { method: 'PROPFIND' })
      assert.equal(wrong.status, 405, path)
      assert.equal(wrong.headers.get('allow'), expected.join(', '))
    }
  }
  assert.equal((await send('/posts', { method: 'HEAD' })).status, 405)
})

test('HEAD gives the fields of GET without its content', async () => {
  for (const path of ['/', '/users/octocat', '/posts/1', '/data', '/error', '/old', '/status/404']) {
    const head = await send(path, { method: 'HEAD' })
    const get = await send(path)
    assert.equal(head.status, get.status)
    const length = Buffer.byteLength(await get.text())
    assert.equal(head.headers.get('content-length'), String(length))
    assert.equal(await head.text(), '')
  }
})

test('an unknown path is a 404 with a hint', async () => {
  for (const path of ['/nothing', '/v/ada/nothing', '/users/octocat/', '/%2e%2e%2fx', '/V/ada']) {
    const refused = await send(path)
    assert.equal(refused.status, 404, path)
    assert.equal(refused.headers.get('content-type'), 'application/problem+json')
  }
  const hint = ((await (await send('/v/ada/nothing')).json()) as { detail: string }).detail
  assert.match(hint, /\/nothing.*\/v\/ada\/ /)
})

test('a visitor name has 1 to 64 letters, digits, - _ or .', async () => {
  for (const name of ['a', 'Ada-1_2.x', 'a'.repeat(64)]) assert.equal((await send(`/v/${name}/data`)).status, 200)
  for (const path of [
    '/v',
    '/v/',
    '/v//data',
    '/v/a%20b/data',
    '/v/%00/data',
    `/v/${'a'.repeat(65)}/data`,
    '/v/ä/data',
  ]) {
    const refused = await send(path)
    assert.equal(refused.status, 400, path)
    assert.match(((await refused.json()) as { detail: string }).detail, /1 to 64/)
  }
})

test('reset starts one visitor over and leaves the others', async () => {
  for (const prefix of ['', '/v/x', '/v/y'])
    assert.equal((await post(`${prefix}/users`, { username: 'new' })).status, 201)
  for (const prefix of ['', '/v/x']) assert.equal((await send(`${prefix}/reset`, { method: 'POST' })).status, 204)
  for (const prefix of ['', '/v/x']) assert.equal((await post(`${prefix}/users`, { username: 'new' })).status, 201)
  assert.equal((await post('/v/y/users', { username: 'new' })).status, 409)
  await send('/v/x/limited?n=1')
  assert.equal((await send('/v/x/limited?n=1')).status, 429)
  await send('/v/x/reset', { method: 'POST' })
  assert.equal((await send('/v/x/limited?n=1')).status, 200)
  assert.equal(clock.nowMs, 0)
})

test('Location stays with the visitor, so that a followed redirect does too', async () => {
  const followed = await send('/v/ada/old', { redirect: 'follow' })
  assert.equal(new URL(followed.url).pathname, '/v/ada/new')
  const posted = await send('/v/ada/old', { method: 'POST', body: 'four', redirect: 'follow' })
  assert.deepEqual(await posted.json(), { arrived: true, method: 'GET', bodyBytes: 0 })
})

test('nothing is stored by the way, and pages of other origins may practise', async () => {
  const old = await send('/old')
  assert.equal(old.headers.get('cache-control'), 'no-store')
  assert.equal(old.headers.get('access-control-allow-origin'), '*')
  const headers = { 'access-control-request-headers': 'authorization', 'access-control-request-method': 'GET' }
  const preflight = await send('/private-data', { method: 'OPTIONS', headers })
  assert.equal(preflight.headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS')
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization')
})

test('every request is reported as it was sent', async () => {
  reports.length = 0
  await send('/v/ada/slow?ms=0')
  await send('/nothing')
  assert.deepEqual(reports, [
    { method: 'GET', path: '/v/ada/slow?ms=0', status: 200 },
    { method: 'GET', path: '/nothing', status: 404 },
  ])
})
