import { lookup } from '#edition/status/lookup'
import { USE } from '../action.ts'
import type { Exchange } from '../exchange.ts'
import type { CacheFacts } from '../keeping.ts'
import type { Joined, Renewed, Reused, Trail } from '../trail.ts'
import { endEntry } from './recorder.ts'

/** The lines of the trail for what a call does beside sending: kept answers, equal requests, credentials. */

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

/** The trail of a call in which nothing happened but one kept answer; null: none was used. */
export function keptTrail(facts: CacheFacts | null, status: number): Trail | null {
  if (facts?.served !== true) return null
  return [reusedLine(facts, status, 0), endEntry(0, 'use', USE.reason, 'delivered')]
}
