/**
 * The one loop. It performs what `decide` returns and comes back with what happened, until there is nothing left to
 * do. It is the only place that awaits and the only writer of the exchange:
 *
 *   start -> [look] -> [send] -> an answer or a fault -> [wait] -> awake -> [look] -> [send] ... -> [deliver] or [fail]
 *
 * It never throws: how the call ended stands on the exchange (`failure`, `answer`, `fault`).
 */
import {
  type Action,
  AWAKE,
  type Deliver,
  type Event,
  type Fail,
  type Hop,
  LOOKED,
  START,
  USE,
  type Wait,
} from './action.ts'
import { decide } from './decide.ts'
import type { Exchange } from './exchange.ts'
import type { Disposal, FieldRecord, Flight, Judge, Ringer, WireAnswer, WireFault, WireRequest } from './ports.ts'
import { answerEntry, endEntry, faultEntry, hopEntry, noteEntry, record, sendEntry, waitEntry } from './recorder.ts'
import { loopKey } from './rules/follow.ts'
import { mayNote } from './rules/note.ts'
import { lookup } from './status/lookup.ts'

/** Performs the call and gives its exchange back. Aborting `signal` ends it at once, whatever it is doing. */
export function drive(exchange: Exchange, signal: AbortSignal | null): Promise<Exchange> {
  return new Drive(exchange, signal).run()
}

class Drive implements Judge, Ringer {
  readonly #exchange: Exchange
  readonly #signal: AbortSignal | null
  #flight: Flight | null = null
  #wake: (() => void) | null = null
  #verdict: Action = USE
  #interims = 0
  /** When the latest answer or fault was judged: what a wait counts from. */
  #judgedMs = 0
  /** The status of a head that the trail does not tell yet, because it would be the result; 0: none. */
  #untold = 0
  /** What the next send is: an attempt, unless it is the same attempt at another address. */
  #next: 'first' | 'resend' | 'hop' = 'first'
  alarmMs: number = Number.NaN
  earlier: Ringer | null = null
  later: Ringer | null = null

  constructor(exchange: Exchange, signal: AbortSignal | null) {
    this.#exchange = exchange
    this.#signal = signal
  }

  async run(): Promise<Exchange> {
    const exchange = this.#exchange
    const { clock, dice } = exchange.plan
    this.#signal?.addEventListener('abort', this)
    let nowMs = exchange.startMs
    let action: Action = decide(exchange, START, nowMs, dice)
    for (;;) {
      switch (action.do) {
        case 'look':
          if (action.to !== null && this.#signal?.aborted !== true) this.#turn(action.to, action.hop, nowMs)
          action = this.#aborted(nowMs) ?? decide(exchange, LOOKED, nowMs, dice)
          break
        case 'send': {
          const flight = this.#launch(nowMs)
          const outcome = 'kind' in flight ? flight : await flight.landed
          // A result needs no other time than that of its head.
          nowMs = outcome.kind === 'answer' && this.#verdict === USE ? this.#judgedMs : clock.steadyMs()
          action = this.#land(outcome, nowMs)
          break
        }
        case 'wait':
          nowMs = await this.#sleep(action)
          action = decide(exchange, AWAKE, nowMs, dice)
          break
        case 'deliver':
        case 'fail':
          this.#end(action)
          return exchange
      }
    }
  }

  #launch(nowMs: number): Flight | WireFault {
    const exchange = this.#exchange
    const { plan } = exchange
    exchange.sentMs = nowMs
    this.#interims = 0
    this.#untold = 0
    if (typeof exchange.source === 'function' && exchange.request.body !== null) {
      try {
        exchange.request = { ...exchange.request, body: exchange.source() }
      } catch (cause) {
        return { kind: 'fault', name: 'request-body', sent: false, cause }
      }
    }
    if (this.#next !== 'hop') exchange.attempt++
    if (this.#next !== 'resend') plan.ledger.countSend(exchange.origin, false, nowMs)
    if (exchange.trail !== null || plan.onTrail !== null) record(exchange, sendEntry(exchange))
    this.#flight = plan.transport.send(exchange.request, plan.limits, this)
    plan.alarms.set(this, Math.min(nowMs + plan.attemptMs, exchange.endMs))
    // The caller's own code ran just now and may have fired the signal, which then found no flight.
    if (this.#signal?.aborted === true) this.handleEvent()
    return this.#flight
  }

  #land(outcome: WireAnswer | WireFault, nowMs: number): Action {
    const exchange = this.#exchange
    const { plan } = exchange
    plan.alarms.clear(this)
    if (outcome.kind === 'answer') {
      exchange.answer = outcome
      exchange.fault = null
      exchange.tookMs = nowMs - exchange.sentMs
      if (outcome.stream === null) this.#flight = null
      return this.#verdict
    }
    this.#flight = null
    exchange.fault = outcome
    if (this.#untold !== 0) record(exchange, answerEntry(exchange, this.#untold, this.#judgedMs))
    record(exchange, faultEntry(exchange, outcome, nowMs))
    return this.#judge({ is: 'fault', fault: outcome }, nowMs)
  }

  interim(status: number, _fields: FieldRecord): boolean {
    const exchange = this.#exchange
    this.#interims++
    if (!mayNote(this.#interims, exchange.plan)) return false
    record(exchange, noteEntry(exchange, status, exchange.plan.clock.steadyMs()))
    return true
  }

  head(status: number, _statusText: string, fields: FieldRecord): Disposal {
    const exchange = this.#exchange
    const { plan } = exchange
    const nowMs = plan.clock.steadyMs()
    const happy = lookup(status)?.verb === 'use'
    if (happy && exchange.trail === null) this.#untold = status
    else record(exchange, answerEntry(exchange, status, nowMs))
    this.#judgedMs = nowMs
    // The happy path asks no further: nothing that `decide` could weigh changes an answer that is the result.
    this.#verdict = happy ? USE : this.#judge({ is: 'answer', status, fields, wallMs: plan.clock.wallMs() }, nowMs)
    if (this.#verdict.do === 'deliver') return plan.stream ? 'stream' : 'keep'
    return this.#verdict.do === 'fail' ? 'keep-start' : 'discard'
  }

  #judge(event: Event, nowMs: number): Action {
    const exchange = this.#exchange
    const { ledger, dice } = exchange.plan
    this.#judgedMs = nowMs
    const action = decide(exchange, event, nowMs, dice)
    // Paid when it is decided: calls that fail together must not all find the same budget full.
    if (action.do === 'wait' && action.resend) ledger.countSend(exchange.origin, true, nowMs)
    return action
  }

  streamOver(): void {
    this.#flight = null
    this.#signal?.removeEventListener('abort', this)
  }

  #turn(to: WireRequest, hop: Hop | null, nowMs: number): void {
    const exchange = this.#exchange
    const { plan } = exchange
    if (hop === null) {
      exchange.request = to
      return
    }
    exchange.visited ??= new Set()
    exchange.visited.add(loopKey(exchange.request))
    exchange.request = to
    // What another address said is history: the trail keeps it, and an error about this one must not point there.
    exchange.answer = null
    exchange.hop++
    exchange.origin = plan.ledger.of(to.url)
    this.#next = 'hop'
    record(exchange, hopEntry(exchange, hop, nowMs))
  }

  /** The wait counts from the answer, whose unwanted body took some of it; a timer may ring a little early. */
  async #sleep(wait: Wait): Promise<number> {
    const exchange = this.#exchange
    const { clock } = exchange.plan
    record(exchange, waitEntry(exchange, wait, this.#judgedMs))
    const untilMs = this.#judgedMs + wait.waitMs
    let nowMs = clock.steadyMs()
    while (nowMs < untilMs && this.#signal?.aborted !== true) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const timer = clock.set(Math.ceil(untilMs - nowMs), resolve)
      await promise
      clock.clear(timer)
      nowMs = clock.steadyMs()
    }
    this.#wake = null
    if (this.#signal?.aborted === true) return nowMs
    if (wait.resend) this.#next = 'resend'
    if (wait.to !== null) this.#turn(wait.to, wait.hop, nowMs)
    return nowMs
  }

  /** The alarm rang: the attempt or the whole call took too long. */
  ring(): void {
    const late = this.#exchange.plan.clock.steadyMs() >= this.#exchange.endMs
    this.#flight?.abort(late ? 'deadline' : 'attempt-timeout', null)
  }

  /** The caller's signal fired. */
  handleEvent(): void {
    this.#flight?.abort('aborted', this.#signal?.reason)
    this.#wake?.()
  }

  #aborted(nowMs: number): Action | null {
    if (this.#signal?.aborted !== true) return null
    return this.#land({ kind: 'fault', name: 'aborted', sent: false, cause: this.#signal.reason }, nowMs)
  }

  #end(action: Deliver | Fail): void {
    const exchange = this.#exchange
    if (this.#flight === null) this.#signal?.removeEventListener('abort', this)
    const failed = action.do === 'fail'
    if (failed) exchange.failure = action
    if (failed && action.rule === 'deadline') {
      exchange.fault = { kind: 'fault', name: 'deadline', sent: false, cause: null }
    }
    if (!failed && exchange.trail === null) return
    const atMs = exchange.plan.clock.steadyMs() - exchange.startMs
    record(exchange, endEntry(atMs, action.rule, action.reason, failed ? 'failed' : 'delivered'))
  }
}
