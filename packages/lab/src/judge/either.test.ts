import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, look } from '../../test/evidence.ts'
import type { Check } from '../script/check.ts'

const once: Check = { that: 'requests', max: 1, otherwise: 'It sent more.' }
const failed: Check = { that: 'result', ok: false, otherwise: 'It went well.' }
const never: Check = { that: 'requests', max: 0, otherwise: 'It sent something.' }

test('one that holds is enough, and is what was seen', () => {
  const two = entries({}, {})
  assert.deepEqual(look({ that: 'either', of: [once, failed] }, { entries: entries({}) }), {
    holds: true,
    seen: '1 request',
  })
  assert.deepEqual(look({ that: 'either', of: [once, failed] }, { entries: two }), {
    holds: false,
    seen: '2 requests; the client called it a success',
  })
  assert.equal(look({ that: 'either', of: [once, never] }, { entries: two }).seen, '2 requests')
})

test('one of several may itself be several', () => {
  const inner: Check = { that: 'either', of: [failed, once], otherwise: 'Neither.' }
  assert.equal(look({ that: 'either', of: [never, inner] }, { entries: entries({}) }).holds, true)
})
