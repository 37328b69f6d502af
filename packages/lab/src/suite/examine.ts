import { setTimeout as pause } from 'node:timers/promises'
import { judge } from '../judge/judge.ts'
import type { CallResult } from '../judge/verdict.ts'
import type { Scenario } from '../script/scenario.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import type { AdapterProcess, Reply } from './adapter-process.ts'
import type { Hello, Job } from './job.ts'
import { roundsOf } from './jobs.ts'
import type { Lateness } from './lateness.ts'
import type { CallReport, ScenarioReport } from './report.ts'
import { shownJob, shownResult, shownWire } from './shown-wire.ts'

/** One call: what came of it, and when. */
interface Answered {
  readonly job: Job
  readonly reply: Reply
  readonly startMs: number
  readonly endMs: number
}

/** An adapter that takes so much longer than the whole call may is stopped. */
const GRACE_MS = 2000

/** A client that leaves and hands over its result may be seen to leave a little after the result. */
const SETTLE_MS = 200

const NOTHING_SEEN = {
  findings: [],
  calls: [],
  wire: { entries: [], connections: [], leftOut: { entries: 0, connections: 0 } },
  tookMs: 0,
  lateMs: 0,
} as const

/** The report of a scenario that cannot be played with this client; null: it can. */
export function unsupported({ id, needs = [] }: Scenario, lacks: Hello['lacks']): ScenarioReport | null {
  const lacking = needs.filter(need => lacks?.includes(need))
  if (lacking.length === 0) return null
  const sentence = `lacks: ${lacking.join(', ')}`
  return { id, outcome: 'unsupported', sentence, trouble: false, ...NOTHING_SEEN, alone: false, flickered: null }
}

/** The report of a scenario that could not be played because something other than the client failed. */
export function troubled({ id }: Scenario, sentence: string): ScenarioReport {
  return { id, outcome: 'fail', sentence, trouble: true, ...NOTHING_SEEN, alone: false, flickered: null }
}

/** What a play needs to know of the run that it belongs to. */
export interface Moment {
  /** Ends it. */
  readonly signal: AbortSignal
  readonly lateness: Lateness
}

/** Plays one scenario with one adapter that is ready, and judges it. Never throws. */
export async function examine(
  scenario: Scenario,
  adapter: AdapterProcess,
  run: string,
  { signal, lateness }: Moment,
): Promise<ScenarioReport> {
  const startMs = performance.now()
  try {
    const report = await onStage(scenario, adapter, run, signal)
    return { ...report, tookMs: Math.round(performance.now() - startMs), lateMs: lateness.worstSinceMs(startMs) }
  } catch (error) {
    if (signal.aborted) return troubled(scenario, 'The run was stopped.')
    const reason = error instanceof Error ? error.message : String(error)
    return troubled(scenario, `The lab could not play this scenario: ${reason}`)
  }
}

async function onStage(
  scenario: Scenario,
  adapter: AdapterProcess,
  run: string,
  signal: AbortSignal,
): Promise<ScenarioReport> {
  const stage = await openStage(scenario, { run, scenario: scenario.id })
  try {
    const answered = await playedCalls(scenario, stage, adapter, signal)
    await pause(scenario.lingerMs ?? 0, undefined, { signal })
    await stage.idle(SETTLE_MS)
    return reportOf(scenario, stage, answered)
  } finally {
    await stage.close()
  }
}

async function playedCalls(
  scenario: Scenario,
  stage: Stage,
  adapter: AdapterProcess,
  signal: AbortSignal,
): Promise<Answered[]> {
  const answered: Answered[] = []
  for (const { pauseMs, jobs } of roundsOf(scenario, stage.fill)) {
    await pause(pauseMs, undefined, { signal })
    answered.push(...(await Promise.all(jobs.map(job => answeredJob(job, stage, adapter)))))
  }
  return answered
}

async function answeredJob(job: Job, stage: Stage, adapter: AdapterProcess): Promise<Answered> {
  const startMs = stage.nowMs()
  const reply = await adapter.ask(job, job.options.totalMs + GRACE_MS)
  return { job, reply, startMs, endMs: stage.nowMs() }
}

function reportOf(scenario: Scenario, stage: Stage, answered: readonly Answered[]): ScenarioReport {
  const { log, fill } = stage
  const rest = {
    calls: answered.map(shownCall),
    wire: shownWire(log, JSON.stringify(scenario)),
    tookMs: 0,
    lateMs: 0,
    alone: false,
    flickered: null,
  }
  const calls: CallResult[] = []
  for (const { reply, startMs, endMs } of answered) {
    // What was seen of a client whose adapter failed says nothing of the client.
    if (reply.kind === 'trouble') return { ...troubled(scenario, reply.sentence), ...rest }
    calls.push({ result: reply.result, startMs, endMs })
  }
  return { id: scenario.id, ...judge(scenario, { log, calls, fill }), trouble: false, ...rest }
}

const shownCall = ({ job, reply, startMs, endMs }: Answered): CallReport => ({
  job: shownJob(job),
  result: reply.kind === 'result' ? shownResult(reply.result) : null,
  startMs,
  endMs,
})
