import { answerEvent, endLead, forgetAddress, minded, noteSend } from '#edition/drive/caching'
import { newsOf, newsOfFault, tellEnd, tellLaunch } from '#edition/drive/hearing'
import { noted } from '#edition/drive/noting'
import { lookup } from '#edition/status/lookup'
import { type Action, type Deliver, type Event, type Fail, type Hop, type Send, START, USE } from '../action.ts'
import { decide } from '../decide.ts'
import type { Exchange } from '../exchange.ts'
import type { Keeping } from '../keeping.ts'
import type {
  Disposal,
  FaultName,
  FieldRecord,
  Flight,
  Judge,
  Ringer,
  WireAnswer,
  WireFault,
  WireRequest,
} from '../ports.ts'
import { loopKey } from '../rules/follow.ts'
import type { WatchedCall } from '../watch.ts'
import { answerEntry, endEntry, faultEntry, hopEntry, record, sendEntry } from './recorder.ts'

/**
 * One send at a time on the wire, from its launch to its landing, without waiting for it: what `drive` does between
 * two of its waits. A head is judged the moment it comes, before a byte of its body is read.
 */
export class Attempt implements Judge, Ringer {
  readonly exchange: Exchange
  protected readonly signal: AbortSignal | null
  protected flight: Flight | null = null
  protected verdict: Action = USE
  /** The answer under way, when it may be kept. */
  protected keeping: Keeping | null = null
  /** What was asked about last. */
  protected judged: Event = START
  /** When the latest answer or fault was judged: what a wait counts from. */
  protected judgedMs = 0
  /** What the next send is: an attempt, unless it is the same attempt at another address or with what it lacked. */
  protected next: 'first' | 'resend' | 'hop' | 'replay' = 'first'
  /** Ends the wait under way. */
  protected wake: (() => void) | null = null
  #interims = 0
  /** A request is under way. */
  #out = false
  /** The status of a head that the trail does not tell yet, because it would be the result; 0: none. */
  #untold = 0
  alarmMs: number = Number.NaN
  earlier: Ringer | null = null
  later: Ringer | null = null

  constructor(exchange: Exchange, signal: AbortSignal | null) {
    this.exchange = exchange
    this.signal = signal
  }

  get watched(): WatchedCall | null {
    return this.exchange.watched
  }

  protected launch({ fields, asked, completing }: Send, nowMs: number): Flight | WireFault {
    const { exchange } = this
    const { plan, cache } = exchange
    exchange.sentMs = nowMs
    this.#interims = 0
    this.#untold = 0
    this.keeping = null
    if (cache !== null) noteSend(exchange, cache, asked, completing)
    if (typeof exchange.source === 'function' && exchange.request.body !== null) {
      try {
        exchange.request = { ...exchange.request, body: exchange.source() }
      } catch (cause) {
        return { kind: 'fault', name: 'request-body', sent: false, cause }
      }
    }
    if (this.next === 'first' || this.next === 'resend') exchange.attempt++
    if (this.next !== 'resend') plan.ledger.countSend(exchange.origin, false, nowMs)
    tellLaunch(exchange, nowMs)
    if (exchange.trail !== null || plan.onTrail !== null) record(exchange, sendEntry(exchange))
    this.#out = true
    const { request } = exchange
    const more = plan.attemptField === null ? fields : { ...fields, [plan.attemptField]: String(exchange.attempt) }
    const sent = more === null ? request : { ...request, fields: { ...request.fields, ...more } }
    this.flight = plan.transport.send(sent, plan.limits, this)
    plan.alarms.set(this, Math.min(nowMs + plan.attemptMs, exchange.endMs))
    // The caller's own code ran just now and may have fired the signal, which then found no flight.
    if (this.signal?.aborted === true) this.handleEvent()
    return this.flight
  }

  protected land(outcome: WireAnswer | WireFault, nowMs: number): Action {
    const { exchange } = this
    const { plan } = exchange
    plan.alarms.clear(this)
    const wasOut = this.#out
    if (wasOut) plan.ledger.landed(exchange.origin)
    this.#out = false
    if (outcome.kind === 'answer') {
      exchange.answer = outcome
      exchange.fault = null
      exchange.tookMs = nowMs - exchange.sentMs
      if (outcome.stream === null) this.flight = null
      return this.verdict
    }
    this.flight = null
    this.keeping = null
    exchange.fault = outcome
    // What ended while nothing was on its way says nothing of the origin.
    if (wasOut) plan.ledger.hear(exchange.origin, newsOfFault(outcome), exchange.probe, nowMs - exchange.sentMs, nowMs)
    if (this.#untold !== 0) record(exchange, answerEntry(exchange, this.#untold, this.judgedMs))
    record(exchange, faultEntry(exchange, outcome, nowMs))
    return this.judge({ is: 'fault', fault: outcome, wallMs: plan.clock.wallMs() }, nowMs)
  }

  interim(status: number, _fields: FieldRecord): boolean {
    this.#interims++
    return noted(this.exchange, this.#interims, status)
  }

  head(status: number, statusText: string, fields: FieldRecord): Disposal {
    const { exchange } = this
    const { plan } = exchange
    const nowMs = plan.clock.steadyMs()
    // The happy path asks no further: nothing that `decide` could weigh changes an answer that is the result.
    const asIs = lookup(status)?.verb === 'use' && exchange.cache?.completing !== true
    if (asIs && exchange.trail === null) this.#untold = status
    else record(exchange, answerEntry(exchange, status, nowMs))
    this.judgedMs = nowMs
    exchange.tookMs = nowMs - exchange.sentMs
    const news = newsOf(exchange, status, fields, nowMs)
    exchange.limited = news.refused
    plan.ledger.hear(exchange.origin, news, exchange.probe, exchange.tookMs, nowMs)
    this.verdict = asIs ? USE : this.judge(answerEvent(exchange, status, fields), nowMs)
    if (exchange.cache !== null) this.keeping = minded(exchange, this.verdict, status, statusText, fields)
    if (this.verdict.do === 'deliver') return plan.stream ? 'stream' : 'keep'
    if (this.verdict.do === 'keep') return 'keep'
    // A fetch hands on whatever comes.
    if (this.verdict.do === 'fail' && plan.stream && !plan.throwOnError) return 'stream'
    // A refused request whose repair fails is told with what the server said.
    const mayFail = this.verdict.do === 'fail' || this.verdict.do === 'renew' || this.verdict.do === 'gather'
    return mayFail ? 'keep-start' : 'discard'
  }

  streamOver(): void {
    this.flight = null
    this.signal?.removeEventListener('abort', this)
  }

  /** The alarm rang: the attempt or the whole call took too long. */
  ring(): void {
    const late = this.exchange.plan.clock.steadyMs() >= this.exchange.endMs
    this.flight?.abort(late ? 'deadline' : 'attempt-timeout', null)
  }

  /** The caller's signal fired. */
  handleEvent(): void {
    this.flight?.abort('aborted', this.signal?.reason)
    this.wake?.()
  }

  /** The next request is another one; with a hop, at another address. */
  protected turn(to: WireRequest, hop: Hop | null, nowMs: number): void {
    const { exchange } = this
    if (hop === null) {
      exchange.request = to
      return
    }
    endLead(exchange, true)
    exchange.visited ??= new Set()
    exchange.visited.add(loopKey(exchange.request))
    if (to.origin !== exchange.request.origin) exchange.crossed = true
    exchange.request = to
    // What another address said is history: the trail keeps it, and an error about this one must not point there.
    exchange.answer = null
    exchange.hop++
    const { ledger, limitKey } = exchange.plan
    exchange.origin = ledger.of(to.url, limitKey?.(to))
    exchange.slotMs = Number.NaN
    forgetAddress(exchange)
    this.next = 'hop'
    record(exchange, hopEntry(exchange, hop, nowMs))
  }

  /** The call is over; how stands on the exchange. */
  protected end(action: Deliver | Fail): void {
    const { exchange } = this
    endLead(exchange, true)
    tellEnd(exchange, action)
    if (this.flight === null) this.signal?.removeEventListener('abort', this)
    const failed = action.do === 'fail'
    const { clock } = exchange.plan
    if (failed) exchange.failure = action
    if (failed && action.rule === 'deadline') this.#fail('deadline')
    // What the server said already is worth more than that the next try was held back.
    if (failed && action.rule === 'manners' && exchange.answer === null && exchange.fault === null) this.#fail('held')
    exchange.watched?.end(clock.steadyMs())
    if (!failed && exchange.trail === null) return
    const atMs = exchange.plan.clock.steadyMs() - exchange.startMs
    record(exchange, endEntry(atMs, action.rule, action.reason, failed ? 'failed' : 'delivered'))
  }

  #fail(name: FaultName): void {
    this.exchange.fault = { kind: 'fault', name, sent: false, cause: null }
  }

  protected judge(event: Event, nowMs: number): Action {
    const { exchange } = this
    const { ledger, dice } = exchange.plan
    this.judged = event
    this.judgedMs = nowMs
    const action = decide(exchange, event, nowMs, dice)
    exchange.watched?.judged(action.do === 'fail' ? action.stopped : null)
    // Paid when it is decided: calls that fail together must not all find the same budget full.
    if (action.do === 'wait' && action.resend) ledger.countSend(exchange.origin, true, nowMs)
    return action
  }
}
