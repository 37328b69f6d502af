import type { Answer } from '../answer.ts'
import { type Ask, type Pace, pause, withFields } from '../asking.ts'
import { HeedError, StatusError } from '../errors/errors.ts'
import { resolveLocation, sameOrigin } from '../fields/location.ts'
import { retryAfterMs } from '../fields/retry-after.ts'
import type { CallOptions } from '../options/options.ts'
import { spreadMs } from '../rules/backoff.ts'
import { shownUrl } from '../shown-url.ts'
import { PollError } from './poll-error.ts'
import { checkedPoll, type PollOptions, type SettledPoll } from './poll-options.ts'

/** When nobody says how long: a second at first, then twice as long each time, up to ten. */
const FIRST_PAUSE_MS = 1_000
const MOST_PAUSE_MS = 10_000

/**
 * Asks how it goes with what was accepted (202) until it is done: at the address in Operation-Location or Location, or where
 * the answer came from when that was asked with GET; no earlier than Retry-After says. An answer that is no 202 is the end,
 * unless `done` sees in it that the work goes on. A request that fails in a way that may pass is no end either.
 *
 * @returns the last answer; the given one when it is no 202 and `done` has nothing against it
 * @throws {PollError} not done in time (`later`, with where and when to ask again), or nowhere to ask
 * @throws {HeedError} what asking failed with, when asking again would bring the same: a 404, a 500 that stays, an abort
 */
export async function poll(ask: Ask, answer: Answer, options: PollOptions, pace: Pace): Promise<Answer> {
  return new Poll(ask, answer, checkedPoll(options), pace).run()
}

class Poll {
  readonly #ask: Ask
  readonly #own: SettledPoll
  readonly #pace: Pace
  readonly #endMs: number
  /** The origin whose credentials the client has: that of the request that was accepted, before any redirect. */
  readonly #home: URL
  #answer: Answer
  #cause: HeedError | undefined
  #url: URL | null
  #turn = 0

  constructor(ask: Ask, answer: Answer, own: SettledPoll, pace: Pace) {
    this.#ask = ask
    this.#own = own
    this.#pace = pace
    this.#endMs = pace.clock.steadyMs() + own.deadlineMs
    const first = answer.trail.find(entry => entry.what === 'send')
    this.#home = new URL(first?.url ?? answer.url)
    this.#answer = answer
    // Asked with GET, the answer speaks of its own address; what another method was sent to is not asked again by itself.
    const last = answer.trail.findLast(entry => entry.what === 'send')
    this.#url = last === undefined || last.method === 'GET' ? new URL(answer.url) : null
  }

  async run(): Promise<Answer> {
    const { clock } = this.#pace
    const { done, options } = this.#own
    for (;;) {
      const pending = this.#answer.row?.effect === 'pending'
      if (this.#cause === undefined && !pending && (await done(this.#answer))) return this.#answer
      const url = this.#next(pending)
      const waitMs = this.#waitMs()
      if (clock.steadyMs() + waitMs >= this.#endMs) throw this.#later(url, waitMs)
      await pause(clock, waitMs, options.signal)
      await this.#request(url, waitMs)
    }
  }

  /** Where to ask next, judged before anything is sent there. */
  #next(pending: boolean): URL {
    const named = this.#cause === undefined && pending ? namedBy(this.#answer) : null
    const url = named ?? this.#url
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      const message = `${shown(this.#answer)} does not say where to ask how it goes: it has neither Operation-Location nor Location with an http address. Look into its content.`
      throw new PollError('nowhere', message, this.#answer, { url })
    }
    const downgrade = this.#home.protocol === 'https:' && url.protocol === 'http:'
    if (downgrade || (!sameOrigin(url, this.#home) && this.#own.elsewhere === null)) {
      const cure = downgrade
        ? 'It leads from https to http, where everybody on the way can read and change it.'
        : 'Pass the client that may ask there as the option elsewhere; yours could take along what is meant for its own server.'
      const message = `${shown(this.#answer)} says to ask another origin how it goes, at ${shownUrl(url)}. ${cure}`
      throw new PollError('elsewhere', message, this.#answer, { url })
    }
    this.#url = url
    return url
  }

  async #request(url: URL, waitedMs: number): Promise<void> {
    const { elsewhere, options } = this.#own
    const leftMs = Math.floor(this.#endMs - this.#pace.clock.steadyMs())
    if (leftMs < 1) throw this.#later(url, waitedMs)
    const home = sameOrigin(url, this.#home)
    const deadlineMs = Math.min(leftMs, this.#pace.deadlineMs)
    const attempt = options.attemptMs === undefined ? {} : { attemptMs: Math.min(options.attemptMs, deadlineMs) }
    // How it went a moment ago is not the question.
    const headers = withFields(home ? options.headers : undefined, { 'cache-control': 'no-cache' })
    const asked: CallOptions = { ...options, ...attempt, headers, deadlineMs, throwOnError: true, method: 'GET' }
    try {
      this.#answer = await (home || elsewhere === null ? this.#ask : elsewhere)(url, asked)
      this.#cause = undefined
    } catch (error) {
      const mayPass = HeedError.is(error) && error.retryable && options.signal?.aborted !== true
      if (!mayPass) throw error
      this.#cause = error
      if (error instanceof StatusError) this.#answer = error.answer
    }
  }

  /** What the server asks for is the least (RFC 9110 section 10.2.3); spread upwards, as a crowd may be told the same. */
  #waitMs(): number {
    const { clock, dice } = this.#pace
    const { headers } = this.#answer
    const statedMs = retryAfterMs(headers.get('retry-after'), headers.get('date'), clock.wallMs())
    const leftMs = this.#endMs - clock.steadyMs()
    if (statedMs !== null && statedMs > 0) return statedMs + spreadMs(statedMs, leftMs, Number.POSITIVE_INFINITY, dice)
    const mostMs = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#turn++)
    return mostMs * (0.5 + dice() / 2)
  }

  #later(url: URL, waitMs: number): PollError {
    const { clock } = this.#pace
    const retryAt = new Date(Math.min(LAST_DATE_MS, clock.wallMs() + waitMs))
    const why = this.#cause === undefined ? '' : ` The latest request failed: ${this.#cause.message}`
    const message = `${shown(this.#answer)} is not the end, and the deadline (${this.#own.deadlineMs} ms) leaves no time to ask again: do so at ${shownUrl(url)}, not before ${retryAt.toISOString()}, or raise deadlineMs.${why}`
    return new PollError('later', message, this.#answer, { url, retryAt, cause: this.#cause })
  }
}

const LAST_DATE_MS = 8.64e15

const shown = (answer: Answer): string => `The answer ${answer.status} ${answer.phrase} from ${answer.shownUrl}`

/** Operation-Location says nothing else; Location on 202 is custom rather than rule. User info in it is no login. */
function namedBy(answer: Answer): URL | null {
  const base = new URL(answer.url)
  const { headers } = answer
  const url = resolveLocation(headers.get('operation-location'), base) ?? resolveLocation(headers.get('location'), base)
  if (url === null) return null
  url.username = ''
  url.password = ''
  return url
}
