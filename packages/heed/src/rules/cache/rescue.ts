import type { Action, Fail, Wait } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { CacheControl } from '../../fields/cache-control.ts'
import type { KeptHead } from '../../keeping.ts'
import type { WireFault } from '../../ports.ts'
import { lookup } from '../../status/lookup.ts'
import { FAULTS } from '../faults.ts'
import { isHeldAsFailing } from '../manners/failing.ts'
import { choose } from './choose.ts'
import { present } from './present.ts'
import { staleForMs } from './stale.ts'
import { wishesOf } from './wishes.ts'

/**
 * A call would end because the server or the way to it fails, or it is held as the server did so lately: the kept answer
 * instead, when the server allowed that or the caller does (stale-if-error, RFC 5861 section 4). `status` is that of the
 * answer at hand; null when the wire failed, or nothing was sent. Null: it fails, or waits.
 */
export function rescue(
  exchange: Exchange,
  ending: Fail | Wait,
  nowMs: number,
  wallMs: number,
  status: number | null,
): Action | null {
  const { cache, request } = exchange
  if (cache === null || cache.behind) return null
  const what = whatFailed(exchange, ending, nowMs, status)
  const kept = what === null ? null : choose(exchange, cache.found)
  if (kept === null) return null
  const { head } = kept
  const wishes = wishesOf(request.fields)
  const staleMs = staleForMs(head, wallMs)
  // RFC 9111 section 4.2.4: what these two forbid, no extension allows.
  if (head.noCache || head.mustRevalidate || staleMs > windowMs(head, wishes)) return null
  const who = wishes.staleIfErrorSeconds === null ? 'the server' : 'the caller'
  const howOld = staleMs === 0 ? 'fresh' : `stale for ${Math.floor(staleMs / 1000)} s`
  const reason = `${what}; this is ${howOld}, and ${who} allows that (stale-if-error)`
  const insteadOf = ending.do === 'fail' ? ending.stopped : null
  return { ...present(exchange, kept, wallMs, 'stale', reason), insteadOf }
}

/**
 * For how long after its freshness it may be used; -1: not at all. Who wants a fresh answer only gets no stale one
 * unasked.
 */
function windowMs(head: KeptHead, wishes: CacheControl): number {
  const { staleIfErrorSeconds, maxAgeSeconds, minFreshSeconds, noCache } = wishes
  if (staleIfErrorSeconds !== null) return staleIfErrorSeconds === 0 ? -1 : staleIfErrorSeconds * 1000
  const wantsFresh = noCache || maxAgeSeconds !== null || minFreshSeconds !== null
  return wantsFresh || head.staleIfErrorMs === 0 ? -1 : head.staleIfErrorMs
}

/**
 * In words, what a kept answer may stand in for; null: nothing of that kind. A wait of the call's own is waited, since
 * attempts come first; one that the failing server asked of everybody is not.
 */
function whatFailed(exchange: Exchange, ending: Fail | Wait, nowMs: number, status: number | null): string | null {
  const { origin, fault, attempt } = exchange
  if (ending.do === 'wait' && !isHeldAsFailing(origin, nowMs)) return null
  if (status !== null) return isError(status) ? `the server failed (${status})` : null
  if (ending.rule === 'fault') {
    return fault !== null && isOutside(fault) ? `the server could not be asked (${fault.name})` : null
  }
  if (ending.rule !== 'manners' || !isErrorToBeHeld(exchange, nowMs)) return null
  return `the server was not asked${attempt > 0 ? ' again' : ''} (${ending.reason})`
}

/**
 * Is it an error that a call is held? It is while the server fails. A limit is none; but a call that may not wait for it
 * ends with what it has heard, and one that has heard nothing could not ask at all: a cache says 504 then, which is among
 * the errors of RFC 5861.
 */
function isErrorToBeHeld({ origin, fault, answer }: Exchange, nowMs: number): boolean {
  if (isHeldAsFailing(origin, nowMs)) return true
  if (fault !== null) return isOutside(fault)
  return answer === null || isError(answer.status)
}

const isError = (status: number): boolean => lookup(status)?.kind === 'server error'

function isOutside({ name }: WireFault): boolean {
  const { who } = FAULTS[name]
  // With an answer kept from it, a host that is unknown now is no misspelling of the caller's.
  return who === 'network' || who === 'server' || name === 'deadline' || name === 'unknown-host'
}
