import type { Answer } from '../answer.ts'
import { type Ask, type Pace, pause, withFields } from '../asking.ts'
import { AbortError, HeedError, StatusError } from '../errors/errors.ts'
import { parseEntityTag, writeEntityTag } from '../fields/etag.ts'
import { firstLine } from '../fields/lines.ts'
import { isJson } from '../fields/media-type.ts'
import { retryAfterMs } from '../fields/retry-after.ts'
import type { BodyOptions, CallOptions } from '../options/options.ts'
import type { FaultName } from '../ports.ts'
import { backoffMs } from '../rules/backoff.ts'
import { FAULTS } from '../rules/faults.ts'
import { lookup } from '../status/lookup.ts'
import type { Trail, TrailEntry } from '../trail.ts'
import { UpdateError, type UpdateFailure } from './update-error.ts'
import { type Change, checkedUpdate, type Settled, type UpdateOptions } from './update-options.ts'

/** Where the pause between two rounds stops growing. */
const MOST_PAUSE_MS = 5_000
const LEAST_BASE_MS = 5
/** A version that has been refused so often in a row is not outdated: the server means something else. */
const MOST_REFUSALS_OF_ONE = 5

/** What a round starts from: what is there, and the condition under which alone it may be replaced. */
interface Base<Value> {
  readonly value: Value
  /** Null: there is nothing there. */
  readonly current: Answer | null
  /** What the server said, also when it was that there is nothing. */
  readonly said: Answer
  readonly condition: Readonly<Record<string, string>>
}

/** A write that may have happened. */
interface Doubt {
  readonly error: HeedError
  readonly written: unknown
  readonly condition: Readonly<Record<string, string>>
}

/**
 * Changes what is at an address so that nobody's change is lost: reads it, lets `change` make the new value, and writes that
 * on condition that it is still what was read (If-Match, RFC 9110 section 13.1.1). When it is not (412, 409), it begins anew
 * with what is there now. `change` may so be called several times; undefined means that there is nothing to change.
 *
 * Only a strong ETag makes this safe. A weak one says that two versions are alike, not the same, and Last-Modified counts in
 * whole seconds of a clock that nobody knows; neither is used.
 *
 * A write whose answer got lost is the hard case: the next try is told that the version has changed (412), which may be the
 * first one's own work. To apply the change once more could apply it twice, and to find the very content that was written
 * proves nothing, since somebody else may have made the same. So it ends with kind `unknown`, unless `landed` can tell.
 *
 * @returns the answer to the write; the one that was read when there was nothing to change, or when `landed` found the change
 * @throws {UpdateError} it was not written, or nobody knows
 * @throws {HeedError} what reading or writing failed with, when that says clearly that nothing was written
 */
export async function update<Value = unknown>(
  ask: Ask,
  url: string | URL,
  change: Change<Value>,
  options: UpdateOptions<Value>,
  pace: Pace,
): Promise<Answer> {
  return new Update(ask, url, checkedUpdate(change, options, pace.deadlineMs), pace).run()
}

class Update<Value> {
  readonly #ask: Ask
  readonly #url: string | URL
  readonly #own: Settled<Value>
  readonly #pace: Pace
  readonly #endMs: number
  #round = 0
  #doubt: Doubt | null = null
  /** What the latest write was refused with. */
  #refused: StatusError | null = null
  #refusedTag: string | undefined
  #refusals = 0

  constructor(ask: Ask, url: string | URL, own: Settled<Value>, pace: Pace) {
    this.#ask = ask
    this.#url = url
    this.#own = own
    this.#pace = pace
    this.#endMs = pace.clock.steadyMs() + own.deadlineMs
  }

  async run(): Promise<Answer> {
    const { change, rounds, options } = this.#own
    const { clock } = this.#pace
    for (;;) {
      const startMs = clock.steadyMs()
      this.#round++
      const base = await this.#read()
      if (this.#doubt !== null && (await this.#hasLanded(this.#doubt, base))) return base.said
      const value: unknown = await change(base.value, base.current, this.#round)
      if (value === undefined) return base.said
      const written = await this.#write(value, base.condition)
      if (written !== null) return written
      const waitMs = this.#pauseMs(clock.steadyMs() - startMs)
      if (this.#round >= rounds) throw this.#late('rounds')
      if (clock.steadyMs() + waitMs >= this.#endMs) throw this.#late('deadline')
      await pause(clock, waitMs, options.signal)
    }
  }

  /** Asks the server itself, past caches, and without content coding: each coding has its own strong ETag (section 8.8.3.3). */
  async #read(): Promise<Base<Value>> {
    const { options, create } = this.#own
    try {
      const headers = withFields(options.headers, { 'cache-control': 'no-cache', 'accept-encoding': 'identity' })
      const answer = await this.#ask(this.#url, { ...this.#common(), headers, method: 'GET', redirect: 'error' })
      const condition = { 'if-match': this.#versionOf(answer) }
      const value = await (isJson(answer.headers.get('content-type')) ? answer.json() : answer.text())
      return { value: value as Value, current: answer, said: answer, condition }
    } catch (error) {
      const absent = error instanceof StatusError && error.answer.row?.absent === true
      if (absent && create !== undefined) {
        return { value: create, current: null, said: error.answer, condition: { 'if-none-match': '*' } }
      }
      throw this.#doubt === null || error instanceof AbortError ? error : this.#unknown(this.#doubt.error)
    }
  }

  #versionOf(answer: Answer): string {
    const field = answer.headers.get('etag')
    const tag = parseEntityTag(field)
    if (tag !== null && !tag.weak) return writeEntityTag(tag)
    const why = tag !== null ? 'only a weak ETag' : field === null ? 'no ETag' : 'no ETag that can be read'
    const message = `The update of ${answer.shownUrl} cannot be made safe: the answer has ${why}, so a change that somebody makes meanwhile would be lost. Have the server send a strong ETag, or write with put if losing changes does no harm.`
    throw this.#error('unversioned', message, answer, answer.trail, null)
  }

  /** Is the write that may have happened in what is there now? False: surely not, and it never will be. */
  async #hasLanded(doubt: Doubt, base: Base<Value>): Promise<boolean> {
    const { landed } = this.#own
    if (landed !== undefined && base.current !== null) {
      if (await landed(base.value, doubt.written, base.current)) return true
    }
    // While the condition still holds, the write may be on its way and arrive later.
    const mayArrive = Object.entries(doubt.condition).every(([name, value]) => base.condition[name] === value)
    if (mayArrive) throw this.#unknown(doubt.error)
    this.#doubt = null
    return false
  }

  /** The answer to the write; null: it surely or perhaps did not happen, and another round finds out. */
  async #write(value: unknown, condition: Readonly<Record<string, string>>): Promise<Answer | null> {
    const { options, method, type } = this.#own
    const headers = withFields(options.headers, { 'content-type': type, ...condition })
    const body: BodyOptions = isJson(type) ? { json: value } : { body: value as string }
    try {
      // Followed to another origin it would lose its condition, and with it all safety.
      const answer = await this.#ask(this.#url, { ...this.#common(), headers, method, redirect: 'manual', ...body })
      if (answer.ok || answer.row?.effect === 'applied') return answer
      const message = `The update of ${answer.shownUrl} was not written: the address sends writes elsewhere (${answer.status} ${answer.phrase}), where the version that was read says nothing. Update the address that Location names.`
      throw this.#error('moved', message, answer, answer.trail, null)
    } catch (error) {
      if (!(error instanceof HeedError) || error instanceof UpdateError || error instanceof AbortError) throw error
      const refusal = error instanceof StatusError && this.#isOutdated(error, condition) ? error : null
      const doubtful = mayHaveActed(error.trail, refusal !== null)
      if (!doubtful && refusal === null) throw error
      this.#refused = refusal
      if (!doubtful) return null
      if (this.#own.landed === undefined) throw this.#unknown(error)
      this.#doubt = { error, written: value, condition }
      return null
    }
  }

  /** Does the refusal say that what was read is no longer there, so that another round may bring more? */
  #isOutdated({ status, answer }: StatusError, condition: Readonly<Record<string, string>>): boolean {
    const tag = condition['if-match']
    this.#refusals = this.#refusedTag === tag ? this.#refusals + 1 : 1
    this.#refusedTag = tag
    if (answer.row?.conflict === true) return this.#refusals < MOST_REFUSALS_OF_ONE
    // There was a condition; something on the way may have lost it, once (RFC 6585 section 3).
    return answer.row?.repair?.how === 'add-condition' && this.#refused?.status !== status
  }

  #common(): CallOptions {
    const leftMs = Math.max(1, Math.floor(this.#endMs - this.#pace.clock.steadyMs()))
    const { attemptMs } = this.#own.options
    const attempt = attemptMs === undefined ? {} : { attemptMs: Math.min(attemptMs, leftMs) }
    return { ...this.#own.options, ...attempt, deadlineMs: leftMs, throwOnError: true }
  }

  /** Grows with the rounds and with how long a round takes, so that many writers spread out over the time they need. */
  #pauseMs(roundMs: number): number {
    const { clock, dice } = this.#pace
    const ownMs = backoffMs(this.#round, Math.max(LEAST_BASE_MS, roundMs), MOST_PAUSE_MS, dice)
    const headers = this.#refused?.headers
    const date = firstLine(headers?.get('date'))
    return Math.max(ownMs, retryAfterMs(headers?.get('retry-after'), date, clock.wallMs()) ?? 0)
  }

  #late(ended: 'rounds' | 'deadline'): UpdateError {
    const { rounds, deadlineMs } = this.#own
    if (this.#doubt !== null) return this.#unknown(this.#doubt.error)
    const last = this.#refused
    const said = last === null ? '' : ` with ${last.status} ${last.answer.phrase}`
    const cure =
      ended === 'rounds'
        ? `all ${rounds} rounds are used up. Raise rounds, or update it less often.`
        : `the deadline (${deadlineMs} ms) leaves no time for round ${this.#round + 1}. Raise deadlineMs, or try later.`
    const message = `The update of ${last?.answer.shownUrl ?? 'it'} was not written: the server refused what was made of the version just read${said}, and ${cure}`
    return this.#error('conflict', message, last?.answer ?? null, last?.trail ?? [], last)
  }

  #unknown(error: HeedError): UpdateError {
    const answer = error instanceof StatusError ? error.answer : null
    const message = `Nobody knows whether the update was written: an answer to its ${this.#own.method} got lost or did not say. Read it again and look for your change before you repeat it; with the option landed, update does so itself. ${error.message}`
    return this.#error('unknown', message, answer, error.trail, error)
  }

  #error(kind: UpdateFailure, message: string, answer: Answer | null, trail: Trail, cause: unknown): UpdateError {
    return new UpdateError(kind, message, { rounds: this.#round, answer, trail, cause })
  }
}

/** These faults come before a byte of the request is sent. */
const NEVER_SENT: ReadonlySet<FaultName> = new Set([
  'refused',
  'unknown-host',
  'connect-timeout',
  'tls',
  'credential',
  'unsendable',
])

/** May a request of this trail have taken effect? With `refused`, its last answer says for itself that it did not. */
function mayHaveActed(trail: Trail, refused: boolean): boolean {
  const ends = trail.filter(({ what }) => what === 'answer' || what === 'fault')
  return (refused ? ends.slice(0, -1) : ends).some(leavesOpen)
}

function leavesOpen(entry: TrailEntry): boolean {
  if (entry.what === 'fault') return !NEVER_SENT.has(entry.fault) && !FAULTS[entry.fault].unprocessed
  const row = entry.what === 'answer' ? lookup(entry.status) : null
  // Whoever is told to slow down was turned away before anything was done.
  if (row === null || row.effect === 'not-applied' || row.retry?.pace === 'throttle') return false
  return row.kind === 'server error' || row.retry !== null
}
