import type { Action, Fail } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { CacheControl } from '../../fields/cache-control.ts'
import type { KeptHead } from '../../keeping.ts'
import { lookup } from '../../status/lookup.ts'
import { FAULTS } from '../faults.ts'
import { choose } from './choose.ts'
import { present } from './present.ts'
import { staleForMs } from './stale.ts'
import { wishesOf } from './wishes.ts'

/**
 * A call would end because the server or the way to it fails: the kept answer instead, when the server allowed that or
 * the caller does (stale-if-error, RFC 5861 section 4). `status` is that of the answer at hand; null when the wire
 * failed. Null: it fails.
 */
export function rescue(exchange: Exchange, failed: Fail, wallMs: number, status: number | null): Action | null {
  const { cache, request } = exchange
  if (cache === null || cache.behind) return null
  const what = whatFailed(exchange, failed, status)
  const kept = what === null ? null : choose(exchange, cache.found)
  if (kept === null) return null
  const { head } = kept
  const wishes = wishesOf(request.fields)
  const staleMs = staleForMs(head, wallMs)
  // RFC 9111 section 4.2.4: what these two forbid, no extension allows.
  if (head.noCache || head.mustRevalidate || staleMs > windowMs(head, wishes)) return null
  const who = wishes.staleIfErrorSeconds === null ? 'the server' : 'the caller'
  const howOld = staleMs === 0 ? 'fresh' : `stale for ${Math.floor(staleMs / 1000)} s`
  return present(exchange, kept, wallMs, 'stale', `${what}; this is ${howOld}, and ${who} allows that (stale-if-error)`)
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

/** In words, what a kept answer may stand in for; null: nothing of that kind. */
function whatFailed({ fault }: Exchange, { rule }: Fail, status: number | null): string | null {
  if (status !== null) return lookup(status)?.kind === 'server error' ? `the server failed (${status})` : null
  if (rule !== 'fault' || fault === null) return null
  const { name } = fault
  const { who } = FAULTS[name]
  // With an answer kept from it, a host that is unknown now is no misspelling of the caller's.
  const isOutside = who === 'network' || who === 'server' || name === 'deadline' || name === 'unknown-host'
  return isOutside ? `the server could not be asked (${name})` : null
}
