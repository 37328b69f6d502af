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
  USE,
} from '../action.ts'
import { renewalOf } from '../rules/renew.ts'
import { stop } from '../rules/stop.ts'
import { lookup } from '../status/lookup.ts'
import {
  answerEvent,
  emptyAnswer,
  lookUp,
  lookUpWithout,
  readKept,
  requestAhead,
  serveKept,
  withAhead,
} from './caching.ts'
import { gathered, useBody } from './gather.ts'
import { record } from './recorder.ts'
import { joinedEntry, renewedEntry, reusedEntry } from './recorder-kept.ts'
import { challengesOf, credentialOf, keyringOf, put, sign } from './signing.ts'
import { keepWhole } from './storing.ts'
import { Waiting } from './waiting.ts'

/** What a call does beside sending: it looks, waits, and performs what may take its time. */
export abstract class Steps extends Waiting {
  /** The body of a kept answer that is on its way. */
  #reading: Promise<Uint8Array | null> | null = null

  /** Brings a kept answer up to date while the caller already uses it. */
  protected abstract renewBehind(): void

  /** Everything that may take its time; afterwards the next question is asked. */
  protected async perform(action: Slow, nowMs: number): Promise<Action> {
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
        await this.sleep(action)
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

  #isOver(): boolean {
    return this.signal?.aborted === true || this.exchange.plan.clock.steadyMs() >= this.exchange.endMs
  }

  /** What the promise brings, unless the call's time is up before, or the caller's signal fires: then null. */
  async #until<Value>(promise: Promise<Value> | null): Promise<Value | null> {
    return promise === null ? null : Promise.race([promise, this.restUntil(this.exchange.endMs, promise)])
  }

  /** What a look brought, when it is there. */
  protected settled(looking: Event | Promise<Event>): Event | Promise<Event | null> {
    return looking instanceof Promise ? this.#until(looking) : looking
  }

  #now(event: Event): Action {
    return this.#heed(event, this.exchange.plan.clock.steadyMs())
  }

  /** What is known before a send: credentials for this origin, and what the cache holds. */
  protected look({ to, hop }: Look, nowMs: number): Event | Promise<Event> {
    const { exchange } = this
    if (to !== null && this.signal?.aborted !== true) this.turn(to, hop, nowMs)
    const { plan, cache } = exchange
    const signing = plan.auth === null && plan.proxyAuth === null ? null : sign(exchange)
    const looked = (): Event | Promise<Event> => (cache === null ? LOOKED : lookUp(exchange, cache))
    return signing === null ? looked() : signing.then(looked, cause => faultEvent('credential', cause))
  }

  /** Null: nothing in time, or the caller has ended it. */
  protected seen(looked: Event | null, nowMs: number): Action {
    return this.#heed(looked ?? LOOKED, nowMs)
  }

  /** Asks what is next, unless the caller has ended it; a fault that did not come from the wire is told like one that did. */
  #heed(event: Event, nowMs: number): Action {
    if (this.signal?.aborted === true) return this.aborted(nowMs)
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
    if (this.signal?.aborted === true) return this.aborted(nowMs)
    if (kept === null) return this.judge(withAhead(exchange, lookUpWithout(exchange, action, this.judged)), nowMs)
    exchange.answer = serveKept(exchange, action, kept)
    const happy = lookup(action.status)?.verb === 'use'
    const { cache, trail, plan } = exchange
    const told = !happy || trail !== null || plan.onTrail !== null || exchange.watched !== null
    if (told && cache !== null) record(exchange, reusedEntry(exchange, cache, action.status, nowMs))
    if (action.renewBehind) this.renewBehind()
    if (happy) return USE
    return this.judge(answerEvent(exchange, action.status, action.fields), nowMs)
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
}
