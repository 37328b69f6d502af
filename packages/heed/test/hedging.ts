import type { Transport, WireRequest } from '../src/ports.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import type { Script } from '../src/testing/script.ts'
import { type Seen, scriptedTransport } from '../src/testing/scripted-transport.ts'
import { type HedgingOptions, hedgingTransport } from '../src/transports/hedging.ts'
import { type Sending, type SendOptions, send } from './wire.ts'

/** A transport that hedges after 100 ms over a script, what it sent and what it asked for. */
export interface Hedging {
  readonly clock: FakeClock
  readonly transport: Transport
  readonly seen: readonly Seen[]
  /** The paths for which leave was asked. */
  readonly asked: readonly string[]
  /** The head times it told. */
  readonly headsMs: readonly number[]
  start(options?: SendOptions): Sending
}

export function hedging(script: Script, own: Partial<HedgingOptions> = {}): Hedging {
  const clock = fakeClock()
  const inner = scriptedTransport(clock, script)
  const asked: string[] = []
  const headsMs: number[] = []
  const transport = hedgingTransport({
    transport: inner,
    clock,
    afterMs: () => 100,
    mayHedge: (request: WireRequest) => asked.push(request.url.pathname) > 0,
    headed: (_request: WireRequest, headMs: number) => headsMs.push(headMs),
    ...own,
  })
  return {
    clock,
    transport,
    seen: inner.seen,
    asked,
    headsMs,
    start: options => send(transport, 'https://a.test', options),
  }
}
