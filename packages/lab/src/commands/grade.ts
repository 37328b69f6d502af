import { writeFileSync } from 'node:fs'
import { loadFiles, type ScenarioFile } from '../script/library.ts'
import type { Scenario } from '../script/scenario.ts'
import type { Examinee } from '../suite/adapter-kinds.ts'
import { SHIPPED } from '../suite/adapters.ts'
import { grade } from '../suite/grade.ts'
import { junitOf } from '../suite/junit.ts'
import type { Report, Skipped } from '../suite/report.ts'
import { isDecisive, isPassed } from '../suite/tally.ts'
import { EXIT, type Streams } from './command.ts'
import { failuresOf, remarksOf } from './failures.ts'
import { type Asked, askedOf, chosen } from './grade-words.ts'
import { listOf } from './list.ts'
import { pageOf, plain } from './page.ts'
import { ProgressLine } from './progress.ts'
import { tableOf } from './table.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Examines clients and tells what came of it. */
export async function run(words: readonly string[], streams: Streams): Promise<number> {
  const asked = askedOf(words, SHIPPED, streams)
  if (asked === null) return EXIT.ok
  const files = loadFiles()
  const scenarios = readable(chosen(files, asked.only), streams)
  if (asked.list) {
    streams.stdout.write(listOf(SHIPPED, scenarios, pageOf(streams.stdout, streams.env)))
    return EXIT.ok
  }
  if (scenarios.length === 0) throw new Error('There is no scenario left to play.')
  const { present, skipped } = sorted(asked)
  return examined(asked, present, skipped, scenarios, streams)
}

/** The good ones; of each other one a sentence. */
function readable(files: readonly ScenarioFile[], { stderr }: Streams): Scenario[] {
  for (const { path, faults } of files) {
    if (faults.length > 0) stderr.write(`heed-lab: ${plain(`${path} is left out: ${faults[0]}`)}\n`)
  }
  return files.filter(({ faults }) => faults.length === 0).map(({ value }) => value as Scenario)
}

function sorted({ shipped, own }: Asked): { present: Examinee[]; skipped: Skipped[] } {
  const looked = shipped.map(adapter => ({ adapter, sentence: adapter.missing() }))
  return {
    present: [
      ...looked.flatMap(({ adapter, sentence }) => (sentence === null ? [adapter] : [])),
      ...(own === null ? [] : [own]),
    ],
    skipped: looked.flatMap(({ adapter: { name }, sentence }) => (sentence === null ? [] : [{ name, sentence }])),
  }
}

async function examined(
  asked: Asked,
  examinees: readonly Examinee[],
  missing: readonly Skipped[],
  scenarios: readonly Scenario[],
  streams: Streams,
): Promise<number> {
  const { jobs, twice, quiet } = asked
  const progress = new ProgressLine(streams, quiet, scenarios.length * (twice ? 2 : 1))
  const decisive = new Set(scenarios.filter(isDecisive).map(({ id }) => id))
  const stop = new AbortController()
  const onSignal = (): void => {
    // Asked a second time, it does not wait.
    if (stop.signal.aborted) process.exit(EXIT.interrupted)
    stop.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  try {
    const found = await grade({
      examinees,
      scenarios,
      jobs,
      twice,
      signal: stop.signal,
      onReplay: (name, count) => progress.replay(name, count),
      onPlayed: (name, { id, outcome }) => progress.tell(name, outcome === 'fail' && decisive.has(id)),
    })
    progress.clear()
    const report = { ...found, skipped: [...missing, ...found.skipped] }
    await tell(report, asked, streams)
    return stop.signal.aborted ? EXIT.interrupted : exitCodeOf(report)
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal)
  }
}

async function tell(report: Report, { json, junit, html, quiet }: Asked, streams: Streams): Promise<void> {
  const { stdout, stderr, env } = streams
  const page = pageOf(stdout, env)
  const text = `${JSON.stringify(report)}\n`
  if (json !== null && json !== '-') writeFileSync(json, text)
  if (junit !== null && junit !== '-') writeFileSync(junit, junitOf(report))
  if (html !== null) (await import('../suite/board.ts')).writeBoard(report, html)
  // A line each where no terminal asks for less: for logs, and for those who search them.
  stderr.write(remarksOf(report, pageOf(stderr, env, Number.POSITIVE_INFINITY)))
  if (json === '-') stdout.write(text)
  else if (junit === '-') stdout.write(junitOf(report))
  else {
    stdout.write(tableOf(report, page))
    const [only, ...others] = report.clients
    if (!quiet && only !== undefined && others.length === 0) stdout.write(failuresOf(only, report, page))
  }
}

function exitCodeOf(report: Report): number {
  if (report.clients.length === 0) return EXIT.unreachable
  return isPassed(report) ? EXIT.ok : EXIT.failures
}
