import { faultWords, sendWords } from '#edition/rules/words'
import { lookup } from '#edition/status/lookup'
import { type Hop, USE, type Wait } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import { tell } from '../listener.ts'
import type { WireFault } from '../ports.ts'
import { shownUrl } from '../shown-url.ts'
import type { Answered, Ended, Hopped, Sent, Trail, TrailEntry, Waited } from '../trail.ts'

/**
 * Writes the trail. While nothing happened but one request there is none: it is born at the first event that does not
 * end the call, with the request that came before it. `drive` alone calls these.
 */
export function record(exchange: Exchange, entry: TrailEntry): void {
  exchange.trail ??= exchange.attempt > 0 && entry.what !== 'send' ? [sendEntry(exchange)] : []
  exchange.trail.push(entry)
  tell(exchange.plan.onTrail, entry)
  exchange.watched?.step(entry)
}

export function sendEntry(exchange: Exchange): Sent {
  const { request, attempt, hop, trail } = exchange
  const reason = sendWords(trail?.at(-1), hop, attempt)
  return sendLine(exchange.sentMs - exchange.startMs, reason, request.method, request.url, attempt, hop)
}

const sendLine = (atMs: number, reason: string, method: string, url: URL, attempt: number, hop: number): Sent => ({
  what: 'send',
  atMs,
  rule: 'caller',
  reason,
  method,
  url: shownUrl(url),
  attempt,
  hop,
})

export function answerEntry(exchange: Exchange, status: number, nowMs: number): Answered {
  return answerLine(status, nowMs - exchange.startMs, nowMs - exchange.sentMs)
}

function answerLine(status: number, atMs: number, tookMs: number): Answered {
  const row = lookup(status)
  const verb = row?.verb ?? 'stop'
  return {
    what: 'answer',
    atMs,
    rule: verb,
    reason: row?.meaning ?? '',
    status,
    phrase: row?.phrase ?? '',
    verb,
    tookMs,
  }
}

export function faultEntry(exchange: Exchange, fault: WireFault, nowMs: number): TrailEntry {
  const atMs = nowMs - exchange.startMs
  const tookMs = nowMs - exchange.sentMs
  return { what: 'fault', atMs, rule: 'fault', reason: faultWords(fault.name).meaning, fault: fault.name, tookMs }
}

export function waitEntry(exchange: Exchange, wait: Wait, nowMs: number): Waited {
  const { rule, reason, waitMs, source } = wait
  return { what: 'wait', atMs: nowMs - exchange.startMs, rule, reason, waitMs, source }
}

/** After the exchange has turned to the new address. */
export function hopEntry(exchange: Exchange, hop: Hop, nowMs: number): Hopped {
  const { method, url } = exchange.request
  const { status, dropped, reason } = hop
  const atMs = nowMs - exchange.startMs
  return { what: 'hop', atMs, rule: 'follow', reason, status, method, url: shownUrl(url), dropped }
}

export function endEntry(atMs: number, rule: Ended['rule'], reason: string, outcome: Ended['outcome']): Ended {
  return { what: 'end', atMs, rule, reason, outcome }
}

/** The trail of a call in which nothing happened but one request and its answer, made only when somebody asks. */
export function plainTrail(method: string, url: URL, status: number, tookMs: number): Trail {
  const send = sendLine(0, sendWords(undefined, 0, 1), method, url, 1, 0)
  return [send, answerLine(status, tookMs, tookMs), endEntry(tookMs, 'use', USE.reason, 'delivered')]
}
