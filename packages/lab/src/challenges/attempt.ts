import type { LogEntry, WireLog } from '../log/entry.ts'
import type { Template } from '../script/answer.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import type { Challenge } from './challenge.ts'
import { moves, type Standing, standingOf } from './standing.ts'

/** How an attempt is set up. */
export interface AttemptOptions {
  /** Default any free port. */
  readonly port?: number
  /** At most so long, from the opening on. */
  readonly limitMs: number
  /** Aborts when the player gives up. */
  readonly signal?: AbortSignal
  /** Hears of each request when its answer is over. */
  readonly onRequest?: (entry: LogEntry, isStray: boolean) => void
  /** Hears how it stands when nothing has come for a while and it is still open. */
  readonly onQuiet?: (standing: Standing) => void
}

/** How an attempt ended. */
export interface Ending {
  readonly standing: Standing
  readonly why: 'decided' | 'limit' | 'given-up'
  /** What counted. */
  readonly log: WireLog
}

/** A challenge that is being played. */
export interface Attempt {
  /** Where to begin. */
  readonly url: string
  fill(template: Template): string
  /** Closes everything when it is decided, when the time is over, or when the player gives up. */
  readonly ending: Promise<Ending>
}

/** When all is met, the server listens so long for what should not come any more. */
const LINGER_MS = 1000
/** An answer that is under way when a challenge is lost may still be finished. */
const LAST_WORDS_MS = 300
const QUIET_MS = 8000

/** Opens a challenge on a port of its own. */
export async function openAttempt(challenge: Challenge, options: AttemptOptions): Promise<Attempt> {
  const { answers, start } = challenge
  const text = `The challenge has no answer for this. It begins with ${start.method} {a}${start.path}\n`
  const watch = new Watch(challenge, options)
  const stage = await openStage(
    { ...challenge, answers: [...answers, { times: 'always', status: 404, body: { text } }] },
    {
      run: 'you',
      scenario: String(challenge.number),
      heard: entry => watch.hear(entry),
      ...(options.port === undefined ? {} : { port: options.port }),
    },
  )
  return {
    url: stage.bases.a + start.path,
    fill: template => stage.fill(template),
    ending: watch.until(stage),
  }
}

/** Follows the log of one attempt until it is decided. */
class Watch {
  readonly #challenge: Challenge
  readonly #options: AttemptOptions
  readonly #toldOf = new Set<LogEntry>()
  #stage: Stage | undefined
  #quiet: NodeJS.Timeout | undefined
  #linger: NodeJS.Timeout | undefined
  #end: (why: Ending['why']) => void = () => {}

  constructor(challenge: Challenge, options: AttemptOptions) {
    this.#challenge = challenge
    this.#options = options
  }

  /** An entry is heard of when it arrives, and again when its answer is over. */
  hear(entry: LogEntry): void {
    const stray = this.#isStray(entry)
    if (isOver(entry) && !this.#toldOf.has(entry)) {
      this.#toldOf.add(entry)
      this.#options.onRequest?.(entry, stray)
    }
    this.#restartQuiet()
    if (stray) return
    const { state } = this.#standing()
    if (state === 'lost') this.#end('decided')
    if (state === 'met' && isOver(entry)) this.#linger ??= setTimeout(() => this.#end('decided'), LINGER_MS)
  }

  async until(stage: Stage): Promise<Ending> {
    this.#stage = stage
    const { limitMs, signal } = this.#options
    const giveUp = (): void => this.#end('given-up')
    let limit: NodeJS.Timeout | undefined
    const why = await new Promise<Ending['why']>(resolve => {
      this.#end = resolve
      limit = setTimeout(resolve, limitMs, 'limit')
      signal?.addEventListener('abort', giveUp, { once: true })
      if (signal?.aborted) giveUp()
    })
    clearTimeout(limit)
    clearTimeout(this.#linger)
    clearTimeout(this.#quiet)
    signal?.removeEventListener('abort', giveUp)
    if (why === 'decided') await stage.idle(LAST_WORDS_MS)
    const ending = { standing: this.#standing(), why, log: this.#log() }
    await stage.close()
    clearTimeout(this.#linger)
    clearTimeout(this.#quiet)
    return ending
  }

  #log(): WireLog {
    return moves(this.#stage?.log ?? { entries: [], connections: [] }, entry => this.#isStray(entry))
  }

  #standing(): Standing {
    return standingOf(this.#challenge, this.#log())
  }

  /** The last answer of the script is for all that the challenge has none for. */
  #isStray({ answer }: LogEntry): boolean {
    return answer.index === this.#challenge.answers.length
  }

  #restartQuiet(): void {
    clearTimeout(this.#quiet)
    const tell = (): void => {
      const standing = this.#standing()
      if (standing.state === 'open') this.#options.onQuiet?.(standing)
    }
    this.#quiet = setTimeout(tell, QUIET_MS)
  }
}

const isOver = ({ answer, droppedAtMs }: LogEntry): boolean => answer.endAtMs !== null || droppedAtMs !== null
