/**
 * What a call does with the cache, step by step: plain writing on the exchange, no decision and no waiting. The
 * decisions are the cache's rules; `drive` alone calls these and waits for what the store takes its time with.
 */
import { type Action, type Event, LOOKED, type Looked, type Serve } from '../action.ts'
import { Exchange } from '../exchange.ts'
import { NOTHING, newFacts } from '../facts.ts'
import type { Cache, CacheFacts, Keeping, Kept } from '../keeping.ts'
import type { FieldRecord, WireAnswer } from '../ports.ts'
import { lookup } from '../status/lookup.ts'

/** The address that answers are kept under: a fragment is not sent (RFC 9110 section 4.2.5). */
export function cacheUrl({ request }: Exchange): string {
  const { href } = request.url
  const hash = href.indexOf('#')
  return hash === -1 ? href : href.slice(0, hash)
}

/** Asks the store what it has for the request that is about to go out. */
export function lookUp(exchange: Exchange, facts: CacheFacts): Looked | Promise<Looked> {
  const { cache } = exchange.plan
  if (cache === null) return LOOKED
  facts.found = NOTHING
  facts.served = false
  const passing = cache.rules.passesBy(exchange)
  facts.whose = passing === null ? cache.rules.whose(exchange.request.fields) : null
  if (facts.whose === null) {
    facts.reason = passing ?? ''
    return seen(exchange, null)
  }
  const found = cache.find(cacheUrl(exchange), facts.whose)
  return found instanceof Promise ? found.then(kept => seen(exchange, kept)) : seen(exchange, found)
}

/**
 * The body of a kept answer turned out to be gone: the same look once more, without it. Where it was to stand in for a
 * failure, that is asked about once more instead: to send again now would be too early.
 */
export function lookUpWithout(exchange: Exchange, gone: Serve, judged: Event): Event {
  const left = exchange.cache?.found.filter(kept => kept.id !== gone.kept.id) ?? null
  const looked = seen(exchange, left)
  return gone.is === 'stale' && judged.is !== 'looked' ? judged : looked
}

function seen(exchange: Exchange, found: readonly Kept[] | null): Looked {
  if (exchange.cache !== null) exchange.cache.found = found ?? NOTHING
  return { is: 'looked', found, ahead: false, wallMs: exchange.plan.clock.wallMs() }
}

/** Asked at the last moment: calls whose stores answered together must not all find nobody ahead. */
export function withAhead(exchange: Exchange, event: Event): Event {
  if (event.is !== 'looked' || event.found === null) return event
  const { cache: facts, plan } = exchange
  // Whoever leads does not wait for itself.
  if (facts === null || facts.whose === null || facts.endLead !== null) return event
  const ahead = plan.cache?.ahead(cacheUrl(exchange), facts.whose) ?? null
  return ahead === null ? event : { ...event, ahead: true }
}

/** The answer that is at hand, as what `decide` is asked about. */
export function answerEvent(exchange: Exchange, status: number, fields: FieldRecord): Event {
  const stored = exchange.cache?.served === true
  return { is: 'answer', status, fields, wallMs: exchange.plan.clock.wallMs(), stored }
}

/** Another address: what was learnt of the one before says nothing of it. */
export function forgetAddress(exchange: Exchange): void {
  if (exchange.cache === null) return
  exchange.cache.plain = false
  exchange.cache.joins = 0
  exchange.cache.asked = NOTHING
  exchange.cache.completing = false
}

/** The request goes to the server after all. */
export function noteSend(exchange: Exchange, facts: CacheFacts, asked: readonly Kept[], completing: boolean): void {
  facts.drops = exchange.plan.cache?.drops(cacheUrl(exchange)) ?? 0
  facts.asked = asked
  facts.completing = completing
  facts.served = false
  facts.is = 'miss'
  facts.ageMs = null
  if (facts.whose === null) return
  if (asked.length > 0) facts.reason = completing ? 'only a part was kept' : 'what was kept had to be asked about'
  else facts.reason = facts.found.length > 0 ? 'what was kept did not fit, or was not wanted' : 'nothing was kept'
}

/** Who asks for the same right now; null: nobody. */
export function requestAhead(exchange: Exchange): Promise<void> | null {
  const { cache, plan } = exchange
  if (cache === null || cache.whose === null) return null
  cache.joins++
  return plan.cache?.ahead(cacheUrl(exchange), cache.whose) ?? null
}

/** Equal requests may wait for this one, unless its body goes to the caller piece by piece. */
export function lead(exchange: Exchange): void {
  const { cache: facts, plan, request } = exchange
  if (facts === null || plan.cache === null || facts.whose === null || facts.endLead !== null) return
  if (request.method === 'GET' && !plan.stream) facts.endLead = plan.cache.lead(cacheUrl(exchange), facts.whose)
}

export const NO_BYTES: Uint8Array = new Uint8Array()

/** The kept body, unless none of it is wanted; null when it is gone. */
export function readKept({ plan }: Exchange, { kept, slice }: Serve): Uint8Array | null | Promise<Uint8Array | null> {
  if (slice !== null && slice[0] === slice[1]) return NO_BYTES
  return plan.cache?.body(kept.id) ?? null
}

/** The kept answer as if it came from the wire. */
export function serveKept(exchange: Exchange, serve: Serve, kept: Uint8Array): WireAnswer {
  const { cache: facts, plan } = exchange
  const { head } = serve.kept
  if (serve.freshened.length > 0) for (const { id, head } of serve.freshened) plan.cache?.freshen(id, head)
  if (facts !== null) {
    facts.served = true
    facts.used = head
    facts.is = serve.is
    facts.reason = serve.reason
    facts.ageMs = serve.ageMs
    facts.kept = 'kept before'
  }
  // Refused here all the same, as far as throttling counts.
  if (serve.insteadOf === 'throttled') plan.ledger.want(exchange.origin, plan.clock.steadyMs())
  exchange.fault = null
  exchange.tookMs = 0
  const statusText = serve.status === head.status ? head.statusText : (lookup(serve.status)?.phrase ?? '')
  const body = serve.slice === null ? kept : kept.subarray(serve.slice[0], serve.slice[1])
  return {
    kind: 'answer',
    status: serve.status,
    statusText,
    fields: serve.fields,
    body,
    stream: null,
    whole: head.hasBody,
  }
}

/** An answer that heed makes itself. */
export function emptyAnswer(status: number): WireAnswer {
  return { kind: 'answer', status, statusText: '', fields: {}, body: NO_BYTES, stream: null, whole: true }
}

/** The call that brings a stale answer up to date while the caller already uses it. */
export function behind({ plan, request, origin, signed }: Exchange): Exchange {
  const quiet = { ...plan, stream: false, onTrail: null }
  // The caller's own conditions are about what the caller has.
  const { 'if-none-match': _tag, 'if-modified-since': _date, ...fields } = request.fields
  const exchange = new Exchange(quiet, { ...request, fields }, 'bytes', origin, plan.clock.steadyMs())
  exchange.cache = newFacts(true)
  if (signed !== null && exchange.signed !== null) Object.assign(exchange.signed, signed, { renewed: NOTHING })
  return exchange
}

/** Equal requests need not wait any longer. `kept` false: nor for the next one. */
export function endLead({ cache }: Exchange, kept: boolean): void {
  if (cache === null || cache.endLead === null) return
  cache.endLead(kept)
  cache.endLead = null
}

/** A head came: what it says of kept answers, and whether its own is kept. It is when it is final or leads elsewhere, not while it is only waited out. */
export function minded(
  exchange: Exchange,
  verdict: Action,
  status: number,
  statusText: string,
  fields: FieldRecord,
): Keeping | null {
  const { plan, cache: facts } = exchange
  if (plan.cache === null || facts === null) return null
  heedHead(exchange, plan.cache, facts, status, fields)
  const leadsElsewhere = verdict.do === 'look' && verdict.to !== null
  // What was kept does not go with what the server has: from here on the whole is asked for.
  if (verdict.do === 'look' && !leadsElsewhere) {
    facts.plain = true
    facts.completing = false
  }
  const bodyIsRead = verdict.do === 'deliver' || verdict.do === 'fail'
  const keeping =
    bodyIsRead || leadsElsewhere ? mayKeep(exchange, plan.cache, facts, status, statusText, fields, bodyIsRead) : null
  if (verdict.do === 'deliver' && keeping === null) endLead(exchange, false)
  return keeping
}

/** An answer came from the server: forget what a change made untrue, and learn what a HEAD tells of kept answers. */
function heedHead(exchange: Exchange, cache: Cache, facts: CacheFacts, status: number, fields: FieldRecord): void {
  for (const url of cache.rules.outdated(exchange, status, fields)) cache.drop(url)
  if (exchange.request.method !== 'HEAD' || facts.found.length === 0) return
  const headed = cache.rules.headed(exchange, status, fields, exchange.plan.clock.wallMs())
  if (headed === null) cache.drop(cacheUrl(exchange))
  else for (const { id, head } of headed) cache.freshen(id, head)
}

/** May the answer whose head just came be kept? Null, with the reason noted, when not. */
function mayKeep(
  exchange: Exchange,
  cache: Cache,
  facts: CacheFacts,
  status: number,
  statusText: string,
  fields: FieldRecord,
  hasBody: boolean,
): Keeping | null {
  if (facts.whose === null) {
    facts.kept = `not kept: ${facts.reason}`
    return null
  }
  const keeping = cache.rules.keep(exchange, status, statusText, fields, hasBody, exchange.plan.clock.wallMs())
  facts.kept = typeof keeping === 'string' ? keeping : keeping.reason
  return typeof keeping === 'string' ? null : keeping
}
