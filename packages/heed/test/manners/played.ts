import { createClient } from '../../src/client.ts'
import type { Outcome } from '../../src/errors/ending.ts'
import type { OriginReport } from '../../src/origin-report.ts'
import type { Transport } from '../../src/ports.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { type Seen, scriptedTransport } from '../../src/testing/scripted-transport.ts'
import { seededDice } from '../seeded-dice.ts'
import { type Asking, type Crowd, lineOf } from './crowd.ts'

/** One request on the wire, with what was so when it went out. Steady milliseconds. */
export interface Sent {
  readonly key: string
  readonly seen: Seen
  readonly headAtMs: number
  /** For how long its answer asks everybody to stay away. */
  readonly pauseMs: number
  /** How many were under way to this key, itself among them, counted at the wire. */
  readonly underWay: number
  readonly report: OriginReport | undefined
  /** Requests to this key since its breaker opened, itself not among them, whose heads had not come. */
  readonly probesOut: number
  /** When the breaker of this key, which is open, lets a probe out; null: it is closed. */
  readonly openUntilMs: number | null
}

export interface Settled {
  readonly asking: Asking
  readonly key: string
  readonly outcome: Outcome
  readonly startMs: number
  readonly endMs: number
  readonly endWallMs: number
}

export interface Played {
  readonly clock: FakeClock
  readonly sents: readonly Sent[]
  readonly settled: readonly Settled[]
  /** A call to an origin that is well, while the others are not. */
  readonly elsewhere: Settled
}

interface Opening {
  readonly untilMs: number
  readonly since: Seen[]
}

const WELL_HOST = 'well.test'

/** Lets the crowd ask, on the fake clock, and writes down what a bystander at the wire would see. */
export async function play({ moods, askings, options, shared, seed }: Crowd): Promise<Played> {
  const clock = fakeClock()
  const sents: Sent[] = []
  const openings = new Map<string, Opening>()
  const out = new Map<string, Set<Seen>>()
  const turns = new Map<string, number>()
  const keyOf = (url: URL): string => (shared && url.hostname !== WELL_HOST ? 'all' : url.origin)
  let pauseMs = 0
  const scripted = scriptedTransport(clock, ({ url }) => {
    pauseMs = 0
    if (url.hostname === WELL_HOST) return { status: 200, headMs: 1 }
    const turn = turns.get(url.origin) ?? 0
    turns.set(url.origin, turn + 1)
    const made = lineOf(moods[turn % moods.length] as (typeof moods)[number], clock.wallMs())
    pauseMs = made.pauseMs
    return made.line
  })
  const transport: Transport = {
    send(request, limits, judge) {
      const flight = scripted.send(request, limits, {
        ...judge,
        interim: (...told) => judge.interim(...told),
        head(...told) {
          const at = sents.findIndex(({ seen: other }) => other === seen)
          sents[at] = { ...(sents[at] as Sent), headAtMs: clock.steadyMs() }
          return judge.head(...told)
        },
        streamOver: () => judge.streamOver(),
      })
      const seen = scripted.seen.at(-1) as Seen
      const key = keyOf(request.url)
      const flying = out.get(key) ?? new Set()
      out.set(key, flying.add(seen))
      flight.landed.then(() => flying.delete(seen))
      const opening = openings.get(key)
      const probesOut = opening?.since.filter(each => each.disposal === null && flying.has(each)).length ?? 0
      opening?.since.push(seen)
      sents.push({
        key,
        seen,
        headAtMs: Number.POSITIVE_INFINITY,
        pauseMs,
        underWay: flying.size,
        report: client.origins().find(origin => origin.key === key),
        probesOut,
        openUntilMs: opening?.untilMs ?? null,
      })
      return flight
    },
    close: () => scripted.close(),
  }
  const client = createClient({
    ...options,
    clock,
    transport,
    dice: seededDice(seed),
    limitKey: ({ url }) => keyOf(url),
    onOrigin({ key, what, untilMs }) {
      if (what === 'opened') openings.set(key, { untilMs: untilMs ?? 0, since: [] })
      if (what === 'closed') openings.delete(key)
    },
  })

  async function ask(asking: Asking, url: URL): Promise<Settled> {
    await new Promise<void>(resolve => clock.set(asking.atMs, resolve))
    const { method, deadlineMs, maxWaitMs, abortMs } = asking
    const controller = new AbortController()
    const alarm = abortMs === null ? null : clock.set(abortMs, () => controller.abort())
    const startMs = clock.steadyMs()
    const outcome = await client.try(url, {
      method,
      deadlineMs,
      maxWaitMs,
      attemptMs: Math.min(deadlineMs, 2_000),
      signal: controller.signal,
    })
    if (alarm !== null) clock.clear(alarm)
    return { asking, key: keyOf(url), outcome, startMs, endMs: clock.steadyMs(), endWallMs: clock.wallMs() }
  }

  const calls = askings.map(asking => ask(asking, new URL(`https://${asking.host}.test/x`)))
  const calm: Asking = {
    host: 'a',
    atMs: 2_000,
    method: 'GET',
    deadlineMs: 500,
    maxWaitMs: 0,
    abortMs: null,
  }
  const other = ask(calm, new URL(`https://${WELL_HOST}/`))
  const settled = await clock.runUntilSettled(Promise.all(calls))
  const elsewhere = await clock.runUntilSettled(other)
  await client.close()
  return { clock, sents, settled, elsewhere }
}
