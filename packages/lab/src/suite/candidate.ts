import type { Scenario } from '../script/scenario.ts'
import type { Examinee } from './adapter-kinds.ts'
import { Crew, type Surroundings } from './crew.ts'
import { isDoubtful } from './doubtful.ts'
import type { ClientReport, ScenarioReport, Skipped } from './report.ts'

type Heard = (name: string, report: ScenarioReport) => void

/** One client on its way through all scenarios, once or twice. */
export class Candidate {
  readonly #examinee: Examinee
  readonly #surroundings: Surroundings
  readonly #scenarios: readonly Scenario[]
  readonly #plays: Map<string, ScenarioReport>[] = []
  #crew: Crew | string | undefined
  #tookMs = 0

  constructor(examinee: Examinee, surroundings: Surroundings, scenarios: readonly Scenario[]) {
    this.#examinee = examinee
    this.#surroundings = surroundings
    this.#scenarios = scenarios
  }

  /** Plays all scenarios, so many side by side. */
  async play(sideBySide: number, onPlayed: Heard): Promise<void> {
    if (this.#surroundings.signal.aborted) return
    this.#crew ??= await Crew.open(this.#examinee, this.#surroundings)
    const crew = this.#crew
    if (typeof crew === 'string') return
    const startMs = performance.now()
    const reports = new Map<string, ScenarioReport>()
    this.#plays.push(reports)
    await crew.play(this.#scenarios, sideBySide, report => {
      reports.set(report.id, report)
      onPlayed(this.#examinee.name, report)
    })
    await crew.close()
    this.#tookMs += Math.round(performance.now() - startMs)
  }

  /** Plays once more, one after another, what may have failed or passed because the machine was busy; nothing else is to be played meanwhile. */
  async replay(onReplay: (name: string, count: number) => void): Promise<void> {
    const crew = this.#crew
    const reports = this.#plays.at(-1)
    if (typeof crew !== 'object' || reports === undefined) return
    const doubtful = this.#scenarios.filter(({ id }) => {
      const report = reports.get(id)
      return report !== undefined && isDoubtful(report)
    })
    if (doubtful.length === 0) return
    onReplay(this.#examinee.name, doubtful.length)
    await crew.play(doubtful, 1, report => reports.set(report.id, { ...report, alone: true }))
    await crew.close()
  }

  /** What came of it: of the first play, with where the second one differed. */
  report(): ClientReport | Skipped {
    const { name } = this.#examinee
    if (this.#crew === undefined) return { name, sentence: 'The run was stopped before its turn.' }
    if (typeof this.#crew === 'string') return { name, sentence: this.#crew }
    const { hello, complaints } = this.#crew
    const [first, second] = this.#plays
    return {
      name,
      client: hello?.client ?? name,
      version: hello?.version ?? null,
      runtime: hello?.runtime ?? null,
      setup: hello?.setup ?? null,
      lacks: hello?.lacks ?? [],
      complaints: complaints.list(),
      scenarios: this.#scenarios.flatMap(({ id }) => compared(first?.get(id), second?.get(id)) ?? []),
      tookMs: this.#tookMs,
    }
  }
}

/** The worse of two verdicts stands: a client that fails now and then fails. */
function compared(one: ScenarioReport | undefined, other: ScenarioReport | undefined): ScenarioReport | undefined {
  if (one === undefined || other === undefined || one.outcome === other.outcome) return one
  const [worse, better] = one.outcome === 'fail' ? [one, other] : [other, one]
  return { ...worse, flickered: { outcome: better.outcome, sentence: better.sentence } }
}
