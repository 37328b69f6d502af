import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { as, asking, CAME_MS, dateAt, kept, seconds } from '../../../test/cache/kept.ts'
import type { Kept } from '../../keeping.ts'
import { serve } from './serve.ts'

const NONE: readonly Kept[] = []
const at = (count: number): number => CAME_MS + seconds(count)
const control = (value: string): { 'cache-control': string } => ({ 'cache-control': value })

/** What is done with one kept answer, so many seconds old, by a request that says this. */
function done(answered: string, oldSeconds: number, said?: string): string {
  const exchange = asking({ fields: said === undefined ? {} : control(said) })
  const action = serve(exchange, [kept(control(answered))], false, at(oldSeconds))
  return action.do === 'serve' ? action.is : action.do
}

test('a fresh answer is used, with its age in whole seconds and its fields as they are', () => {
  const one = kept({ 'cache-control': 'max-age=60', 'x-a': ['1', '2'], etag: '"a"' })
  const action = as('serve', serve(asking(), [one], false, at(12.9)))
  assert.deepEqual(action, {
    do: 'serve',
    kept: one,
    status: 200,
    fields: { ...one.head.fields, age: '12' },
    slice: null,
    is: 'hit',
    reason: '',
    ageMs: 12_900,
    freshened: [],
    renewBehind: false,
    insteadOf: null,
  })
})

test('the age counts from what the answer came with', () => {
  const action = as('serve', serve(asking(), [kept({ 'cache-control': 'max-age=60', age: '30' })], false, at(3)))
  assert.equal(action.fields.age, '33')
})

test('nothing kept is sent for', () => {
  assert.deepEqual(serve(asking(), NONE, false, at(0)), { do: 'send', fields: null, asked: [], completing: false })
})

interface Answered {
  readonly old: number
  readonly life: number
  readonly swr: number
  readonly mustRevalidate: boolean
  readonly noCache: boolean
  readonly immutable: boolean
}

interface Said {
  readonly maxAge: number | null
  readonly minFresh: number | null
  readonly maxStale: number | null
  readonly noCache: boolean
}

/** `name=value` of each that has a value, the bare name of each that is true. */
const directives = (named: Readonly<Record<string, number | boolean | null>>): string =>
  Object.entries(named)
    .filter(([, value]) => value !== null && value !== false)
    .map(([name, value]) => (value === true ? name : `${name}=${value}`))
    .join(', ')

/** RFC 9111 sections 4.2, 4.2.4 and 5.2.1, RFC 5861 section 3, RFC 8246, read once more. */
function allowed(answer: Answered, said: Said): string {
  if (answer.noCache || said.noCache) return 'send'
  const staleSeconds = answer.old - answer.life
  const isTooOld = said.maxAge !== null && (said.maxAge === 0 || answer.old > said.maxAge)
  if (staleSeconds < 0) {
    const isSoonStale = -staleSeconds < (said.minFresh ?? 0)
    return isSoonStale || (isTooOld && !answer.immutable) ? 'send' : 'hit'
  }
  if (answer.mustRevalidate || said.minFresh !== null) return 'send'
  const byCaller = staleSeconds <= (said.maxStale ?? -1) && !isTooOld
  const byServer = staleSeconds < answer.swr && said.maxAge === null
  return byCaller || byServer ? 'stale' : 'send'
}

test('for all ages and lifetimes, by the request and the answer: used exactly when allowed', () => {
  const count = fc.nat(12)
  const maybe = fc.option(count, { freq: 1 })
  const flag = fc.boolean()
  const seldom = fc.nat(9).map(n => n === 0)
  fc.assert(
    fc.property(
      fc.record({ old: count, life: count, swr: count, mustRevalidate: flag, noCache: seldom, immutable: flag }),
      fc.record({ maxAge: maybe, minFresh: maybe, maxStale: maybe, noCache: seldom }),
      (answer, said) => {
        const answered = directives({
          'max-age': answer.life,
          'stale-while-revalidate': answer.swr,
          'must-revalidate': answer.mustRevalidate,
          'no-cache': answer.noCache,
          immutable: answer.immutable,
        })
        const { maxAge, minFresh, maxStale, noCache } = said
        const asked = directives({
          'max-age': maxAge,
          'min-fresh': minFresh,
          'max-stale': maxStale,
          'no-cache': noCache,
        })
        assert.equal(done(answered, answer.old, asked), allowed(answer, said))
      },
    ),
    { numRuns: 2000 },
  )
})

test('each allowance ends where it says', () => {
  assert.equal(done('max-age=60', 59), 'hit')
  assert.equal(done('max-age=60', 60), 'send')
  assert.equal(done('max-age=60', 50, 'min-fresh=10'), 'hit')
  assert.equal(done('max-age=60', 50, 'min-fresh=11'), 'send')
  assert.equal(done('max-age=60', 30, 'max-age=30'), 'hit')
  assert.equal(done('max-age=60', 31, 'max-age=30'), 'send')
  assert.equal(done('max-age=60, stale-while-revalidate=5', 64), 'stale')
  assert.equal(done('max-age=60, stale-while-revalidate=5', 65), 'send')
  assert.equal(done('max-age=60, stale-while-revalidate=5', 61, 'min-fresh=1'), 'send')
  assert.equal(done('max-age=60, stale-while-revalidate=5', 61, 'max-age=99'), 'send')
  assert.equal(done('max-age=60', 70, 'max-stale=10'), 'stale')
  assert.equal(done('max-age=60', 65, 'max-stale=10, min-fresh=1'), 'send')
  assert.equal(done('max-age=60', 65, 'max-stale=10, max-age=64'), 'send')
})

test('a request with no-cache, or with Pragma: no-cache alone, asks', () => {
  assert.equal(done('max-age=60', 1, 'no-cache'), 'send')
  assert.equal(
    serve(asking({ fields: { pragma: 'no-cache' } }), [kept(control('max-age=60'))], false, at(1)).do,
    'send',
  )
})

test('a reload asks, unless the answer is immutable; a forced reload always does (RFC 8246)', () => {
  assert.equal(done('max-age=60', 1, 'max-age=0'), 'send')
  assert.equal(done('max-age=60', 0, 'max-age=0'), 'send')
  assert.equal(done('max-age=60, immutable', 1, 'max-age=0'), 'hit')
  assert.equal(done('max-age=60, immutable', 61, 'max-age=0'), 'send')
  assert.equal(done('max-age=60, immutable', 1, 'no-cache'), 'send')
})

test('a stale answer that is being renewed meanwhile says so', () => {
  const one = kept(control('max-age=60, stale-while-revalidate=30'))
  const action = as('serve', serve(asking(), [one], false, at(63)))
  assert.deepEqual([action.is, action.renewBehind, action.fields.age], ['stale', true, '63'])
  assert.equal(action.reason, 'stale for 3 s; the server allows that while heed asks anew (stale-while-revalidate)')
})

test('the call that renews it asks, or takes what somebody else has renewed', () => {
  const one = kept({ ...control('max-age=60, stale-while-revalidate=30'), etag: '"a"' })
  const facts = { behind: true }
  const send = as('send', serve(asking({ facts, fields: control('max-stale') }), [one], false, at(63)))
  assert.deepEqual(send.fields, { 'if-none-match': '"a"' })
  assert.equal(as('serve', serve(asking({ facts }), [one], false, at(3))).is, 'hit')
  // It asks for the cache's sake, so what the caller has does not matter.
  const own = as('send', serve(asking({ facts, fields: { 'if-none-match': '"b"' } }), [one], false, at(63)))
  assert.deepEqual(own.fields, { 'if-none-match': '"a"' })
})

test('max-stale allows a stale answer, and says who did', () => {
  const one = kept(control('max-age=60'))
  const action = as('serve', serve(asking({ fields: control('max-stale=10') }), [one], false, at(65)))
  assert.deepEqual([action.is, action.renewBehind], ['stale', false])
  assert.equal(action.reason, 'stale for 5 s; the caller allows that (max-stale)')
  assert.equal(done('max-age=60', 71, 'max-stale=10'), 'send')
  assert.equal(done('max-age=60', 99_999, 'max-stale'), 'stale')
  assert.equal(done('max-age=60, must-revalidate', 65, 'max-stale=10'), 'send')
})

test('with a clock that went back nothing is fresh', () => {
  assert.equal(done('max-age=60, stale-while-revalidate=30', -1), 'send')
  assert.equal(done('max-age=60', -1, 'max-stale'), 'stale')
})

test('only-if-cached sends nothing', () => {
  const action = as('make', serve(asking({ fields: control('only-if-cached') }), NONE, true, at(0)))
  assert.deepEqual([action.status, action.stopped], [504, 'only-if-cached'])
  assert.equal(done('max-age=60', 61, 'only-if-cached'), 'make')
  assert.equal(done('max-age=60', 1, 'only-if-cached'), 'hit')
  const stale = kept(control('max-age=60, stale-while-revalidate=30'))
  const served = as('serve', serve(asking({ fields: control('only-if-cached') }), [stale], false, at(61)))
  assert.equal(served.renewBehind, false)
  assert.equal(served.reason, 'stale for 1 s; the server allows that (stale-while-revalidate)')
})

test('an equal request under way is waited for, five times at most', () => {
  assert.equal(serve(asking(), NONE, true, at(0)).do, 'join')
  assert.equal(serve(asking(), [kept(control('max-age=60'))], true, at(61)).do, 'join')
  assert.equal(serve(asking({ facts: { joins: 4 } }), NONE, true, at(0)).do, 'join')
  assert.equal(serve(asking({ facts: { joins: 5 } }), NONE, true, at(0)).do, 'send')
})

test('nobody joins who wants another answer, the server itself, or the first bytes at once', () => {
  const alone = [
    asking({ method: 'HEAD' }),
    asking({ stream: true }),
    asking({ fields: control('no-cache') }),
    asking({ fields: control('max-age=0') }),
    asking({ fields: { range: 'bytes=0-4' } }),
    asking({ fields: { 'if-none-match': '"a"' } }),
    asking({ facts: { plain: true } }),
  ]
  for (const exchange of alone) assert.equal(serve(exchange, NONE, true, at(0)).do, 'send')
  // Every use has to be validated, so the one ahead brings nothing to the next.
  const one = kept({ ...control('no-cache'), etag: '"a"' })
  assert.equal(serve(asking(), [one], true, at(0)).do, 'send')
})

test('after a 304 that confirmed nothing the whole is asked for plainly', () => {
  const one = kept({ ...control('max-age=60'), etag: '"a"' })
  assert.equal(as('send', serve(asking({ facts: { plain: true } }), [one], false, at(61))).fields, null)
  assert.equal(as('send', serve(asking(), [one], false, at(61))).asked[0], one)
})

test("the caller's own conditional request goes out as it is when nothing is usable", () => {
  const one = kept({ ...control('max-age=60'), etag: '"a"', 'last-modified': dateAt(-99) })
  for (const fields of [{ 'if-none-match': '"b"' }, { 'if-modified-since': dateAt(-99) }]) {
    const action = serve(asking({ fields }), [one], false, at(61))
    assert.deepEqual(action, { do: 'send', fields: null, asked: [], completing: false })
  }
})

test('a kept redirect without its body serves only those who follow it', () => {
  const one = kept({ ...control('max-age=60'), location: '/b' }, { status: 301, hasBody: false, bodyBytes: 0 })
  assert.equal(as('serve', serve(asking(), [one], false, at(1))).status, 301)
  for (const redirect of ['manual', 'error'] as const) {
    assert.equal(serve(asking({ redirect }), [one], false, at(1)).do, 'send')
  }
})
