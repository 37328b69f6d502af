import type { Hop, Wait } from './action.ts'
import type { Exchange } from './exchange.ts'
import type { CacheFacts } from './keeping.ts'
import { tell } from './listener.ts'
import type { WireFault } from './ports.ts'
import { FAULTS } from './rules/faults.ts'
import { shownUrl } from './shown-url.ts'
import { lookup } from './status/lookup.ts'
import type {
  Answered,
  Ended,
  Hopped,
  Joined,
  Noted,
  Renewed,
  Reused,
  Sent,
  Trail,
  TrailEntry,
  Waited,
} from './trail.ts'
import type { CallStep } from './watch.ts'

/**
 * Writes the trail. While nothing happened but one request there is none: it is born at the first event that does not
 * end the call, with the request that came before it. `drive` alone calls these.
 */
export function record(exchange: Exchange, entry: TrailEntry): void {
  exchange.trail ??= exchange.attempt > 0 && entry.what !== 'send' ? [sendEntry(exchange)] : []
  exchange.trail.push(entry)
  tell(exchange.plan.onTrail, entry)
  if (exchange.watched !== null && isStep(entry)) exchange.watched.step(entry)
}

/** What is not told of a send or of the end of the call anyway. */
const isStep = (entry: TrailEntry): entry is CallStep['entry'] =>
  entry.what !== 'send' && entry.what !== 'answer' && entry.what !== 'fault' && entry.what !== 'end'

export function sendEntry(exchange: Exchange): Sent {
  const { request, attempt, hop } = exchange
  const atMs = exchange.sentMs - exchange.startMs
  return {
    what: 'send',
    atMs,
    rule: 'caller',
    reason: whySent(exchange),
    method: request.method,
    url: shownUrl(request.url),
    attempt,
    hop,
  }
}

function whySent({ trail, hop, attempt }: Exchange): string {
  const before = trail?.at(-1)
  if (before?.what === 'hop') return `redirect ${hop}`
  if (before?.what === 'renew') return 'once more, with renewed credentials'
  if (before?.what === 'answer' && before.verb === 'repair') return 'once more, with what was missing'
  if (before?.what === 'answer') return 'once more, for the whole'
  return attempt > 1 ? `attempt ${attempt}` : 'the call begins'
}

export function noteEntry(exchange: Exchange, status: number, nowMs: number): Noted {
  const phrase = lookup(status)?.phrase ?? ''
  const reason = 'news on the way; the final answer is still to come'
  return { what: 'note', atMs: nowMs - exchange.startMs, rule: 'note', reason, status, phrase }
}

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
  return { what: 'fault', atMs, rule: 'fault', reason: FAULTS[fault.name].meaning, fault: fault.name, tookMs }
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

/** Why a kept answer was used, or not, in words for people. */
export function cacheReason({ reason, used, ageMs }: CacheFacts): string {
  if (reason !== '' || used === null || ageMs === null) return reason
  return `fresh for ${Math.floor((used.freshMs - ageMs) / 1000)} s more`
}

/** After the exchange has the kept answer at hand. */
export function reusedEntry({ startMs }: Exchange, facts: CacheFacts, status: number, nowMs: number): Reused {
  return reusedLine(facts, status, nowMs - startMs)
}

function reusedLine(facts: CacheFacts, status: number, atMs: number): Reused {
  return {
    what: 'cache',
    atMs,
    rule: 'reuse',
    reason: cacheReason(facts),
    is: facts.is === 'miss' ? 'hit' : facts.is,
    status,
    phrase: lookup(status)?.phrase ?? '',
    ageMs: facts.ageMs ?? 0,
  }
}

export function joinedEntry({ startMs }: Exchange, fromMs: number, nowMs: number): Joined {
  const reason = 'an equal request was under way, whose answer may serve this one too'
  return { what: 'join', atMs: fromMs - startMs, rule: 'reuse', reason, waitedMs: nowMs - fromMs }
}

export function renewedEntry(
  { startMs }: Exchange,
  renewed: boolean,
  reason: string,
  fromMs: number,
  nowMs: number,
): Renewed {
  const outcome = renewed ? 'renewed' : 'failed'
  return { what: 'renew', atMs: fromMs - startMs, rule: 'renew', reason, outcome, tookMs: nowMs - fromMs }
}

export function endEntry(atMs: number, rule: Ended['rule'], reason: string, outcome: Ended['outcome']): Ended {
  return { what: 'end', atMs, rule, reason, outcome }
}

/** The trail of a call in which nothing happened but one kept answer. */
export function hitTrail(facts: CacheFacts, status: number): Trail {
  return [reusedLine(facts, status, 0), endEntry(0, 'use', 'the answer is the result', 'delivered')]
}

/** The trail of a call in which nothing happened but one request and its answer, made only when somebody asks. */
export function plainTrail(method: string, url: URL, status: number, tookMs: number): Trail {
  const send: Sent = {
    what: 'send',
    atMs: 0,
    rule: 'caller',
    reason: 'the call begins',
    method,
    url: shownUrl(url),
    attempt: 1,
    hop: 0,
  }
  return [send, answerLine(status, tookMs, tookMs), endEntry(tookMs, 'use', 'the answer is the result', 'delivered')]
}
