import type { Socket } from 'node:net'
import type { LogConnection, LogEntry, WireLog } from '../log/entry.ts'
import { Recorder } from '../log/recorder.ts'
import type { Answer, OriginName, Template } from '../script/answer.ts'
import { originsIn } from '../script/origins.ts'
import { type PickRequest, pickAnswer, pickAtConnect } from '../script/pick.ts'
import { fillTemplate } from '../script/template.ts'
import { Busy } from './busy.ts'
import { secureContext } from './certificate.ts'
import { type Backstage, converse } from './conversation.ts'
import { isSecure, type Listener, listen, plainSocket } from './listener.ts'
import { LAB_CLOSES, SETTLE_MS } from './play.ts'
import type { RequestHead } from './request-head.ts'
import { Gone, wireOver } from './wire.ts'

/** What is played: a scenario, or anything else with answers. All of it is looked through for the origins it names. */
export interface StageScript {
  readonly answers: readonly Answer[]
  readonly answerFor?: AnswerFor
}

/**
 * What a list of answers cannot say, such as a quota: the answer to a request, given those that came before it. Pure.
 *
 * @returns null: the list of answers has it
 */
export type AnswerFor = (request: PickRequest, before: readonly LogEntry[], nowMs: number) => Answer | null

/** How a stage is set up. */
export interface StageOptions {
  /** A name for the run: letters, digits, `-`, `_`, `.` or `~`. */
  readonly run: string
  /** The scenario's name, of the same characters. */
  readonly scenario: string
  /** The origins to open besides `a`; default those that the script names. */
  readonly origins?: readonly OriginName[]
  /** Where origin `a` listens; default any free port. */
  readonly port?: number
  /** Hears of each request when it has arrived, and again when its answer is over. */
  readonly heard?: (entry: LogEntry) => void
}

export type Bases = Readonly<Record<'a', string> & Partial<Record<OriginName, string>>>

/** A script being played on sockets of its own. */
export interface Stage {
  /** Of the origins that are open: with the prefix, and no slash at the end. */
  readonly bases: Bases
  /** `/s/<run>/<scenario>` */
  readonly prefix: string
  /** Grows as requests come; after `close` it stays as it is. */
  readonly log: WireLog
  /** Fills a template; times count from now. */
  fill(template: Template): string
  /** Milliseconds since the log began. */
  nowMs(): number
  /** Waits until no answer is under way, a stall included, but no longer than this. */
  idle(withinMs: number): Promise<void>
  /**
   * Ends all connections and listens no more. A second call waits for the first.
   *
   * @throws what went wrong in the lab itself while it played, if anything did
   */
  close(): Promise<void>
}

const NAME = /^[A-Za-z0-9._~-]+$/

/** Opens sockets on loopback and plays the script's answers to whoever sends requests there. */
export async function openStage(script: StageScript, options: StageOptions): Promise<Stage> {
  const { run, scenario } = options
  for (const [what, name] of [
    ['run', run],
    ['scenario', scenario],
  ] as const) {
    if (!NAME.test(name))
      throw new RangeError(`The name of the ${what} is "${name}"; use letters, digits and - _ . ~ only.`)
  }
  const origins = [...new Set<OriginName>(['a', ...(options.origins ?? originsIn(script))])]
  // The certificate is ready before a connection can wait for it.
  if (origins.some(isSecure)) await secureContext()
  const stage = new OpenStage(script, `/s/${run}/${scenario}`, options.heard)
  await stage.open(origins, options.port)
  return stage
}

class OpenStage implements Stage {
  readonly prefix: string
  readonly #log: Recorder
  readonly #answers: readonly Answer[]
  readonly #answerFor: AnswerFor
  readonly #used: number[]
  readonly #listeners: Listener[] = []
  readonly #ends = new Map<Socket, AbortController>()
  readonly #talks = new Set<Promise<void>>()
  readonly #busy = new Busy()
  readonly #failures: unknown[] = []
  #bases: Partial<Record<OriginName, string>> = {}
  #closed: Promise<void> | undefined

  constructor({ answers, answerFor = () => null }: StageScript, prefix: string, heard?: StageOptions['heard']) {
    this.#log = new Recorder(heard === undefined ? {} : { heard })
    this.#answers = answers
    this.#answerFor = answerFor
    this.#used = answers.map(() => 0)
    this.prefix = prefix
  }

  get bases(): Bases {
    return this.#bases as Bases
  }

  get log(): WireLog {
    return this.#log
  }

  fill = (template: Template, wallMs: number = Date.now()): string =>
    fillTemplate(template, { bases: this.#bases, prefix: this.prefix, wallMs })

  nowMs = (): number => this.#log.nowMs()

  async open(origins: readonly OriginName[], portOfA = 0): Promise<void> {
    for (const origin of origins) {
      const listener = await listen(origin, tcp => this.#connected(origin, tcp), origin === 'a' ? portOfA : 0)
      this.#listeners.push(listener)
      this.#bases[origin] = listener.base + this.prefix
    }
  }

  idle(withinMs: number): Promise<void> {
    return this.#busy.idle(withinMs)
  }

  close(): Promise<void> {
    this.#closed ??= this.#shut()
    return this.#closed
  }

  async #shut(): Promise<void> {
    const listening = this.#listeners.map(listener => listener.close())
    for (const [tcp, end] of this.#ends) {
      end.abort(LAB_CLOSES)
      tcp.destroy()
    }
    await Promise.all([...listening, ...this.#talks])
    this.#busy.release()
    if (this.#failures.length > 0) throw this.#failures[0]
  }

  #connected(origin: OriginName, tcp: Socket): void {
    const end = new AbortController()
    const connection = this.#log.opened(origin)
    this.#ends.set(tcp, end)
    const talk = this.#talk(origin, tcp, connection, end).catch(error => {
      if (!(error instanceof Gone)) this.#failures.push(error)
      tcp.destroy()
    })
    this.#talks.add(talk)
    void talk.then(() => this.#talks.delete(talk))
    tcp.once('close', () => this.#ends.delete(tcp))
  }

  async #talk(origin: OriginName, tcp: Socket, connection: LogConnection, end: AbortController): Promise<void> {
    this.#watch(tcp, connection, end)
    const index = pickAtConnect(this.#answers, this.#used, origin)
    if (index !== null) return this.#refuse(tcp, index, end.signal)
    const socket = await plainSocket(origin, tcp)
    if (socket !== tcp) this.#watch(socket, connection, end)
    await converse({ socket, tcp, connection, gone: end.signal }, this.#backstage)
  }

  /** Notes when either side ends the connection, and tells who plays on it. */
  #watch(socket: Socket, connection: LogConnection, end: AbortController): void {
    const ended = (): void => {
      if (end.signal.reason === LAB_CLOSES) return
      connection.closedAtMs ??= this.nowMs()
    }
    const left = (): void => {
      ended()
      end.abort()
    }
    // An error is followed by `close`, which says all that we need to know.
    socket
      .once('finish', ended)
      .once('end', left)
      .once('close', left)
      .on('error', () => {})
  }

  /** Breaks a connection before anything is read from it. */
  async #refuse(tcp: Socket, index: number, gone: AbortSignal): Promise<void> {
    this.#used[index] = (this.#used[index] ?? 0) + 1
    const { how } = this.#answers[index]?.break ?? {}
    const wire = wireOver({ socket: tcp, gone })
    // What is not read at all would hide that the client leaves.
    if (how === 'stall') return void tcp.resume()
    // At once, it would be chance whether the client sees a connection that breaks or one that is not made.
    await wire.wait(SETTLE_MS)
    if (how === 'reset') wire.reset()
    else wire.end()
  }

  readonly #backstage: Backstage = {
    arrived: (head, connection) => this.#arrived(head, connection),
    fill: this.fill,
    nowMs: this.nowMs,
  }

  #arrived({ method, target, fields }: RequestHead, connection: LogConnection): ReturnType<Backstage['arrived']> {
    const path = this.#within(target)
    const request: PickRequest = { origin: connection.origin, method, path, fields }
    const made = this.#answerFor(request, this.#log.entries, this.nowMs())
    const index = made === null ? pickAnswer(this.#answers, this.#used, request) : null
    if (index !== null) this.#used[index] = (this.#used[index] ?? 0) + 1
    const text = `No answer of this script is for ${method} ${path} at origin ${connection.origin}.`
    const answer = made ?? (index === null ? undefined : this.#answers[index]) ?? { status: 404, body: { text } }
    const entry = this.#log.arrived({ connection, method, target: path, fields, index })
    const release = this.#busy.begin()
    const over = (): void => {
      release()
      this.#log.tell(entry)
    }
    return { entry, answer, over }
  }

  /** The target after the prefix; one outside of it stays whole. */
  #within(target: string): string {
    // RFC 9112 section 3.2.2: a target may be a whole address.
    const base = Object.values(this.#bases).find(each => target.startsWith(each)) ?? this.prefix
    const rest = target.slice(base.length)
    return target.startsWith(base) && /^[/?]/.test(rest) ? rest : target
  }
}
