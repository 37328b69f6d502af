import { perform } from 'heed-lab/adapters/heed-job.mjs'
import { type CallResult, type Evidence, type Job, roundsOf, type Scenario } from 'heed-lab/suite'
import { type Client, createClient } from '../../src/client.ts'
import type { Dice } from '../../src/ports.ts'
import { fakeClock } from '../fake-clock.ts'
import type { FakeLog } from './fake-log.ts'
import { scriptTransport } from './script-transport.ts'

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
  const client = createClient({ clock, transport, dice: fixedDice() })
  const calls: CallResult[] = []
  for (const { pauseMs, jobs } of roundsOf(scenario, fill)) {
    await clock.advance(pauseMs)
    calls.push(...(await clock.runUntilSettled(Promise.all(jobs.map(job => done(client, job, log))))))
  }
  await clock.advance(scenario.lingerMs ?? 0)
  return { log, calls, fill }
}

async function done(client: Client, job: Job, log: FakeLog): Promise<CallResult> {
  const startMs = log.nowMs()
  const result = { id: job.id, ...(await perform(client, job)) }
  return { result, startMs, endMs: log.nowMs() }
}
