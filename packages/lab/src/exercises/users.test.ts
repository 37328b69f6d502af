import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'

const { post, send } = await openLab()

test('octocat is there, by user name in any letter case and by id', async () => {
  for (const who of ['octocat', 'OctoCat', '1']) {
    const user = await send(`/users/${who}`)
    assert.equal(user.status, 200)
    assert.equal(user.headers.get('content-type'), 'application/json')
    assert.deepEqual(await user.json(), { id: 1, username: 'octocat', name: 'The Octocat' })
  }
})

test('a deleted user is gone for this visitor alone', async () => {
  assert.equal((await send('/v/one/users/5', { method: 'DELETE' })).status, 204)
  assert.equal((await send('/v/one/users/5', { method: 'DELETE' })).status, 404)
  assert.equal((await send('/v/one/users/5')).status, 404)
  assert.equal((await send('/v/two/users/5')).status, 200)
  assert.equal((await send('/users/5')).status, 200)
})

test('octocat cannot be deleted', async () => {
  assert.equal((await send('/users/octocat', { method: 'DELETE' })).status, 403)
  assert.equal((await send('/users/octocat')).status, 200)
})

test('a new user name gives 201 and can be read; the second time it is a 409', async () => {
  const made = await post('/v/three/users', { username: 'Grace' })
  assert.equal(made.status, 201)
  assert.equal(made.headers.get('location'), '/v/three/users/Grace')
  assert.deepEqual(await made.json(), { id: 6, username: 'Grace', name: 'Grace' })
  assert.equal((await send('/v/three/users/Grace')).status, 200)
  for (const username of ['Grace', 'grace', 'octocat', 'monalisa']) {
    const taken = await post('/v/three/users', { username })
    assert.equal(taken.status, 409)
    assert.match(((await taken.json()) as { detail: string }).detail, new RegExp(username))
  }
})

test('a user name that is missing or unfit is a 400', async () => {
  for (const username of [undefined, '', 5, '99999', 'a b', 'a/b', 'a'.repeat(40)]) {
    assert.equal((await post('/users', { username })).status, 400)
  }
})

test('the users of a visitor are bounded: the oldest made is forgotten, the first two stay', async () => {
  for (let made = 0; made < 21; made++)
    assert.equal((await post('/v/crowd/users', { username: `u${made}` })).status, 201)
  assert.equal((await send('/v/crowd/users/u0')).status, 404)
  for (const who of ['u1', 'u20', 'octocat', '5']) assert.equal((await send(`/v/crowd/users/${who}`)).status, 200)
})

test('an admin path is forbidden and nothing happens', async () => {
  assert.equal((await send('/admin/users', { method: 'DELETE', headers: { authorization: 'Bearer x' } })).status, 403)
  assert.equal((await send('/users/octocat')).status, 200)
})
