import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { as, asking, CAME_MS, kept, seconds } from '../../../test/cache/kept.ts'
import type { Action, Fail, Wait } from '../../action.ts'
import type { Pause } from '../../manners.ts'
import type { FaultName, Origin } from '../../ports.ts'
import { stop } from '../stop.ts'
import { rescue } from './rescue.ts'

const ALLOWED = 'max-age=60, stale-if-error=30'
/** Steady time. */
const NOW_MS = 5_000
const failed = stop('retry', 'attempts', null)

interface Case {
  readonly answered?: string
  readonly said?: string
  readonly old?: number
  readonly status?: number | null
  readonly fault?: FaultName
  readonly behind?: boolean
}

function rescued({ answered = ALLOWED, said, old = 63, status = 503, fault, behind = false }: Case): Action | null {
  const fields: Record<string, string> = said === undefined ? {} : { 'cache-control': said }
  const exchange = asking({ fields, facts: { found: [kept({ 'cache-control': answered })], behind } })
  if (fault === undefined) return rescue(exchange, failed, NOW_MS, CAME_MS + seconds(old), status)
  exchange.fault = { kind: 'fault', name: fault, sent: true, cause: null }
  return rescue(exchange, stop('fault', 'final', null), NOW_MS, CAME_MS + seconds(old), null)
}

test('a server that fails is stood in for, where it has allowed that', () => {
  for (const status of [500, 502, 503, 504, 599]) {
    const action = as('serve', rescued({ status }))
    assert.deepEqual([action.status, action.is, action.renewBehind], [200, 'stale', false])
    const who = 'this is stale for 3 s, and the server allows that (stale-if-error)'
    assert.equal(action.reason, `the server failed (${status}); ${who}`)
  }
  for (const status of [404, 429, 401, 302]) assert.equal(rescued({ status }), null)
})

test('so is one that cannot be reached, but not a call that the caller ended or got wrong', () => {
  for (const fault of [
    'refused',
    'reset',
    'truncated',
    'attempt-timeout',
    'deadline',
    'unknown-host',
    'tls',
  ] as const) {
    assert.match(as('serve', rescued({ fault })).reason, new RegExp(`could not be asked \\(${fault}\\)`))
  }
  for (const fault of ['aborted', 'closed', 'request-body', 'unsendable', 'too-large', 'too-dense'] as const) {
    assert.equal(rescued({ fault }), null, fault)
  }
})

test('the caller may allow it too, and their number counts', () => {
  const action = as('serve', rescued({ answered: 'max-age=60', said: 'stale-if-error=10' }))
  assert.match(action.reason, /the caller allows that \(stale-if-error\)$/)
  assert.equal(rescued({ said: 'stale-if-error=2' }), null)
  assert.equal(rescued({ said: 'stale-if-error=0', old: 60 }), null)
  assert.equal(rescued({ said: 'no-cache, stale-if-error=10' })?.do, 'serve')
})

test('what forbids a stale answer goes before what allows it', () => {
  for (const forbids of ['must-revalidate', 'no-cache']) {
    assert.equal(rescued({ answered: `${ALLOWED}, ${forbids}` }), null)
    assert.equal(rescued({ answered: `${ALLOWED}, ${forbids}`, said: 'stale-if-error=99' }), null)
  }
  for (const said of ['no-cache', 'max-age=5', 'min-fresh=5']) assert.equal(rescued({ said }), null)
})

test('for all ages and allowances: exactly while it is allowed', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), fc.nat(50), (life, allowance, old) => {
      const action = rescued({ answered: `max-age=${life}, stale-if-error=${allowance}`, old })
      assert.equal(action !== null, allowance > 0 && old - life <= allowance)
    }),
  )
})

test('nobody waits for a call that only renews, so nothing stands in for it', () => {
  assert.equal(rescued({ behind: true }), null)
})

test('without a kept answer to this request it fails', () => {
  const found = [kept({ 'cache-control': ALLOWED, vary: 'foo' }, { varied: { foo: '1' } })]
  assert.equal(rescue(asking({ facts: { found } }), failed, NOW_MS, CAME_MS + seconds(63), 503), null)
  const { exchange } = { exchange: asking() }
  exchange.cache = null
  assert.equal(rescue(exchange, failed, NOW_MS, CAME_MS, 503), null)
})

const HELD: Wait = {
  do: 'wait',
  waitMs: 1,
  source: 'pause',
  rule: 'manners',
  reason: 'held by a pause',
  resend: false,
  to: null,
  hop: null,
}
const PAUSED = stop('manners', 'paused', 1)
const BROKEN = stop('manners', 'breaker', 1)

interface Held {
  readonly ending: Fail | Wait
  /** Who asked for the pause that is on; null: nobody. */
  readonly pausedBy?: 429 | 503 | null
  readonly open?: boolean
  /** What the call has heard so far. */
  readonly heard?: number | FaultName
}

/** Is what is kept used while a call is held? */
function helped({ ending, pausedBy = null, open = false, heard }: Held): boolean {
  const exchange = asking({ facts: { found: [kept({ 'cache-control': ALLOWED })] } })
  const origin = exchange.origin as { -readonly [Name in keyof Origin]: Origin[Name] }
  const pause: Pause = { untilMs: NOW_MS + 1, forMs: 9, source: 'retry-after', cause: '', failing: pausedBy === 503 }
  if (pausedBy !== null) origin.pause = pause
  if (open) origin.breaker = { state: 'open', untilMs: NOW_MS + 1, opens: 1 }
  if (typeof heard === 'string') exchange.fault = { kind: 'fault', name: heard, sent: true, cause: null }
  if (typeof heard === 'number') {
    const body = new Uint8Array()
    exchange.answer = { kind: 'answer', status: heard, statusText: '', fields: {}, body, stream: null, whole: true }
  }
  return rescue(exchange, ending, NOW_MS, CAME_MS + seconds(63), null) !== null
}

test('a call that is held since the server fails gets what is kept, whatever it has heard itself', () => {
  for (const heard of [undefined, 429, 503, 'reset'] as const) {
    const own = heard === undefined ? {} : { heard }
    assert.equal(helped({ ending: HELD, pausedBy: 503, ...own }), true)
    assert.equal(helped({ ending: PAUSED, pausedBy: 503, ...own }), true)
    assert.equal(helped({ ending: BROKEN, open: true, ...own }), true)
  }
})

test('a pause for a limit is waited out, and a place in a row too', () => {
  for (const heard of [undefined, 429, 503, 'reset'] as const) {
    const own = heard === undefined ? {} : { heard }
    assert.equal(helped({ ending: HELD, pausedBy: 429, ...own }), false)
    // Behind the pause, its breaker says nothing yet.
    assert.equal(helped({ ending: HELD, pausedBy: 429, open: true, ...own }), false)
    assert.equal(helped({ ending: { ...HELD, source: 'quota' }, ...own }), false)
  }
})

test('a call that may not wait for a limit ends with what it has heard; with nothing heard, what is kept helps', () => {
  for (const ending of [PAUSED, stop('manners', 'throttled', null)]) {
    for (const [heard, helps] of [
      [undefined, true],
      [503, true],
      ['reset', true],
      [429, false],
      [408, false],
      ['too-large', false],
    ] as const) {
      const own = heard === undefined ? {} : { heard }
      assert.equal(helped({ ending, pausedBy: 429, ...own }), helps, `${ending.stopped} ${heard}`)
      assert.equal(helped({ ending, ...own }), helps)
    }
  }
})

test('what a held call gets says why, and what it stands in for', () => {
  const exchange = asking({ facts: { found: [kept({ 'cache-control': ALLOWED })] } })
  const first = as('serve', rescue(exchange, PAUSED, NOW_MS, CAME_MS + seconds(63), null))
  const allowed = 'this is stale for 3 s, and the server allows that (stale-if-error)'
  assert.equal(first.reason, `the server was not asked (${PAUSED.reason}); ${allowed}`)
  assert.deepEqual([first.is, first.insteadOf, first.renewBehind], ['stale', 'paused', false])
  exchange.attempt = 1
  const second = as('serve', rescue(exchange, BROKEN, NOW_MS, CAME_MS + seconds(63), null))
  assert.match(second.reason, /^the server was not asked again \(too many calls/)
})
