import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HeartOptions, heart } from '../../test/heart.ts'
import type { Action } from '../action.ts'
import { Exchange } from '../exchange.ts'
import type { FieldRecord, Keyring } from '../ports.ts'
import { lookup } from '../status/lookup.ts'
import { row } from '../status/row.ts'
import { renew, renewed } from './renew.ts'

const keys: Keyring = { credential: () => 'Bearer T', renew: async () => null, close: () => {} }

interface Case extends HeartOptions {
  readonly auth?: Keyring | null
  readonly proxyAuth?: Keyring | null
  /** What heed wrote into the request. */
  readonly credential?: string | null
  readonly proxyCredential?: string | null
  readonly renewed?: readonly string[]
  readonly spentMs?: number
}

const signed = { authorization: 'Bearer T', 'proxy-authorization': 'Basic P' }

function refusedExchange(given: Case): Exchange {
  const {
    auth = keys,
    proxyAuth = keys,
    credential = 'Bearer T',
    proxyCredential = 'Basic P',
    renewed = [],
    ...rest
  } = given
  const made = heart([], { fields: signed, ...rest }).exchange
  const plan = { ...made.plan, auth, proxyAuth }
  const exchange = new Exchange(plan, made.request, made.source, made.origin, made.startMs)
  exchange.attempt = 1
  Object.assign(exchange.signed ?? {}, { credential, proxyCredential, renewed })
  return exchange
}

function onRefusal(status: number, given: Case = {}, fields: FieldRecord = {}): Action {
  const { spentMs = 0, ...rest } = given
  const exchange = refusedExchange(rest)
  const found = lookup(status)
  if (found === null) throw new Error('no row')
  return renew(exchange, found, fields, exchange.startMs + spentMs)
}

const say = (action: Action): string => (action.do === 'fail' ? `${action.rule} ${action.stopped}` : action.do)

test('401 renews what the server refused, 407 what the proxy refused', () => {
  assert.deepEqual(onRefusal(401), {
    do: 'renew',
    field: 'authorization',
    reason: '401 Unauthorized: the server refused the credential, so it is renewed',
  })
  assert.deepEqual(onRefusal(407), {
    do: 'renew',
    field: 'proxy-authorization',
    reason: '407 Proxy Authentication Required: the proxy refused the credential, so it is renewed',
  })
})

test('each looks at its own keyring and its own credential', () => {
  for (const given of [{ auth: null }, { credential: null }]) {
    assert.equal(say(onRefusal(401, given)), 'renew final')
    assert.equal(say(onRefusal(407, given)), 'renew')
  }
  for (const given of [{ proxyAuth: null }, { proxyCredential: null }]) {
    assert.equal(say(onRefusal(407, given)), 'renew final')
    assert.equal(say(onRefusal(401, given)), 'renew')
  }
})

test('what the caller wrote is the caller\u2019s to mend', () => {
  const fields = { authorization: 'Bearer mine', 'proxy-authorization': 'Basic mine' }
  assert.equal(say(onRefusal(401, { fields })), 'renew final')
  assert.equal(say(onRefusal(407, { fields })), 'renew final')
  assert.equal(say(onRefusal(401, { fields, credential: null })), 'renew final')
})

test('a second refusal is final', () => {
  assert.equal(say(onRefusal(401, { renewed: ['authorization https://a.test'] })), 'renew final')
  assert.equal(say(onRefusal(407, { renewed: ['proxy-authorization https://a.test'] })), 'renew final')
})

test('any method may go again, and attempts do not count', () => {
  for (const method of ['GET', 'POST', 'PATCH', 'LOCK']) {
    assert.equal(say(onRefusal(401, { method, attempts: 1, body: new Uint8Array(3) })), 'renew', method)
  }
})

test('a body that can be read once is not sent again', () => {
  const body = { async *[Symbol.asyncIterator]() {} }
  assert.equal(say(onRefusal(401, { method: 'POST', body, source: 'one-shot' })), 'renew one-shot')
  assert.equal(say(onRefusal(401, { method: 'POST', body, source: () => body })), 'renew')
})

test('not past the deadline; the budget for retries is for retries', () => {
  assert.equal(say(onRefusal(401, { deadlineMs: 5000, spentMs: 4999 })), 'renew')
  assert.equal(say(onRefusal(401, { deadlineMs: 5000, spentMs: 5000 })), 'renew deadline')
  assert.equal(say(onRefusal(401, { budget: { ratio: 0, perSecond: 0 } })), 'renew')
})

test('a row without the knobs renews nothing', () => {
  const exchange = refusedExchange({})
  const odd = row(403, 'Odd', 'RFC9110#15', { meaning: 'Odd.', verb: 'renew' })
  assert.equal(say(renew(exchange, odd, {}, exchange.startMs)), 'renew final')
})

test('the reason tells the error code of the challenge, if it is a word, and nothing else of it', () => {
  const reason = (challenge: string | string[]): string => {
    const action = onRefusal(401, {}, { 'www-authenticate': challenge })
    return action.do === 'renew' ? action.reason : ''
  }
  assert.match(reason('Bearer realm="x", error="invalid_token"'), /the credential \(invalid_token\), so/)
  assert.match(reason(['Basic realm="x"', 'Bearer error=expired']), /the credential \(expired\), so/)
  const plain = '401 Unauthorized: the server refused the credential, so it is renewed'
  for (const said of ['Basic realm="x"', 'Bearer error="\u001b[31m"', `Bearer error=${'a'.repeat(41)}`, '']) {
    assert.equal(reason(said), plain, said)
  }
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map(each => `Bearer error="${each}"`),
  )
  fc.assert(
    fc.property(wild, said =>
      assert.match(
        reason(said),
        /^401 [A-Za-z ]+: the server refused the credential( \([a-z_]+\))?, so it is renewed$/,
      ),
    ),
  )
})

test('after the renewal it goes on, or ends and says why', () => {
  const exchange = refusedExchange({ deadlineMs: 5000 })
  assert.equal(say(renewed(exchange, 'Bearer T2', exchange.startMs)), 'look')
  assert.equal(say(renewed(exchange, null, exchange.startMs)), 'renew not-renewed')
  assert.equal(say(renewed(exchange, null, exchange.endMs)), 'renew deadline')
})
