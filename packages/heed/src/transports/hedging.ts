import type {
  Alarms,
  Clock,
  Disposal,
  FaultName,
  FieldRecord,
  Flight,
  Judge,
  Ringer,
  Transport,
  WireAnswer,
  WireFault,
  WireLimits,
  WireRequest,
} from '../ports.ts'
import { isHedgeable } from '../rules/manners/hedge.ts'
import { alarmsOn } from '../shared/alarms.ts'
import type { WatchedCall } from '../watch.ts'

/** What the transport that hedges is told. */
export interface HedgingOptions {
  /** What carries both requests. It is closed with this one. */
  readonly transport: Transport
  readonly clock: Clock
  /** Of its own: these alarms are nearly in order among themselves, not among the longer ones of whole calls. Default: on one timer. */
  readonly alarms?: Alarms
  /** How long the first may be without a head before the second goes; null: no second goes, but its head is told. */
  afterMs(request: WireRequest): number | null
  /** Asked when that time is over, right before the second goes; true has paid for it. The judge tells whose it is. */
  mayHedge(request: WireRequest, judge: Judge): boolean
  /**
   * The head came this long after the first request went out. Where the second was faster, the first would have taken
   * longer, so this is the least it can have been.
   */
  headed?(request: WireRequest, headMs: number): void
}

type Landed = WireAnswer | WireFault
type RaceOptions = Omit<HedgingOptions, 'afterMs'>

/** One of the two requests. */
class Runner implements Judge {
  readonly #race: Race
  flight: Flight | null = null
  fault: WireFault | null = null

  constructor(race: Race) {
    this.#race = race
  }

  get watched(): WatchedCall | null {
    return this.#race.judge.watched ?? null
  }

  interim(status: number, fields: FieldRecord): boolean {
    return this.#race.judge.interim(status, fields)
  }

  head(status: number, statusText: string, fields: FieldRecord): Disposal {
    return this.#race.head(this, status, statusText, fields)
  }

  streamOver(): void {
    this.#race.judge.streamOver()
  }
}

/** One exchange for whoever waits for it, one or two on the wire. The one whose head comes first is the exchange. */
class Race implements Flight, Ringer {
  readonly landed: Promise<Landed>
  readonly judge: Judge
  readonly #land: (landed: Landed) => void
  readonly #options: RaceOptions
  readonly #alarms: Alarms
  readonly #request: WireRequest
  readonly #limits: WireLimits
  readonly #sentMs: number
  readonly #first: Runner = new Runner(this)
  #second: Runner | null = null
  #winner: Runner | null = null
  #aborted: { readonly name: FaultName; readonly cause: unknown } | null = null
  alarmMs: number = Number.NaN
  earlier: Ringer | null = null
  later: Ringer | null = null

  constructor(options: RaceOptions, alarms: Alarms, request: WireRequest, limits: WireLimits, judge: Judge) {
    const { promise, resolve } = Promise.withResolvers<Landed>()
    this.landed = promise
    this.#land = resolve
    this.#options = options
    this.#alarms = alarms
    this.#request = request
    this.#limits = limits
    this.judge = judge
    this.#sentMs = options.clock.steadyMs()
  }

  start(afterMs: number | null): void {
    this.#send(this.#first)
    if (afterMs === null || this.#winner !== null || this.#aborted !== null) return
    this.#alarms.set(this, this.#sentMs + afterMs)
  }

  /** Time for the second, unless it may not. */
  ring(): void {
    if (!this.#options.mayHedge(this.#request, this.judge)) return
    // The caller's own code ran just now, and may have ended it.
    if (this.#aborted !== null) return
    const second = new Runner(this)
    this.#second = second
    try {
      this.#send(second)
    } catch (cause) {
      // Nobody called this who could catch it, and the first goes on.
      this.#fell(second, { kind: 'fault', name: 'unsendable', sent: false, cause })
    }
  }

  head(runner: Runner, status: number, statusText: string, fields: FieldRecord): Disposal {
    // One that was aborted has no head any more; where one comes all the same, nobody wants its body.
    if (this.#winner !== null) return 'discard'
    this.#winner = runner
    this.#alarms.clear(this)
    const loser = runner === this.#first ? this.#second : this.#first
    // Before a byte of its body is read, and as a fault that no disposal outlives.
    loser?.flight?.abort('aborted', null)
    this.#options.headed?.(this.#request, this.#options.clock.steadyMs() - this.#sentMs)
    return this.judge.head(status, statusText, fields)
  }

  abort(name: FaultName, cause: unknown): void {
    this.#aborted = { name, cause }
    this.#alarms.clear(this)
    if (this.#winner !== null) this.#winner.flight?.abort(name, cause)
    else {
      this.#first.flight?.abort(name, cause)
      this.#second?.flight?.abort(name, cause)
    }
  }

  #send(runner: Runner): void {
    const flight = this.#options.transport.send(this.#request, this.#limits, runner)
    runner.flight = flight
    flight.landed.then(landed => this.#came(runner, landed))
    // Its head came, or the abort, before `send` gave the flight that could be told.
    if (this.#winner !== null && this.#winner !== runner) flight.abort('aborted', null)
    else if (this.#aborted !== null) flight.abort(this.#aborted.name, this.#aborted.cause)
  }

  #came(runner: Runner, landed: Landed): void {
    if (this.#winner === runner) this.#land(landed)
    else if (this.#winner === null && landed.kind === 'fault') this.#fell(runner, landed)
  }

  /** One is over without a head: the other may still get one. Without another, this is the end. */
  #fell(runner: Runner, fault: WireFault): void {
    runner.fault = fault
    const other = runner === this.#first ? this.#second : this.#first
    if (other !== null && other.fault === null) return
    this.#alarms.clear(this)
    // Whether a byte reached the server is asked of both.
    this.#land(other?.fault?.sent === true && !fault.sent ? { ...fault, sent: true } : fault)
  }
}

/**
 * A transport that sends a second request when the first has no head after a while, and takes whichever head comes
 * first (hedging). The other is aborted before its body is read; when one fails, the other is waited for; when the
 * first fails before the second went, that is the end, and to send it anew is for whoever retries. Only safe methods
 * with a body that can be sent twice; all else goes through as it is.
 */
export function hedgingTransport(options: HedgingOptions): Transport {
  const { transport, clock } = options
  const alarms = options.alarms ?? alarmsOn(clock)
  let closed = false
  // After close the transport takes nothing more, and what is under way ends without a second request.
  const open: RaceOptions = {
    transport,
    clock,
    mayHedge: (request, judge) => !closed && options.mayHedge(request, judge),
    headed: (request, headMs) => options.headed?.(request, headMs),
  }
  return {
    followsRedirects: transport.followsRedirects ?? false,
    send(request, limits, judge) {
      if (!isHedgeable(request)) return transport.send(request, limits, judge)
      const race = new Race(open, alarms, request, limits, judge)
      race.start(options.afterMs(request))
      return race
    },
    close() {
      closed = true
      return transport.close()
    },
  }
}
