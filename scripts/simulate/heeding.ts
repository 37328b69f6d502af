import {
  type Client,
  type Clock,
  createClient,
  type FaultName,
  type Flight,
  type Judge,
  type Transport,
  type WireAnswer,
  type WireFault,
} from 'heed'
import type { Appointment, Timeline } from './events.ts'
import type { Caller } from './modelled.ts'
import type { Reply } from './servers.ts'
import type { Wire } from './wire.ts'

const NO_BYTES = new Uint8Array(0)
const URL = 'https://api.example/things/1'
/** The date at the start of a run; no rule may hang on it. */
const START_DATE_MS = Date.UTC(2026, 10, 22, 12)

/** heed itself, as it comes: one client for all callers, or one for each. Nothing is set but where it runs. */
export function heeding(timeline: Timeline, wire: Wire, clients: number, dice: () => number): Caller {
  const clock = clockOn(timeline)
  const transport = transportOn(wire)
  const made = Array.from({ length: clients }, () => createClient({ clock, dice, transport }))
  return (client, ended) => {
    const api = made[client % clients] as Client
    api.get(URL).then(
      () => ended(true),
      () => ended(false),
    )
  }
}

export const clockOn = (timeline: Timeline): Clock => ({
  steadyMs: () => timeline.nowMs,
  wallMs: () => START_DATE_MS + timeline.nowMs,
  set: (delayMs, ring) => timeline.in(delayMs, ring),
  clear: alarm => timeline.callOff(alarm as Appointment),
  // No process is kept alive by simulated time.
  rest: () => {},
})

const transportOn = (wire: Wire): Transport => ({
  send: (_request, _limits, judge) => fly(wire, judge),
  close: async () => {},
})

function fly(wire: Wire, judge: Judge): Flight {
  const { promise, resolve } = Promise.withResolvers<WireAnswer | WireFault>()
  const giveUp = wire.send(reply => resolve(landing(reply, judge)))
  const abort = (name: FaultName, cause: unknown): void => {
    giveUp()
    resolve({ kind: 'fault', name, sent: true, cause })
  }
  return { landed: promise, abort }
}

/** Bodies are empty, so that what becomes of them makes no difference. */
function landing(reply: Reply, judge: Judge): WireAnswer | WireFault {
  if (reply.kind === 'refused') return { kind: 'fault', name: 'refused', sent: false, cause: null }
  const { status, retryAfterSeconds } = reply
  const fields: Record<string, string> = retryAfterSeconds === null ? {} : { 'retry-after': `${retryAfterSeconds}` }
  judge.head(status, '', fields)
  return { kind: 'answer', status, statusText: '', fields, body: NO_BYTES, stream: null, whole: true }
}
