import assert from 'node:assert/strict'
import type { Exchange } from '../src/exchange.ts'
import type { Line } from '../src/testing/script.ts'
import type { Seen } from '../src/testing/scripted-transport.ts'
import type { Heart } from './heart.ts'

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY'])
/** By specification the server did not act: these two codes, and no other, let any method go again. */
const NOT_ACTED = new Set([421, 425])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** What one answer asks for, worked out apart from the code under test. */
export interface Asked {
  readonly line: Line
  /** The least time before another request, in milliseconds. */
  readonly pauseMs: number
}

/** What the promises depend on, of the call that is checked. */
export interface CallCase {
  readonly body: 'none' | 'bytes' | 'one-shot' | 'factory'
  readonly keyed: boolean
  readonly replayable: boolean
  readonly attempts: number
  readonly maxRedirects: number
  readonly deadlineMs: number
  readonly maxWaitMs: number
  /** Resends that each request earns. */
  readonly ratio: number
  /** When the caller aborts; null: never. */
  readonly abortMs: number | null
}

const askedAt = (script: readonly Asked[], index: number) => script[Math.min(index, script.length - 1)] as Asked

/** Did the answer of this line come to the client before the attempt was given up? */
const headed = (seen: Seen): boolean => seen.disposal !== null

function checkTimes({ exchange, clock, transport }: Heart, call: CallCase): void {
  const spentMs = clock.steadyMs() - exchange.startMs
  assert.ok(spentMs <= call.deadlineMs + 1, `it took ${spentMs} ms of ${call.deadlineMs}`)
  if (call.abortMs !== null) assert.ok(spentMs <= Math.max(call.abortMs, 0) + 1, 'an abort ends it at once')
  for (const { atMs } of transport.seen) assert.ok(atMs - exchange.startMs < call.deadlineMs, 'nothing sent too late')
  for (const entry of exchange.trail ?? []) {
    if (entry.what === 'wait') assert.ok(entry.waitMs <= call.maxWaitMs, `a wait of ${entry.waitMs} ms`)
  }
}

function checkCounts({ exchange, transport }: Heart, call: CallCase): void {
  const { attempts, maxRedirects } = call
  const sends = transport.seen.length
  const repairs = (exchange.trail ?? []).filter(entry => entry.what === 'send' && /what was missing/.test(entry.reason))
  assert.ok(repairs.length <= (exchange.repaired ? 1 : 0), 'one repair at most')
  assert.ok(sends <= attempts + maxRedirects + repairs.length, `${sends} sends`)
  assert.ok(exchange.hop <= maxRedirects && exchange.attempt <= attempts)
  assert.equal(
    sends,
    sends === 0 ? 0 : exchange.attempt + exchange.hop + repairs.length - (unsentHop(exchange) ? 1 : 0),
  )
}

/** At each decision to send again, the resends to the origin in the last ten seconds are earned by its other requests then. */
function checkBudget({ exchange }: Heart, call: CallCase): void {
  const { trail, startMs } = exchange
  const resends: { origin: string; second: number }[] = []
  const requests: typeof resends = []
  let origin = ''
  // What an origin asked of all calls is no decision to send again.
  const own = (trail ?? []).filter(entry => !(entry.what === 'wait' && entry.rule === 'manners'))
  for (const [index, entry] of own.entries()) {
    const second = Math.floor((startMs + entry.atMs) / 1000)
    const before = own[index - 1]
    if (entry.what === 'send') origin = new URL(entry.url).origin
    if (entry.what === 'send' && (before === undefined || before.what === 'hop')) requests.push({ origin, second })
    if (entry.what !== 'wait' || entry.rule === 'follow') continue
    resends.push({ origin, second })
    const recent = (list: typeof resends) =>
      list.filter(each => each.origin === origin && each.second > second - 10).length
    assert.ok(recent(resends) <= recent(requests) * call.ratio, 'resends within the budget')
  }
}

/** It went to another address, but the deadline or an abort came before the send. */
const unsentHop = ({ trail }: Exchange): boolean => {
  const last = (trail ?? []).findLast(entry => entry.what === 'hop' || entry.what === 'send')
  return last?.what === 'hop'
}

/** No secret at an origin it was not meant for, nor after a detour over one. */
function checkSecrets({ transport }: Heart): void {
  let detoured = false
  for (const { request } of transport.seen) {
    detoured ||= request.url.origin !== 'https://a.test'
    if (detoured) assert.ok(!JSON.stringify(request.fields).includes('canary'), `leak to ${request.url}`)
    else assert.ok(JSON.stringify(request.fields).includes('canary'), 'its own origin still gets them')
    assert.equal(request.url.username + request.url.password, '', 'no user info')
    assert.equal(request.url.protocol, 'https:', 'never from https to http or elsewhere')
  }
}

/** The same request twice: only after a redirect, or when the first one did no harm. */
function checkReplays({ transport }: Heart, script: readonly Asked[], call: CallCase): void {
  for (const [index, { request }] of transport.seen.entries()) {
    const before = transport.seen[index - 1]
    if (before === undefined) continue
    const { line } = askedAt(script, index - 1)
    const redirected = headed(before) && 'status' in line && REDIRECTS.has(line.status)
    const oneShot = call.body === 'one-shot' && before.request.body !== null
    if (oneShot) assert.ok(request.body === null && redirected, 'a stream that is gone is not sent again')
    if (redirected) continue
    assert.deepEqual(
      [request.method, request.url.href, request.fields],
      [before.request.method, before.request.url.href, before.request.fields],
    )
    const harmless = IDEMPOTENT.has(request.method) || call.keyed || call.replayable
    assert.ok(harmless || surelyNotProcessed(line, before), `${request.method} may have been processed`)
    if (!headed(before) || 'fault' in line || line.status !== 421) continue
    assert.deepEqual([before.request.newConnection, request.newConnection], [false, true], 'once, and elsewhere')
  }
}

function surelyNotProcessed(line: Line, seen: Seen): boolean {
  if ('fault' in line) return !line.sent || (seen.aborted === null && line.fault === 'unprocessed')
  if (headed(seen)) return NOT_ACTED.has(line.status) || line.breaks === 'unprocessed'
  return false
}

function checkPauses({ transport }: Heart, script: readonly Asked[]): void {
  for (const [index, { atMs }] of transport.seen.entries()) {
    const before = transport.seen[index - 1]
    if (before === undefined) continue
    const { line, pauseMs } = askedAt(script, index - 1)
    // An answer that was kept asked for nothing; its body broke.
    if (before.disposal !== 'discard' || 'fault' in line) continue
    const headAtMs = before.atMs + (line.headMs ?? 0)
    // A timer of the transport may ring early, and with it the head comes early.
    assert.ok(atMs >= headAtMs - 1 + pauseMs, `sent ${atMs - headAtMs} ms after it was asked to wait ${pauseMs} ms`)
  }
}

function checkTrail({ exchange, transport }: Heart): void {
  const { trail, failure, answer, fault } = exchange
  if (trail === null) {
    assert.deepEqual([transport.seen.length, failure, fault], [1, null, null])
    assert.notEqual(answer, null)
    return
  }
  const sends = trail.flatMap(entry => (entry.what === 'send' ? [`${entry.atMs} ${entry.method}`] : []))
  const seen = transport.seen.map(each => `${each.atMs - exchange.startMs} ${each.request.method}`)
  assert.deepEqual(sends, seen, 'the trail tells exactly the sends that happened')
  assert.equal(trail.filter(entry => entry.what === 'end').length, 1)
  const last = trail.at(-1)
  assert.equal(last?.what === 'end' && last.outcome, failure === null ? 'delivered' : 'failed')
  const times = trail.map(entry => entry.atMs)
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
    'the trail never goes back in time',
  )
  const heads = transport.seen.filter(headed).length
  assert.equal(trail.filter(entry => entry.what === 'answer').length, heads)
  assert.ok(!JSON.stringify(trail).includes('canary'), 'no secret in the trail')
}

function checkEnd({ exchange, clock }: Heart): void {
  const { failure, answer, fault } = exchange
  if (failure === null) assert.ok(answer !== null && fault === null)
  else assert.ok(answer !== null || fault !== null, 'a failure has a cause')
  const streaming = failure === null && answer !== null && answer.stream !== null
  if (!streaming) assert.equal(clock.timersLeft, 0, 'no timer is left')
}

/** All that a call promises, whatever servers and networks did to it. */
export function checkPromises(played: Heart, script: readonly Asked[], call: CallCase): void {
  checkTimes(played, call)
  checkCounts(played, call)
  checkBudget(played, call)
  checkSecrets(played)
  checkReplays(played, script, call)
  checkPauses(played, script)
  checkTrail(played)
  checkEnd(played)
}
