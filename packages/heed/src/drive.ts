/**
 * The one loop. It performs what `decide` returns and comes back with what happened, until there is nothing left to
 * do. It is the only place that awaits and, with the attempt it extends, the only writer of the exchange:
 *
 *   start -> [look] -> [send] -> an answer or a fault -> [wait] -> awake -> [look] -> [send] ... -> [deliver] or [fail]
 *
 * It never throws: how the call ended stands on the exchange (`failure`, `answer`, `fault`).
 */
import {
  type Action,
  AWAKE,
  type Event,
  faultEvent,
  LOOKED,
  type Look,
  type Renew,
  type Serve,
  type Slow,
  START,
  USE,
  type Wait,
} from './action.ts'
import { Attempt } from './attempt.ts'
import {
  answerEvent,
  behind,
  emptyAnswer,
  lead,
  lookUp,
  lookUpWithout,
  readKept,
  requestAhead,
  serveKept,
  withAhead,
} from './caching.ts'
import { decide } from './decide.ts'
import type { Exchange } from './exchange.ts'
import { gathered, useBody } from './gather.ts'
import { joinedEntry, record, renewedEntry, reusedEntry, waitEntry } from './recorder.ts'
import { renewalOf } from './rules/renew.ts'
import { stop } from './rules/stop.ts'
import { challengesOf, credentialOf, keyringOf, put, sign } from './signing.ts'
import { lookup } from './status/lookup.ts'
import { keepWhole } from './storing.ts'
import type { Watch } from './watch.ts'
import { isOn, Watching } from './watching.ts'

/** Performs the call and gives its exchange back. Aborting `signal` ends it at once, whatever it is doing. */
export function drive(exchange: Exchange, signal: AbortSignal | null): Promise<Exchange> {
  const { watch } = exchange.plan
  if (watch === null || !isOn(watch)) return new Drive(exchange, signal).run()
  return watched(exchange, signal, watch)
}

function watched(exchange: Exchange, signal: AbortSignal | null, watch: Watch): Promise<Exchange> {
  const watching = new Watching(exchange, watch)
  exchange.watched = watching
  return watching.run(() => new Drive(exchange, signal).run())
}

class Drive extends Attempt {
  /** The body of a kept answer that is on its way. */
  #reading: Promise<Uint8Array | null> | null = null

  async run(): Promise<Exchange> {
    const { exchange } = this
    const { clock, dice } = exchange.plan
    this.signal?.addEventListener('abort', this)
    let nowMs = exchange.startMs
    let action: Action = decide(exchange, START, nowMs, dice)
    for (;;) {
      switch (action.do) {
        case 'look': {
          const looking = this.#look(action, nowMs)
          const looked = looking instanceof Promise ? await this.#until(looking) : looking
          if (looking !== LOOKED) nowMs = clock.steadyMs()
          action = this.#seen(looked, nowMs)
          break
        }
        case 'send': {
          lead(exchange)
          const flight = this.launch(action, nowMs)
          const outcome = 'kind' in flight ? flight : await flight.landed
          // A result needs no other time than that of its head.
          nowMs = outcome.kind === 'answer' && this.verdict === USE ? this.judgedMs : clock.steadyMs()
          action = this.land(outcome, nowMs)
          if (this.keeping !== null) this.keep(this.keeping)
          break
        }
        case 'deliver':
        case 'fail':
          this.end(action)
          return exchange
        default:
          action = await this.#perform(action, nowMs)
          nowMs = clock.steadyMs()
      }
    }
  }

  /** Everything that may take its time; afterwards the next question is asked. */
  async #perform(action: Slow, nowMs: number): Promise<Action> {
    const { exchange } = this
    switch (action.do) {
      case 'serve': {
        const reading = this.#reading ?? readKept(exchange, action)
        this.#reading = null
        const kept = reading instanceof Promise ? await this.#until(reading) : reading
        return this.#serve(action, kept, nowMs)
      }
      case 'make':
        exchange.answer = emptyAnswer(action.status)
        return stop('reuse', action.stopped, null)
      case 'wait':
        await this.#sleep(action)
        break
      case 'join':
        await this.#until(requestAhead(exchange))
        record(exchange, joinedEntry(exchange, nowMs, exchange.plan.clock.steadyMs()))
        break
      case 'queue': {
        const place = exchange.plan.ledger.place(exchange.origin)
        await this.#until(place.free)
        if (this.#isOver()) place.leave()
        break
      }
      case 'keep':
        await this.#until(keepWhole(exchange, action.keeping))
        if (exchange.cache !== null) exchange.cache.plain = true
        break
      case 'renew':
        return this.#now(await this.#renew(action, nowMs))
      case 'gather':
        return this.#now(await this.#gather())
    }
    return this.#now(AWAKE)
  }

  #now(event: Event): Action {
    return this.#heed(event, this.exchange.plan.clock.steadyMs())
  }

  /** What is known before a send: credentials for this origin, and what the cache holds. */
  #look({ to, hop }: Look, nowMs: number): Event | Promise<Event> {
    const { exchange } = this
    if (to !== null && this.signal?.aborted !== true) this.turn(to, hop, nowMs)
    const { plan, cache } = exchange
    const signing = plan.auth === null && plan.proxyAuth === null ? null : sign(exchange)
    const looked = (): Event | Promise<Event> => (cache === null ? LOOKED : lookUp(exchange, cache))
    return signing === null ? looked() : signing.then(looked, cause => faultEvent('credential', cause))
  }

  /** Null: nothing in time. A timer may ring a little early, and what is not signed must not go out in that moment. */
  #seen(looked: Event | null, nowMs: number): Action {
    if (looked !== null || this.signal?.aborted === true) return this.#heed(looked ?? LOOKED, nowMs)
    return this.judge(LOOKED, this.exchange.endMs)
  }

  /** Asks what is next, unless the caller has ended it; a fault that did not come from the wire is told like one that did. */
  #heed(event: Event, nowMs: number): Action {
    if (this.signal?.aborted === true) return this.#aborted(nowMs)
    if (event.is === 'fault') return this.land(event.fault, nowMs)
    const action = this.judge(withAhead(this.exchange, event), nowMs)
    return action.do === 'serve' ? this.#read(action, nowMs) : action
  }

  /** What the store gives at once is served at once; what it takes its time with is waited for. */
  #read(action: Serve, nowMs: number): Action {
    const reading = readKept(this.exchange, action)
    if (!(reading instanceof Promise)) return this.#serve(action, reading, nowMs)
    this.#reading = reading
    return action
  }

  /** A kept answer goes through its row like any other. */
  #serve(action: Serve, kept: Uint8Array | null, nowMs: number): Action {
    const { exchange } = this
    if (this.signal?.aborted === true) return this.#aborted(nowMs)
    if (kept === null) return this.judge(withAhead(exchange, lookUpWithout(exchange, action, this.judged)), nowMs)
    exchange.answer = serveKept(exchange, action, kept)
    const happy = lookup(action.status)?.verb === 'use'
    const { cache, trail, plan } = exchange
    const told = !happy || trail !== null || plan.onTrail !== null || exchange.watched !== null
    if (told && cache !== null) record(exchange, reusedEntry(exchange, cache, action.status, nowMs))
    if (action.renewBehind) drive(behind(exchange), null)
    if (happy) return USE
    return this.judge(answerEvent(exchange, action.status, action.fields), nowMs)
  }

  /** The wait counts from the answer, whose unwanted body took some of it; a timer may ring a little early. */
  async #sleep(wait: Wait): Promise<void> {
    const { exchange } = this
    const { clock } = exchange.plan
    record(exchange, waitEntry(exchange, wait, this.judgedMs))
    if (wait.source === 'pause') exchange.plan.ledger.park(exchange.origin)
    const spaced = wait.source === 'quota'
    if (spaced) {
      exchange.slotMs = exchange.plan.ledger.reserve(exchange.origin, this.judgedMs)
      exchange.slotRow = exchange.origin.row
    }
    const untilMs = spaced ? exchange.slotMs : this.judgedMs + wait.waitMs
    while (clock.steadyMs() < untilMs && this.signal?.aborted !== true) await this.#restUntil(untilMs)
    if (this.signal?.aborted === true) return
    if (wait.resend) this.next = 'resend'
    if (wait.to !== null) this.turn(wait.to, wait.hop, clock.steadyMs())
  }

  async #renew({ field, reason }: Renew, nowMs: number): Promise<Event> {
    const { exchange } = this
    const { plan, request } = exchange
    const refused = credentialOf(exchange, field)
    const { signed } = exchange
    if (signed !== null) signed.renewed = [...signed.renewed, renewalOf(exchange, field)]
    let credential: string | null = null
    try {
      const renewal = { origin: request.origin, refused, challenges: challengesOf(exchange, field) }
      credential = (await this.#until(keyringOf(exchange, field)?.renew(renewal) ?? null)) ?? null
    } catch (cause) {
      if (signed !== null) signed.cause = cause
    }
    record(exchange, renewedEntry(exchange, credential !== null, reason, nowMs, plan.clock.steadyMs()))
    if (credential === null) return { is: 'renewed', credential }
    put(exchange, field, credential)
    this.next = 'replay'
    return { is: 'renewed', credential }
  }

  async #gather(): Promise<Event> {
    try {
      const body = await this.#until(gathered(this.exchange))
      if (body !== null) useBody(this.exchange, body)
    } catch (cause) {
      return faultEvent('request-body', cause)
    }
    this.next = 'replay'
    return AWAKE
  }

  /** What the promise brings, unless the call's time is up before, or the caller's signal fires: then null. */
  async #until<Value>(promise: Promise<Value> | null): Promise<Value | null> {
    return promise === null ? null : Promise.race([promise, this.#restUntil(this.exchange.endMs, promise)])
  }

  /** Until this time, or the caller's signal, or the end of what is waited for. */
  async #restUntil(untilMs: number, end: Promise<unknown> | null = null): Promise<null> {
    const { clock } = this.exchange.plan
    const { promise, resolve } = Promise.withResolvers<null>()
    const wake = (): void => resolve(null)
    this.wake = wake
    if (this.signal?.aborted === true) wake()
    end?.then(wake, wake)
    const timer = clock.set(Math.max(0, Math.ceil(untilMs - clock.steadyMs())), wake)
    await promise
    clock.clear(timer)
    this.wake = null
    return null
  }

  #isOver(): boolean {
    return this.signal?.aborted === true || this.exchange.plan.clock.steadyMs() >= this.exchange.endMs
  }

  #aborted(nowMs: number): Action {
    return this.land({ kind: 'fault', name: 'aborted', sent: false, cause: this.signal?.reason }, nowMs)
  }
}
