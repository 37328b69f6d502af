/**
 * `client.download`: a GET whose body goes to a sink, and which goes on after a break where it can be sure that the rest
 * belongs to what it holds. What an answer means stands in `download-plan.ts`; this is the loop around it.
 */
import type { Answer } from '../answer.ts'
import { OptionError, StatusError, WireError } from '../errors/errors.ts'
import { tell } from '../listener.ts'
import type { BodilessOptions, CallOptions } from '../options/options.ts'
import type { Plan } from '../plan.ts'
import { FAULTS } from '../rules/faults.ts'
import type { Trail } from '../trail.ts'
import { placeOf } from './digest-check.ts'
import { downloadError, failed, faultError } from './download-ending.ts'
import type { DownloadError, DownloadFailure } from './download-error.ts'
import { headOf, isCoded } from './download-head.ts'
import { type DownloadOptions, isSink, type OwnOptions, splitOptions } from './download-options.ts'
import { continuable, judge, judgeRefusal, refusesRange, type Take } from './download-plan.ts'
import { DownloadTime, type TimePlan } from './download-time.ts'
import { DownloadTrail } from './download-trail.ts'
import { Holding } from './holding.ts'
import { ReadAhead } from './read-ahead.ts'
import type { DownloadState, Sink } from './sink.ts'

/** What a download reads of a plan. */
export type DownloadPlan = TimePlan & Pick<Plan, 'attempts' | 'onTrail'>

/** The client that a download is made with. */
export interface Caller {
  /** One GET: `client.get`. */
  call(url: string | URL, options: BodilessOptions): PromiseLike<Answer>
  /** The plan of a call with these options. @throws {OptionError} */
  plan(options: CallOptions): DownloadPlan
}

/** A download that came to its end: all bytes are in the sink, and they are of one version. */
export interface Downloaded {
  readonly bytes: number
  /** How often the rest was asked for and came. */
  readonly resumed: number
  /** Bytes that an earlier download had left and that were used. */
  readonly reusedBytes: number
  /** What names the version: a strong ETag or Last-Modified; null: the server gave none. */
  readonly validator: string | null
  /** Of the Repr-Digest that all bytes were checked against; null: the server sent none that could be checked. */
  readonly digest: 'sha-256' | 'sha-512' | null
  /** The last answer: status, headers, url. Its body is in the sink. */
  readonly answer: Answer
  /** All that happened, through all answers. */
  readonly trail: Trail
}

/**
 * Downloads to a sink, or to a file by its name: that one comes into being whole or not at all, and what came of it before
 * an error waits in `name.part` for a download with `resume`.
 *
 * @throws {OptionError} an option is unknown, of the wrong type, or does not go with a download
 * @throws {DownloadError} it ended after some of it had come, or the sink threw
 * @throws {AbortError} the caller's signal fired
 * @throws {StatusError | WireError} nothing came at all
 */
export async function download(
  caller: Caller,
  url: string | URL,
  sink: string | Sink,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  const own = splitOptions(options)
  const plan = caller.plan(own.call)
  if (typeof sink !== 'string' && !isSink(sink)) {
    throw new OptionError('sink', 'The sink must be the name of a file, or an object with write and restart.')
  }
  const target = typeof sink === 'string' ? (await import('./file-sink.ts')).fileSink(sink) : sink
  // Before anything is sent: what cannot be checked cannot be called whole.
  placeOf('')
  return new Download(caller, url, target, own, plan).run()
}

class Download {
  readonly #caller: Caller
  readonly #url: string | URL
  readonly #own: OwnOptions
  readonly #attempts: number
  readonly #holding: Holding
  readonly #trail: DownloadTrail
  readonly #time: DownloadTime
  #resumed: number = 0
  /** Bodies that began at the first byte, and parts that were of no use. */
  #starts: number = 0
  #unfit: number = 0
  /** Sends in a row that brought nothing to go on with. */
  #fruitless: number = 0

  constructor(caller: Caller, url: string | URL, sink: Sink, own: OwnOptions, plan: DownloadPlan) {
    this.#caller = caller
    this.#url = url
    this.#own = own
    this.#attempts = plan.attempts
    this.#holding = new Holding(sink)
    this.#trail = new DownloadTrail(plan.clock, plan.onTrail)
    this.#time = new DownloadTime(plan, own.call.deadlineMs, own.call.signal)
  }

  async run(): Promise<Downloaded> {
    try {
      await this.#holding.open(this.#own.resume)
      const leftBytes = continuable(this.#holding.state)?.heldBytes ?? 0
      let answer: Answer | null = null
      while (answer === null) answer = await this.#once()
      await this.#checkWhole()
      await this.#holding.finish()
      this.#trail.end('delivered', 'all bytes are there')
      return this.#downloaded(answer, this.#starts === 0 ? leftBytes : 0)
    } catch (error) {
      const late = this.#time.isLate(error)
      throw await failed(late ? faultError('deadline', this.#trail) : error, this.#holding, this.#trail)
    } finally {
      this.#time.close()
    }
  }

  #downloaded(answer: Answer, reusedBytes: number): Downloaded {
    const { state, heldBytes, algorithm } = this.#holding
    return {
      bytes: heldBytes,
      resumed: this.#resumed,
      reusedBytes,
      validator: state?.validator ?? null,
      digest: algorithm,
      answer,
      trail: this.#trail.entries,
    }
  }

  /** One request, and what it brings. Gives the answer that ended the download; null: there is more to ask for. */
  async #once(): Promise<Answer | null> {
    const asked = continuable(this.#holding.state)
    this.#trail.begin(asked?.heldBytes ?? 0)
    let answer: Answer
    try {
      answer = await this.#caller.call(this.#url, this.#callOptions(asked))
    } catch (error) {
      if (asked === null || !(error instanceof StatusError) || !refusesRange(error.status)) throw error
      const refusal = judgeRefusal(headOf(error.answer), asked)
      return refusal.do === 'complete' ? error.answer : this.#startOver(refusal.reason)
    }
    const verdict = judge(headOf(answer), asked)
    if (verdict.do === 'take') return this.#take(answer, verdict)
    await answer.stream.cancel()
    if (verdict.do === 'changed' && !this.#own.restartIfChanged) throw this.#error('changed', `${verdict.reason}.`)
    return this.#startOver(verdict.reason)
  }

  #callOptions(asked: DownloadState | null): BodilessOptions {
    const leftMs = this.#time.leftMs()
    const { signal } = this.#time
    const { call, fields } = this.#own
    const range = asked === null ? [] : [['range', `bytes=${asked.heldBytes}-`] as const]
    const condition = asked === null ? [] : [['if-range', asked.validator ?? ''] as const]
    return {
      ...call,
      // Ranges count bytes as they are sent, so they must not be packed.
      headers: [...fields, ['accept-encoding', 'identity'], ...range, ...condition],
      stream: true,
      throwOnError: true,
      redirect: 'follow',
      attempts: Math.max(1, this.#attempts - this.#fruitless),
      onTrail: this.#trail.onTrail,
      ...(signal === null ? {} : { signal }),
      ...(leftMs === null ? {} : { deadlineMs: leftMs }),
      ...(leftMs === null || call.attemptMs === undefined ? {} : { attemptMs: Math.min(call.attemptMs, leftMs) }),
    }
  }

  /** Nothing that is held can be gone on with. */
  async #startOver(reason: string): Promise<null> {
    this.#unfit++
    if (this.#unfit >= this.#attempts) throw this.#error('changed', `${reason}.`)
    await this.#holding.restart()
    this.#tellProgress()
    if (this.#unfit > 1) await this.#wait(this.#unfit, reason)
    return null
  }

  async #take(answer: Answer, take: Take): Promise<Answer | null> {
    const holding = this.#holding
    const body = new ReadAhead(answer.stream)
    if (take.fromByte > 0) this.#resumed++
    else this.#starts++
    const broken = await this.#pour(body, answer, take)
    const gained = holding.heldBytes > take.fromByte && continuable(holding.state) !== null
    this.#fruitless = gained ? 0 : this.#fruitless + this.#trail.sends
    if (broken === null) return take.toEnd ? answer : null
    const startedOver = take.fromByte === 0 && this.#starts >= this.#attempts
    if (this.#attempts === 1 || startedOver || this.#fruitless >= this.#attempts) throw broken
    await this.#wait(Math.max(1, this.#fruitless), `${broken.fault} after ${holding.heldBytes} bytes`)
    return null
  }

  /** Body to sink. Gives the error that it broke off with and that is worth another try; null: it ended as it said. */
  async #pour(body: ReadAhead, answer: Answer, take: Take): Promise<WireError | null> {
    const holding = this.#holding
    try {
      await holding.begin(take, isCoded(answer) ? null : answer.headers.get('content-digest'))
      this.#tellProgress()
      for (let piece = await body.next(); piece !== null; piece = await body.next()) {
        if (take.endByte !== null && holding.heldBytes + piece.length > take.endByte) {
          throw this.#error('changed', 'the answer brought more bytes than it announced.')
        }
        await holding.write(piece)
        this.#tellProgress()
      }
    } catch (error) {
      await body.cancel()
      return this.#worthAnother(error)
    }
    if (take.endByte !== null && holding.heldBytes < take.endByte)
      return this.#worthAnother(faultError('truncated', this.#trail))
    const wrong = holding.answerBroken()
    if (wrong !== null) throw this.#error('digest', `the body does not have the ${wrong.algorithm} of Content-Digest.`)
    return null
  }

  /** @throws the error itself, when trying again would bring the same */
  #worthAnother(error: unknown): WireError {
    if (!(error instanceof WireError) || !FAULTS[error.fault].transient) throw error
    this.#trail.fault(error.fault)
    return error
  }

  async #checkWhole(): Promise<void> {
    const wrong = await this.#holding.wholeBroken()
    if (wrong !== null) throw this.#error('digest', `they do not have the ${wrong.algorithm} of Repr-Digest.`)
  }

  async #wait(times: number, why: string): Promise<void> {
    const waitMs = this.#time.backoffMs(times)
    if (waitMs === null) throw faultError('deadline', this.#trail)
    this.#trail.wait(waitMs, `${why}: nobody said how long, so heed backs off`)
    await this.#time.wait(waitMs)
  }

  #tellProgress(): void {
    const { state, heldBytes } = this.#holding
    tell(this.#own.onProgress, { heldBytes, totalBytes: state?.totalBytes ?? null })
  }

  #error(reason: DownloadFailure, why: string): DownloadError {
    return downloadError(reason, why, this.#holding, this.#trail)
  }
}
