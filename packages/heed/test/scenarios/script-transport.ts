import type { OriginName, Scenario } from 'heed-lab/suite'
import type { Transport, WireRequest } from '../../src/ports.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import { ScenarioPlay } from '../../src/testing/scenario/script-of.ts'
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { type FakeEntry, FakeLog } from './fake-log.ts'

/** The script of a scenario on the fake clock: a transport for heed, and the wire log that the judge reads. */
export interface ScriptTransport {
  readonly transport: Transport
  readonly log: FakeLog
  fill(template: string): string
}

export function scriptTransport(clock: FakeClock, scenario: Scenario): ScriptTransport {
  const prefix = `/s/fake/${scenario.id}`
  const bases: Readonly<Record<OriginName, string>> = {
    a: `http://127.0.0.1:4001${prefix}`,
    b: `http://127.0.0.1:4002${prefix}`,
    s: `https://127.0.0.1:4003${prefix}`,
    t: `https://127.0.0.1:4004${prefix}`,
  }
  const play = new ScenarioPlay(scenario, { bases, clock })
  const log = new FakeLog(clock)
  const entries = new Map<WireRequest, FakeEntry>()
  const inner = scriptedTransport(clock, request => {
    const { origin, target, at, line } = play.next(request)
    // As the lab says to a request that nothing was written for.
    const said = line ?? { status: 400 }
    entries.set(request, log.add(origin, target, request, at, said))
    return said
  })
  return { transport: watched(inner, entries, log), log, fill: template => play.fill(template) }
}

/** The same transport, which tells the log what the client did with each answer. */
function watched(inner: ScriptedTransport, entries: ReadonlyMap<WireRequest, FakeEntry>, log: FakeLog): Transport {
  return {
    send(request, limits, judge) {
      const flight = inner.send(request, limits, judge)
      const [entry, seen] = [entries.get(request), inner.seen.at(-1)]
      if (entry === undefined || seen === undefined) throw new Error('a request was sent that nobody answered')
      void flight.landed.then(landed => {
        log.tookBody(entry, seen.body)
        log.landed(entry, landed)
      })
      return {
        landed: flight.landed,
        abort(name, cause) {
          log.dropped(entry)
          flight.abort(name, cause)
        },
      }
    },
    close: () => inner.close(),
  }
}
