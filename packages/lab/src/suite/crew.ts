import type { Scenario } from '../script/scenario.ts'
import type { Examinee } from './adapter-kinds.ts'
import { AdapterProcess, type AdapterSettings } from './adapter-process.ts'
import { Complaints } from './complaints.ts'
import { examine, type Moment, troubled, unsupported } from './examine.ts'
import type { Hello } from './job.ts'
import type { ScenarioReport } from './report.ts'

/** An adapter that cannot be started so often in a row will not be started again. */
const STARTS = 3

/** What the processes of every client need. */
export interface Surroundings extends Moment {
  readonly env: NodeJS.ProcessEnv
  readonly firstJob: AdapterSettings['firstJob']
}

/** The processes of one client. */
export class Crew {
  readonly examinee: Examinee
  readonly complaints: Complaints = new Complaints()
  readonly #surroundings: Surroundings
  readonly #started = new Set<AdapterProcess>()
  readonly #idle: AdapterProcess[] = []
  #hello: Hello | null = null
  #failedStarts = 0
  #plays = 0

  private constructor(examinee: Examinee, surroundings: Surroundings) {
    this.examinee = examinee
    this.#surroundings = surroundings
  }

  /** Starts a first process, which tells who the client is. Gives a sentence when it cannot be run. */
  static async open(examinee: Examinee, surroundings: Surroundings): Promise<Crew | string> {
    const crew = new Crew(examinee, surroundings)
    const first = await crew.#start()
    if (typeof first === 'string') return first
    crew.#hello = first.hello
    crew.#idle.push(first)
    return crew
  }

  /** Who the client said it is; null: it did not say. */
  get hello(): Hello | null {
    return this.#hello
  }

  /** Plays scenarios, so many side by side, each with a process of its own for as long as it lasts. */
  async play(
    scenarios: readonly Scenario[],
    sideBySide: number,
    onPlayed: (report: ScenarioReport) => void,
  ): Promise<void> {
    this.#plays += 1
    const run = `${this.#plays}`
    const queue = scenarios.values()
    await Promise.all(Array.from({ length: sideBySide }, () => this.#work(queue, run, onPlayed)))
  }

  /** Ends all processes, busy or not. */
  async close(): Promise<void> {
    await Promise.all([...this.#started].map(adapter => adapter.end()))
  }

  /** Takes scenarios from the queue until it is empty. */
  async #work(queue: Iterable<Scenario>, run: string, onPlayed: (report: ScenarioReport) => void): Promise<void> {
    let adapter: AdapterProcess | string | undefined = this.#idle.pop()
    for (const scenario of queue) {
      if (this.#surroundings.signal.aborted) break
      const passedOver = unsupported(scenario, this.#hello?.lacks)
      if (passedOver !== null) {
        onPlayed(passedOver)
        continue
      }
      if (typeof adapter !== 'object' || !adapter.running) adapter = await this.#start()
      onPlayed(
        typeof adapter === 'string'
          ? troubled(scenario, adapter)
          : await examine(scenario, adapter, run, this.#surroundings),
      )
    }
    if (typeof adapter === 'object') this.#idle.push(adapter)
  }

  async #start(): Promise<AdapterProcess | string> {
    if (this.#failedStarts >= STARTS) return `The adapter could not be started ${STARTS} times in a row.`
    const { env, firstJob, signal } = this.#surroundings
    const adapter = await AdapterProcess.start({
      command: this.examinee.command,
      env,
      firstJob,
      signal,
      onComplaint: sentence => this.complaints.add(sentence),
    })
    if (typeof adapter === 'object') this.#started.add(adapter)
    this.#failedStarts = typeof adapter === 'string' ? this.#failedStarts + 1 : 0
    return adapter
  }
}
