import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../../test/open-lab.ts'

const { send } = await openLab()
const PLAIN = 'Bearer realm="heed lab"'

test('without a bearer token the challenge names the scheme and the realm', async () => {
  for (const authorization of ['', 'Basic YTpi', 'Bearer', 'Bearer two words', 'Bearerx']) {
    const refused = await send('/private-data', authorization === '' ? {} : { headers: { authorization } })
    assert.equal(refused.status, 401)
    assert.equal(refused.headers.get('www-authenticate'), PLAIN)
  }
})

test('any token opens, with the scheme in any letter case', async () => {
  for (const authorization of ['Bearer a', 'bearer  a.b-c_d~e+f/g==', 'BEARER x']) {
    assert.equal((await send('/private-data', { headers: { authorization } })).status, 200)
  }
})

test('an expired token is told so (RFC 6750)', async () => {
  const refused = await send('/private-data', { headers: { authorization: 'Bearer expired' } })
  assert.equal(refused.status, 401)
  const challenge = refused.headers.get('www-authenticate') ?? ''
  assert.ok(challenge.startsWith(`${PLAIN}, error="invalid_token"`))
})
