import { type Action, type Event, LOOKED } from '../src/action.ts'
import { decide } from '../src/decide.ts'
import { drive } from '../src/drive/drive.ts'
import { type BodySource, Exchange } from '../src/exchange.ts'
import { compileClient, overridden } from '../src/options/compile.ts'
import type { ClientOptions, SharedOptions } from '../src/options/options.ts'
import type { Dice, FaultName, FieldRecord, WireBody } from '../src/ports.ts'
import { type FakeClock, type FakeClockOptions, fakeClock } from '../src/testing/fake-clock.ts'
import type { Script } from '../src/testing/script.ts'
import { type ScriptedTransport, scriptedTransport } from '../src/testing/scripted-transport.ts'
import type { TrailEntry } from '../src/trail.ts'

export interface HeartOptions extends SharedOptions {
  readonly method?: string
  readonly stream?: boolean
  readonly signal?: AbortSignal | undefined
  readonly budget?: Exclude<ClientOptions['budget'], undefined>
  readonly vendor?: string
  readonly dice?: Dice
  readonly url?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly body?: WireBody
  readonly source?: BodySource
  readonly time?: FakeClockOptions
}

/** One call without the client's face: `drive` on a fake clock and a scripted transport. */
export interface Heart {
  readonly clock: FakeClock
  readonly transport: ScriptedTransport
  readonly exchange: Exchange
  /** Begins the call and leaves it to the caller to let time pass. */
  start(): Promise<Exchange>
  /** Runs the call to its end; gives the exchange and checks that no timer is left, unless a stream still needs one. */
  run(options?: { leaveTimers?: boolean }): Promise<Exchange>
}

/** Chance that is no chance: always in the middle. */
export const even: Dice = () => 0.5

export function heart(script: Script, options: HeartOptions = {}): Heart {
  const {
    method = 'GET',
    url = 'https://a.test/',
    fields = {},
    body = null,
    source = 'bytes',
    signal,
    ...rest
  } = options
  const { time, stream = false, ...client } = rest
  const clock = fakeClock(time)
  const transport = scriptedTransport(clock, script)
  const plan = overridden(compileClient({ dice: even, ...client, clock, transport }), { stream })
  const address = new URL(url)
  const request = { method, url: address, origin: address.origin, fields, body, bodyBytes: null, newConnection: false }
  const exchange = new Exchange(plan, request, source, plan.ledger.of(request.url), clock.steadyMs())
  return {
    clock,
    transport,
    exchange,
    start: () => drive(exchange, signal ?? null),
    async run({ leaveTimers = false } = {}) {
      await clock.runUntilSettled(drive(exchange, signal ?? null))
      if (clock.timersLeft > 0 && !leaveTimers) throw new Error(`${clock.timersLeft} timers left behind`)
      return exchange
    },
  }
}

/** What `decide` says to an answer that comes to a request sent `attempt` times, `spentMs` after the call began. */
export function onAnswer(
  status: number,
  fields: FieldRecord = {},
  options: HeartOptions & { attempt?: number; spentMs?: number } = {},
): Action {
  const { attempt = 1, spentMs = 0, ...rest } = options
  const { clock, exchange } = heart([], rest)
  exchange.attempt = attempt
  const event: Event = { is: 'answer', status, fields, wallMs: clock.wallMs(), stored: false }
  return decide(exchange, event, clock.steadyMs() + spentMs, rest.dice ?? even)
}

/** The same for a fault. */
export function onFault(
  name: FaultName,
  sent: boolean,
  options: HeartOptions & { attempt?: number; spentMs?: number } = {},
): Action {
  const { attempt = 1, spentMs = 0, ...rest } = options
  const { clock, exchange } = heart([], rest)
  exchange.attempt = attempt
  const event: Event = { is: 'fault', fault: { kind: 'fault', name, sent, cause: null }, wallMs: clock.wallMs() }
  return decide(exchange, event, clock.steadyMs() + spentMs, rest.dice ?? even)
}

/** What `decide` says once everything was looked at, `spentMs` after the call began. */
export function onLooked(spentMs: number, options: HeartOptions = {}): Action {
  const { clock, exchange } = heart([], options)
  return decide(exchange, LOOKED, clock.steadyMs() + spentMs, even)
}

/** A trail in few words: `send GET https://a.test/`, `answer 503`, `wait 500 backoff` ... */
export const told = (trail: readonly TrailEntry[] | null): string[] => (trail ?? []).map(line)

function line(entry: TrailEntry): string {
  switch (entry.what) {
    case 'send':
      return `send ${entry.method} ${entry.url}`
    case 'note':
    case 'answer':
      return `${entry.what} ${entry.status}`
    case 'fault':
      return `fault ${entry.fault}`
    case 'wait':
      return `wait ${entry.waitMs} ${entry.source}`
    case 'hop':
      return `hop ${entry.status} ${entry.method} ${entry.url}`
    case 'cache':
      return `cache ${entry.is} ${entry.status}`
    case 'join':
      return `join ${entry.waitedMs}`
    case 'renew':
      return `renew ${entry.outcome}`
    case 'end':
      return `end ${entry.outcome} ${entry.rule}`
  }
}
