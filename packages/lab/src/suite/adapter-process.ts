import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Hello, Job, JobResult } from './job.ts'
import { LastWords } from './last-words.ts'
import { Lines } from './lines.ts'
import { endGroup, startGroup } from './process-group.ts'
import { spokenIn } from './spoken.ts'

/** What came of a job: the adapter's result, or what went wrong with the adapter, in a sentence. */
export type Reply =
  | { readonly kind: 'result'; readonly result: JobResult }
  | { readonly kind: 'trouble'; readonly sentence: string }

export interface AdapterSettings {
  readonly command: readonly [string, ...string[]]
  readonly env: NodeJS.ProcessEnv
  /** Ends it, also while it starts. */
  readonly signal: AbortSignal
  /** A request that any client can make. Its result says that the adapter is ready. */
  readonly firstJob: Job
  /** Hears of each thing that the adapter did wrong and that costs no job its result. */
  readonly onComplaint: (sentence: string) => void
}

interface Pending {
  readonly resolve: (reply: Reply) => void
  readonly timer: NodeJS.Timeout
}

const START_MS = 15_000
const SLOW_START = `The adapter did not answer its first job, a plain GET, within ${START_MS / 1000} s.`

/** One process of an adapter. Nothing that the process does makes it throw: every job gets its reply. */
export class AdapterProcess {
  /** Who it said it is; null: it did not say. */
  hello: Hello | null = null
  readonly #settings: AdapterSettings
  readonly #child: ChildProcessWithoutNullStreams
  readonly #pending = new Map<string, Pending>()
  readonly #answered = new Set<string>()
  readonly #lastWords = new LastWords()
  #over: string | null = null

  private constructor(settings: AdapterSettings) {
    this.#settings = settings
    this.#child = startGroup(settings.command, settings.env)
  }

  /** Starts one and waits until it answered its first job. Gives a sentence when that did not come to be. */
  static async start(settings: AdapterSettings): Promise<AdapterProcess | string> {
    const adapter = new AdapterProcess(settings)
    let ready = false
    try {
      adapter.#listen()
      const reply = await adapter.ask(settings.firstJob, START_MS, SLOW_START)
      ready = reply.kind === 'result'
      return reply.kind === 'result' ? adapter : reply.sentence
    } finally {
      // Whatever went wrong, also here: nobody else knows of the process.
      if (!ready) await adapter.end()
    }
  }

  /** False once it exited or was stopped: start another one. */
  get running(): boolean {
    return this.#over === null
  }

  /**
   * Hands a job over. The reply comes within `limitMs`: an adapter that takes longer is stopped, as nobody knows what
   * else it would say.
   */
  ask(job: Job, limitMs: number, tooLong = `The adapter gave no result within ${limitMs} ms.`): Promise<Reply> {
    if (this.#over !== null) return Promise.resolve({ kind: 'trouble', sentence: this.#over })
    this.#answered.delete(job.id)
    return new Promise(resolve => {
      const timer = setTimeout(() => this.#stop(`${tooLong}${this.#lastWords.quoted()}`), limitMs)
      this.#pending.set(job.id, { resolve, timer })
      this.#child.stdin.write(`${JSON.stringify(job)}\n`)
    })
  }

  /** Ends it and all that it started. Jobs under way get a reply that says so. */
  async end(): Promise<void> {
    this.#fail('The adapter was stopped.')
    await endGroup(this.#child)
  }

  #listen(): void {
    const { stdin, stdout, stderr } = this.#child
    const lines = new Lines(
      line => this.#hear(line),
      longest => this.#complain(`The adapter printed a line of more than ${longest} characters, which was left out.`),
    )
    stdout.setEncoding('utf8').on('data', (text: string) => lines.add(text))
    stdout.on('end', () => lines.end())
    stderr.setEncoding('utf8').on('data', (text: string) => this.#lastWords.add(text))
    // It left without reading all; that it left is told below.
    stdin.on('error', () => {})
    this.#child.on('error', error => this.#fail(notStarted(this.#settings.command[0], error)))
    // Not `exit`: what it printed last is still on its way then.
    const { signal } = this.#settings
    const onAbort = (): void => void this.end()
    signal.addEventListener('abort', onAbort)
    this.#child.on('close', (code, signalName) => {
      signal.removeEventListener('abort', onAbort)
      this.#fail(this.#exited(code, signalName))
    })
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`
    const cure = code === 0 ? ' An adapter goes on reading jobs until its standard input ends.' : ''
    return `The adapter ${how} before it gave a result.${cure}${this.#lastWords.quoted()}`
  }

  #hear(line: string): void {
    const spoken = spokenIn(line)
    switch (spoken.kind) {
      case 'hello':
        if (this.hello === null) this.hello = spoken.hello
        else this.#complain('The adapter said hello more than once; the first one counts.')
        break
      case 'result':
        this.#take(spoken.result.id, { kind: 'result', result: spoken.result })
        break
      case 'broken':
        this.#takeBroken(spoken.id, spoken.sentence)
        break
      case 'junk':
        this.#complain(spoken.sentence)
    }
  }

  #take(id: string, reply: Reply): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) {
      const twice = this.#answered.has(id)
      this.#complain(
        twice
          ? 'The adapter answered a job twice; the first result counts.'
          : `The adapter answered a job that it was not given: ${JSON.stringify(id.slice(0, 60))}.`,
      )
      return
    }
    this.#settle(id, pending, reply)
  }

  /** A broken result is the reply to its job; without an id, to the only job under way. */
  #takeBroken(id: string | null, sentence: string): void {
    const [only] = this.#pending.size === 1 ? this.#pending.keys() : []
    const meant = id ?? only
    if (meant === undefined) this.#complain(sentence)
    else this.#take(meant, { kind: 'trouble', sentence })
  }

  #settle(id: string, { resolve, timer }: Pending, reply: Reply): void {
    clearTimeout(timer)
    this.#pending.delete(id)
    this.#answered.add(id)
    resolve(reply)
  }

  #complain(sentence: string): void {
    if (this.#over === null) this.#settings.onComplaint(sentence)
  }

  #stop(sentence: string): void {
    this.#fail(sentence)
    void endGroup(this.#child)
  }

  /** The first reason counts. */
  #fail(sentence: string): void {
    this.#over ??= sentence
    for (const [id, pending] of this.#pending) this.#settle(id, pending, { kind: 'trouble', sentence: this.#over })
  }
}

function notStarted(program: string, error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return `There is no program "${program}": check the name, or give its path.`
  if (code === 'EACCES') {
    return `"${program}" may not be run: chmod +x makes it a program, or put its interpreter before it.`
  }
  return `"${program}" cannot be started (${error.message}).`
}
