import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { inFolder } from '../folder.ts'
import type { Scenario } from '../script/scenario.ts'
import type { Examinee } from './adapter-kinds.ts'
import { Candidate } from './candidate.ts'
import { REPORT_SCHEMA, type Report, type ScenarioReport } from './report.ts'
import { openSurroundings } from './surroundings.ts'

export interface GradeOptions {
  readonly examinees: readonly Examinee[]
  readonly scenarios: readonly Scenario[]
  /** Processes of one client side by side. */
  readonly jobs: number
  /** Play everything twice and compare. */
  readonly twice: boolean
  /** Ends the run; what was not played by then is missing from the report. */
  readonly signal: AbortSignal
  readonly onPlayed: (name: string, report: ScenarioReport) => void
  /** So many of this client's are played once more, alone. */
  readonly onReplay?: (name: string, count: number) => void
}

/** Two clients side by side keep two cores busy; more would only disturb each other's times. */
const CLIENTS_AT_ONCE = 2

/** Examines clients, scenario by scenario. */
export async function grade(options: GradeOptions): Promise<Report> {
  const { examinees, scenarios, jobs, twice, signal, onPlayed, onReplay = () => {} } = options
  const startedAt = new Date().toISOString()
  const startMs = performance.now()
  const surroundings = await openSurroundings(signal)
  const candidates = examinees.map(examinee => new Candidate(examinee, surroundings, scenarios))
  try {
    for (let play = 0; play < (twice ? 2 : 1) && !signal.aborted; play += 1) {
      await atOnce(candidates, CLIENTS_AT_ONCE, candidate => candidate.play(jobs, onPlayed))
      await atOnce(candidates, 1, candidate => candidate.replay(onReplay))
    }
  } finally {
    surroundings.close()
  }
  const reports = candidates.map(candidate => candidate.report())
  return {
    $schema: REPORT_SCHEMA,
    lab: labVersion(),
    machine: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`,
    startedAt,
    tookMs: Math.round(performance.now() - startMs),
    scenarios,
    clients: reports.filter(report => 'scenarios' in report),
    skipped: reports.flatMap(report => ('scenarios' in report ? [] : report)),
  }
}

/** Works on all of a list, on at most so many at a time. */
async function atOnce<Each>(list: readonly Each[], most: number, work: (each: Each) => Promise<void>): Promise<void> {
  const queue = list.values()
  const worker = async (): Promise<void> => {
    for (const each of queue) await work(each)
  }
  await Promise.all(Array.from({ length: most }, worker))
}

function labVersion(): string {
  return (JSON.parse(readFileSync(inFolder('package.json'), 'utf8')) as { version: string }).version
}
