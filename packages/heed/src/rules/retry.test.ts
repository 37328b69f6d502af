import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HeartOptions, heart, onAnswer, onFault, told } from '../../test/heart.ts'
import type { Action, Fail, Wait } from '../action.ts'

/** The retried codes as the README promises them, written out: whoever changes the table has to change this list. */
const RETRIED = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530]
const ANY_METHOD = [421, 425]
const NEVER = [501, 505, 506, 508, 510, 511]
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY']
const OTHERS = ['POST', 'PATCH', 'LOCK', 'get']
const REDIRECTS = [301, 302, 303, 307, 308]

const say = (action: Action) =>
  action.do === 'fail' ? action.stopped : action.do === 'deliver' ? `deliver ${action.rule}` : action.do

function promised(code: number, method: string, marked: boolean): string {
  if (code >= 200 && code < 300) return 'deliver use'
  if (REDIRECTS.includes(code)) return 'deliver follow'
  const unregistered5xx = code >= 500 && !NEVER.includes(code) && !RETRIED.includes(code) && !assigned.has(code)
  if (!RETRIED.includes(code) && code !== 421 && !unregistered5xx) return 'final'
  return ANY_METHOD.includes(code) || IDEMPOTENT.includes(method) || marked ? 'wait' : 'unsafe'
}

const facts = JSON.parse(readFileSync(new URL('../../facts/status-codes.json', import.meta.url), 'utf8')) as {
  codes: { code: number }[]
  unregistered?: { code: number }[]
}
const assigned = new Set([...facts.codes, ...(facts.unregistered ?? [])].map(each => each.code))

for (const [name, marked, options] of [
  ['as they come', false, {}],
  ['keyed', true, { fields: { 'idempotency-key': 'k' } }],
  ['marked as replayable', true, { replayable: true }],
] as const) {
  test(`every code with every method, ${name}: sent again exactly when promised`, () => {
    for (let code = 100; code < 600; code++) {
      for (const method of [...IDEMPOTENT, ...OTHERS]) {
        assert.equal(
          say(onAnswer(code, {}, { method, ...options })),
          promised(code, method, marked),
          `${method} ${code}`,
        )
      }
    }
  })
}

test('413 is sent again only when Retry-After asks for it', () => {
  assert.equal(say(onAnswer(413)), 'final')
  assert.equal(say(onAnswer(413, { 'retry-after': 'soon' })), 'final')
  assert.equal(say(onAnswer(413, { 'retry-after': '1' })), 'wait')
  assert.equal(say(onAnswer(413, { 'retry-after': '1' }, { method: 'POST' })), 'unsafe')
  assert.equal(say(onAnswer(413, { 'retry-after': '1' }, { method: 'POST', replayable: true })), 'wait')
})

test('421 goes once over a connection of its own; the second one is final', () => {
  const { exchange, clock } = heart([])
  const first = onAnswer(421, {}, { method: 'POST' }) as Wait
  assert.deepEqual([first.to?.newConnection, first.to?.method, first.hop, first.resend], [true, 'POST', null, true])
  assert.equal(exchange.request.newConnection, false, 'what was given is not changed')
  assert.ok(clock.steadyMs() > 0)
})

test('a body that can be read once is not sent again, even when nothing was sent', () => {
  const body = { async *[Symbol.asyncIterator]() {} }
  const options: HeartOptions = { method: 'PUT', body, source: 'one-shot' }
  assert.equal(say(onAnswer(503, {}, options)), 'one-shot')
  assert.equal(say(onFault('refused', false, options)), 'one-shot')
  assert.equal(say(onAnswer(503, {}, { ...options, source: () => body })), 'wait')
  assert.equal(say(onAnswer(503, {}, { ...options, body: null })), 'wait', 'without a body there is nothing to lose')
})

test('attempts: as many sends as the option says, the first included', () => {
  for (const attempts of [1, 2, 3, 100]) {
    assert.equal(say(onAnswer(503, {}, { attempts, attempt: attempts })), 'attempts')
    if (attempts > 1) assert.equal(say(onAnswer(503, {}, { attempts, attempt: attempts - 1 })), 'wait')
  }
})

test('full jitter: anywhere between nothing and a ceiling that doubles with each send, up to the cap', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const property = fc.property(chance, fc.integer({ min: 1, max: 99 }), fc.boolean(), (dice, attempt, throttled) => {
    const options = { attempts: 100, attempt, dice: () => dice, deadlineMs: 2_000_000, backoff: { capMs: 7_000 } }
    const { waitMs, source } = onAnswer(throttled ? 429 : 503, {}, options) as Wait
    const ceilingMs = Math.min(7_000, (throttled ? 1000 : 50) * 2 ** (attempt - 1))
    assert.equal(source, 'backoff')
    assert.equal(waitMs, dice * ceilingMs)
  })
  fc.assert(property)
})

test('a short deadline shortens the backoff rather than ending the call', () => {
  const { waitMs } = onAnswer(429, {}, { dice: () => 0.9, deadlineMs: 1000, attempts: 3 }) as Wait
  assert.equal(waitMs, 500)
})

const asked = (value: string, options: HeartOptions & { spentMs?: number } = {}, date?: string) =>
  onAnswer(429, { 'retry-after': value, ...(date === undefined ? {} : { date }) }, options)

test('Retry-After is a floor: the wait is never shorter, and longer by half, 5 s and the deadline at most', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const property = fc.property(chance, fc.integer({ min: 1, max: 119 }), (dice, stated) => {
    const maxWaitMs = 90_000
    const action = asked(String(stated), { dice: () => dice, deadlineMs: 120_000, maxWaitMs })
    if (stated > 90) return assert.equal(say(action), 'max-wait')
    const { waitMs, source } = action as Wait
    assert.equal(source, 'retry-after')
    assert.ok(waitMs >= stated * 1000, 'never early')
    assert.ok(waitMs <= stated * 1000 + Math.min(stated * 500, 5000), 'spread is bounded')
    assert.ok(waitMs <= maxWaitMs, 'never longer than maxWaitMs')
    assert.ok(waitMs < 120_000, 'inside the deadline')
  })
  fc.assert(property)
})

test('the spread does use its room', () => {
  assert.equal((asked('4', { dice: () => 0 }) as Wait).waitMs, 4000)
  assert.equal((asked('4', { dice: () => 0.5 }) as Wait).waitMs, 5000)
  assert.equal((asked('60', { dice: () => 0.5, deadlineMs: 900_000, maxWaitMs: 600_000 }) as Wait).waitMs, 62_500)
})

test('Retry-After: 0 asks for no pause, so heed backs off as if nobody had said anything', () => {
  const { waitMs, source } = asked('0') as Wait
  assert.deepEqual([waitMs, source], [500, 'backoff'])
})

test('a date is measured by the clock of the server that wrote it', () => {
  const vectors = JSON.parse(readFileSync(new URL('../../facts/retry-after.json', import.meta.url), 'utf8')) as {
    skewVectors: {
      id: string
      localNow: string
      dateHeader: string | null
      value: string
      waitSeconds: number | null
      naiveWaitSeconds: number
    }[]
  }
  assert.ok(vectors.skewVectors.length > 0)
  for (const { id, localNow, dateHeader, value, waitSeconds, naiveWaitSeconds } of vectors.skewVectors) {
    const time = { wallMs: Date.parse(localNow) }
    const options = { time, dice: () => 0, deadlineMs: 2_000_000, maxWaitMs: 2_000_000, backoff: { throttleMs: 0 } }
    const { waitMs } = asked(value, options, dateHeader ?? undefined) as Wait
    assert.equal(waitMs, (waitSeconds ?? naiveWaitSeconds) * 1000, id)
  }
})

test('a malformed Retry-After, or several, is as good as none', () => {
  for (const value of ['', 'soon', '-1', '1.5', '1e3', '0x10', '5 s', 'Sun, 32 Nov 2026 12:00:00 GMT']) {
    assert.equal((asked(value) as Wait).source, 'backoff', value)
  }
  assert.equal((onAnswer(429, { 'retry-after': ['1', '2'] }) as Wait).source, 'backoff')
})

test('a wait that exceeds maxWaitMs, or does not fit the deadline, is not begun, and says when to come back', () => {
  const cases: readonly [string, HeartOptions & { spentMs?: number }, string, number][] = [
    ['61', { deadlineMs: 600_000 }, 'max-wait', 61_000],
    ['60', { deadlineMs: 600_000 }, 'wait', 0],
    ['30', {}, 'deadline', 30_000],
    ['29', {}, 'wait', 0],
    ['29', { spentMs: 1000 }, 'deadline', 29_000],
    ['28', { spentMs: 1000 }, 'wait', 0],
    ['86400', {}, 'max-wait', 86_400_000],
    ['99999999999999999999999', {}, 'max-wait', Number.MAX_SAFE_INTEGER],
    ['9'.repeat(400), {}, 'max-wait', Number.MAX_SAFE_INTEGER],
    ['1', { maxWaitMs: 999 }, 'max-wait', 1000],
    ['1', { maxWaitMs: 1000 }, 'wait', 0],
  ]
  for (const [value, options, expected, retryAfterMs] of cases) {
    const action = asked(value, options)
    assert.equal(say(action), expected, `${value.slice(0, 30)} ${JSON.stringify(options)}`)
    if (expected !== 'wait') assert.equal((action as Fail).retryAfterMs, retryAfterMs)
  }
})

test('maxWaitMs: 0 never waits, whether somebody said how long or not', () => {
  for (const value of ['0', '1', 'soon']) assert.equal(say(asked(value, { maxWaitMs: 0 })), 'max-wait', value)
  assert.equal(say(onFault('reset', true, { maxWaitMs: 0 })), 'max-wait')
})

test('whoever is not sent again still learns what the server said about when', () => {
  const unsafe = onAnswer(429, { 'retry-after': '7' }, { method: 'POST' }) as Fail
  assert.deepEqual([unsafe.stopped, unsafe.retryAfterMs], ['unsafe', 7000])
  const used = onAnswer(503, { 'retry-after': '7' }, { attempts: 1 }) as Fail
  assert.deepEqual([used.stopped, used.retryAfterMs], ['attempts', 7000])
})

test('the reason names the code and where the wait came from', () => {
  assert.match((asked('4') as Wait).reason, /^429 Too Many Requests: .*4 s \(Retry-After\)$/)
  assert.match((onAnswer(503) as Wait).reason, /^503 Service Unavailable: .*backs off$/)
})

test('the retry budget: once it is spent, the answer stands', async () => {
  const { exchange, run } = heart([{ status: 503 }], { budget: { ratio: 0, perSecond: 0 } })
  await run()
  assert.equal(exchange.failure?.stopped, 'budget')
  const { run: without } = heart([{ status: 503 }, { status: 200 }], { budget: false })
  assert.equal(told((await without()).trail).at(-1), 'end delivered use')
})
