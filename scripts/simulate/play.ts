import { gapMs, seeded } from './chance.ts'
import type { Contender } from './contenders.ts'
import { Timeline } from './events.ts'
import { CALLS_PER_SECOND, CLIENTS, RUN_MS, type Scenario } from './scenarios.ts'
import { type Measures, type Series, Tally } from './tally.ts'
import { wireTo } from './wire.ts'

/** After the last call has begun this is left to end; what has not ended by then has failed. */
const DRAIN_MS = 120_000
const SEED = { arrivals: 2, waits: 3 }

export interface Played {
  readonly measures: Measures
  readonly series: Series
}

/** Plays one scenario with one contender. The same calls come at the same times for everybody. */
export async function play(scenario: Scenario, contender: Contender): Promise<Played> {
  const timeline = new Timeline()
  const tally = new Tally(scenario.stretch)
  const wire = wireTo(timeline, scenario.server(timeline), tally)
  const call = contender.caller(timeline, wire, seeded(SEED.waits))
  const arrivals = seeded(SEED.arrivals)

  function begin(): void {
    const fromMs = timeline.nowMs
    tally.called(fromMs)
    call(Math.floor(arrivals() * CLIENTS), good => {
      if (good) tally.succeeded(fromMs, timeline.nowMs)
    })
    next()
  }

  function next(): void {
    const atMs = timeline.nowMs + gapMs(CALLS_PER_SECOND, arrivals)
    if (atMs < RUN_MS) timeline.at(atMs, begin)
  }

  next()
  if (contender.real) await timeline.runSettling(RUN_MS + DRAIN_MS)
  else timeline.run(RUN_MS + DRAIN_MS)
  return { measures: tally.measures(), series: tally.series() }
}
