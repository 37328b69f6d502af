import { worker } from 'heed-lab/adapters/heed-job.mjs'
import { type CallResult, type Evidence, type Job, roundsOf, type Scenario } from 'heed-lab/suite'
import type { Dice } from '../../src/ports.ts'
// It is loaded when first asked for, and the fake clock does not wait for a disk.
import '../../src/several.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import type { FakeLog } from './fake-log.ts'
import { scriptTransport } from './script-transport.ts'

type Work = ReturnType<typeof worker>

/** Chance that is the same in every run. */
function fixedDice(): Dice {
  let state = 42
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Plays a scenario with heed on the fake clock: what the judge needs, without a wire and without waiting. */
export async function play(scenario: Scenario): Promise<Evidence> {
  const clock = fakeClock()
  const { transport, log, fill } = scriptTransport(clock, scenario)
  const work = worker({ clock, transport, dice: fixedDice() })
  const calls: CallResult[] = []
  for (const { pauseMs, jobs } of roundsOf(scenario, fill)) {
    await clock.advance(pauseMs)
    calls.push(...(await clock.runUntilSettled(Promise.all(jobs.map(job => done(work, job, log))))))
  }
  await clock.advance(scenario.lingerMs ?? 0)
  return { log, calls, fill }
}

async function done(work: Work, job: Job, log: FakeLog): Promise<CallResult> {
  const startMs = log.nowMs()
  const result = { id: job.id, ...(await work(job)) }
  return { result, startMs, endMs: log.nowMs() }
}
