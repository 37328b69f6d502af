import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type HeartOptions, heart, onAnswer, told } from '../../test/heart.ts'
import type { Action, Fail, Wait } from '../action.ts'
import { errorOf, outcomeOf } from '../errors/ending.ts'
import type { FieldRecord } from '../ports.ts'
import { lookup } from '../status/lookup.ts'

const AGAIN = { 'x-should-retry': 'true' }
const NO = { 'x-should-retry': 'false' }
const OPENAI: HeartOptions = { vendor: 'OpenAI' }
const CODES = Array.from({ length: 500 }, (_, index) => 100 + index)

const say = (action: Action): string => (action.do === 'fail' ? `${action.rule} ${action.stopped}` : action.do)
const verbOf = (code: number) => lookup(code)?.verb

test('false is final from anybody, for each code that would go again, and changes nothing else', () => {
  for (const code of CODES) {
    const fields: FieldRecord = { location: '/b', 'retry-after': '1' }
    const [without, ordered] = [onAnswer(code, fields), onAnswer(code, { ...fields, ...NO })]
    if (verbOf(code) === 'retry') assert.equal(say(ordered), 'retry ordered', String(code))
    else assert.deepEqual(ordered, without, String(code))
  }
  assert.equal(say(onAnswer(429, { 'stripe-should-retry': 'false' })), 'retry ordered')
  assert.equal(say(onAnswer(403, NO, { vendor: 'GitHub' })), 'stop final')
})

test('it still tells the time that stands beside it, and is worth no other try', async () => {
  assert.equal((onAnswer(429, { ...NO, 'retry-after': '7' }) as Fail).retryAfterMs, 7000)
  for (const [status, method, kind] of [
    [503, 'GET', 'never'],
    [425, 'POST', 'never'],
    [429, 'POST', 'unknown'],
    [500, 'POST', 'unknown'],
    [500, 'PUT', 'never'],
  ] as const) {
    const { exchange, run, transport } = heart([{ status, fields: { ...NO, 'retry-after': '7' } }], { method })
    await run()
    const failure = exchange.failure as Fail
    const outcome = outcomeOf(exchange, failure)
    assert.deepEqual([outcome.kind, transport.seen.length], [kind, 1], `${method} ${status}`)
    const error = errorOf(exchange, failure)
    assert.equal(error.retryable, false)
    assert.match(error.message, /heed stopped because the server ordered not to send it again/)
  }
})

test('true sends again what its code ends, from those known to mean it, and changes no other verb', () => {
  for (const code of CODES) {
    const fields: FieldRecord = { location: '/b', ...AGAIN }
    const [without, ordered] = [onAnswer(code, { location: '/b' }, OPENAI), onAnswer(code, fields, OPENAI)]
    const verb = verbOf(code)
    if (verb === 'stop' || verb === 'retry') assert.equal(ordered.do, 'wait', String(code))
    else assert.deepEqual(ordered, without, String(code))
    // Whom nobody knows, and who never sends such a field, is not believed.
    const base = say(onAnswer(code, { location: '/b' }))
    for (const vendor of [{}, { vendor: 'GitHub' }, { vendor: 'Stripe' }]) {
      assert.equal(say(onAnswer(code, fields, vendor)), base, `${code} ${JSON.stringify(vendor)}`)
    }
  }
  assert.equal(say(onAnswer(409, { 'stripe-should-retry': 'true' })), 'wait')
  assert.equal(say(onAnswer(409, { ...AGAIN, 'anthropic-ratelimit-tokens-remaining': '1' })), 'wait')
})

test('an order leaves all conditions of a retry as they are', () => {
  const body = { async *[Symbol.asyncIterator]() {} }
  const cases: readonly (readonly [HeartOptions & { attempt?: number }, string])[] = [
    [{ method: 'POST' }, 'retry unsafe'],
    [{ method: 'POST', replayable: true }, 'wait'],
    [{ method: 'POST', fields: { 'idempotency-key': 'k' } }, 'wait'],
    [{ method: 'PUT', body, source: 'one-shot' }, 'retry one-shot'],
    [{ attempt: 3, attempts: 3 }, 'retry attempts'],
    [{ budget: { ratio: 0, perSecond: 0 } }, 'retry budget'],
    [{ maxWaitMs: 0 }, 'retry max-wait'],
  ]
  for (const [options, expected] of cases) {
    assert.equal(say(onAnswer(409, AGAIN, { ...OPENAI, ...options })), expected, JSON.stringify(options))
  }
  assert.equal(say(onAnswer(409, { ...AGAIN, 'retry-after': '31' }, OPENAI)), 'retry deadline')
  assert.equal((onAnswer(409, { ...AGAIN, 'retry-after': '4' }, OPENAI) as Wait).source, 'retry-after')
})

test('the trail says that the server ordered it, and the end that it may pass', async () => {
  const line = { status: 409, fields: AGAIN }
  const { run } = heart([line, { status: 200 }], OPENAI)
  const { trail } = await run()
  assert.deepEqual(told(trail).slice(1, 3), ['answer 409', 'wait 500 backoff'])
  assert.match(trail?.[2]?.reason ?? '', /^409 Conflict, and the server orders another try: /)
  const used = await heart([line], { ...OPENAI, attempts: 1 }).run()
  assert.equal(outcomeOf(used, used.failure as Fail).kind, 'later')
})
