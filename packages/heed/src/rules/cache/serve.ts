import { type Action, JOIN, type Make, SEND, type Serve } from '../../action.ts'
import type { Exchange } from '../../exchange.ts'
import type { CacheControl } from '../../fields/cache-control.ts'
import type { Kept } from '../../keeping.ts'
import { GATEWAY_TIMEOUT } from '../../status/own.ts'
import { choose } from './choose.ts'
import { ageMs, isFresh } from './freshness.ts'
import { present } from './present.ts'
import { askForRest } from './rest.ts'
import { staleForMs } from './stale.ts'
import { askWhetherChanged } from './validate.ts'
import { asksIfChanged, wishesOf } from './wishes.ts'

/** After so many equal requests that left nothing to use, a call asks for itself. */
const MOST_JOINS = 5

const NOTHING_KEPT: Make = Object.freeze({ do: 'make', status: GATEWAY_TIMEOUT, stopped: 'only-if-cached' })

/**
 * Before a send (RFC 9111 section 4): a kept answer if it may be used as it is; else the answer that an equal request
 * is about to bring; else the server is asked, with what is kept to compare with.
 */
export function serve(exchange: Exchange, found: readonly Kept[], ahead: boolean, wallMs: number): Action {
  const wishes = wishesOf(exchange.request.fields)
  const kept = choose(exchange, found)
  const served = kept === null ? null : useAsItIs(exchange, kept, wishes, wallMs)
  if (served !== null) return served
  if (wishes.onlyIfCached) return NOTHING_KEPT
  if (ahead && mayJoin(exchange, kept, wishes)) return JOIN
  const facts = exchange.cache
  if (facts?.plain === true) return SEND
  // The caller's own validators mean what the caller has, so a 304 must come to the caller.
  if (asksIfChanged(exchange.request.fields) && facts?.behind !== true) return SEND
  return askWhetherChanged(exchange, found, kept) ?? askForRest(exchange, found, wishes, wallMs) ?? SEND
}

/** Null: the server has to be asked first. */
function useAsItIs(exchange: Exchange, kept: Kept, wishes: CacheControl, wallMs: number): Serve | null {
  const { head } = kept
  if (isJustCompleted(exchange, kept)) {
    return present(exchange, kept, wallMs, 'validated', 'the server has just sent the rest of it')
  }
  if (head.noCache || wishes.noCache) return null
  if (!isFresh(head, wallMs)) return useStale(exchange, kept, wishes, wallMs)
  const oldMs = ageMs(head, wallMs)
  const leftMs = head.freshMs - oldMs
  if (wishes.minFreshSeconds !== null && leftMs < wishes.minFreshSeconds * 1000) return null
  // RFC 8246 section 2: while it is fresh, a reload (max-age=0) asks nothing; only a forced one (no-cache) does.
  if (!head.immutable && isTooOld(oldMs, wishes)) return null
  // How long it stays fresh is put into words when somebody asks.
  return present(exchange, kept, wallMs, 'hit', '')
}

/** Its rest was asked for and came, which says by If-Range that its beginning is still good. */
function isJustCompleted({ cache }: Exchange, kept: Kept): boolean {
  const part = cache?.completing === true && cache.plain ? cache.asked[0] : undefined
  return part !== undefined && part.id !== kept.id && part.head.fields.etag === kept.head.fields.etag
}

/** A caller who says max-age=0 wants the server's word, however fast two calls follow each other. */
function isTooOld(oldMs: number, { maxAgeSeconds }: CacheControl): boolean {
  return maxAgeSeconds !== null && (maxAgeSeconds === 0 || oldMs > maxAgeSeconds * 1000)
}

/** Only where the server does not forbid it (RFC 9111 section 4.2.4), and one of both allows it. */
function useStale(exchange: Exchange, kept: Kept, wishes: CacheControl, wallMs: number): Serve | null {
  const { head } = kept
  if (head.mustRevalidate || exchange.cache?.behind === true || wishes.minFreshSeconds !== null) return null
  const staleMs = staleForMs(head, wallMs)
  const { maxAgeSeconds, maxStaleSeconds, onlyIfCached } = wishes
  // A clock that went back hides its age too.
  const oldMs = staleMs === Number.POSITIVE_INFINITY ? staleMs : ageMs(head, wallMs)
  if (maxStaleSeconds !== null && staleMs <= maxStaleSeconds * 1000 && !isTooOld(oldMs, wishes)) {
    return present(exchange, kept, wallMs, 'stale', `stale for ${seconds(staleMs)}; the caller allows that (max-stale)`)
  }
  // RFC 9111 section 5.2.1.1: who says max-age and not max-stale wants nothing stale.
  if (maxAgeSeconds !== null || staleMs >= head.staleWhileRevalidateMs) return null
  const meanwhile = onlyIfCached ? '' : ' while heed asks anew'
  const reason = `stale for ${seconds(staleMs)}; the server allows that${meanwhile} (stale-while-revalidate)`
  return present(exchange, kept, wallMs, 'stale', reason, undefined, !onlyIfCached)
}

/**
 * Would the answer to an equal request under way do? Not for a caller who wants the first bytes at once (stream):
 * waiting would bring them only after the last. Nor for one who wants another answer than the one under way, or the
 * server's word.
 */
function mayJoin({ cache, plan, request }: Exchange, kept: Kept | null, wishes: CacheControl): boolean {
  if (cache === null || cache.plain || cache.joins >= MOST_JOINS || plan.stream) return false
  const { method, fields } = request
  if (method !== 'GET' || fields.range !== undefined || asksIfChanged(fields)) return false
  return !wishes.noCache && wishes.maxAgeSeconds !== 0 && kept?.head.noCache !== true
}

const seconds = (ms: number): string =>
  ms === Number.POSITIVE_INFINITY ? 'an unknown time' : `${Math.floor(ms / 1000)} s`
