import type { Answer } from '../answer.ts'
import { type Ask, namesOf } from '../asking.ts'
import { CONDITIONS } from '../fields/conditions.ts'
import { ownOptions } from '../options/check-options.ts'
import { milliseconds, must } from '../options/checks.ts'
import type { CallOptions, SharedOptions } from '../options/options.ts'

export interface PollOptions extends Omit<SharedOptions, 'searchParams' | 'throwOnError'> {
  /** Is it done? Asked of each answer but 202, which never is. Default: always. */
  readonly done?: (answer: Answer) => boolean | Promise<boolean>
  /** From now until it has to be done: waits and requests included. Default 300000 (five minutes). */
  readonly deadlineMs?: number
  /**
   * Who asks when the address belongs to another origin. Your client may send there what is meant for its own server, so
   * without this another origin is refused; another client, such as `heed` itself, brings nothing along.
   */
  readonly elsewhere?: Ask
  readonly signal?: AbortSignal
}

/** The same, checked, with every default. `options` is what goes to each request. */
export interface SettledPoll {
  readonly done: (answer: Answer) => boolean | Promise<boolean>
  readonly deadlineMs: number
  readonly elsewhere: Ask | null
  readonly options: CallOptions
}

const FIVE_MINUTES_MS = 300_000

/** Of these a poll makes its own; see `PollOptions`. */
const NOT_FOR_POLL = ['body', 'json', 'form', 'method', 'stream', 'searchParams', 'throwOnError', 'idempotencyKey']
const POLL_SETS: ReadonlySet<string> = new Set(['range', ...CONDITIONS])

/** @throws {OptionError} naming the option, its bounds and the cure; the others are checked when a request is made */
export function checkedPoll(given: PollOptions): SettledPoll {
  const { done = () => true, deadlineMs = FIVE_MINUTES_MS, elsewhere = null, ...options } = ownOptions(given)
  must(typeof done === 'function', 'done', 'be a function that gives true or false')
  must(elsewhere === null || typeof elsewhere === 'function', 'elsewhere', 'be a client')
  const bound = milliseconds(1)(deadlineMs)
  must(bound === null, 'deadlineMs', `be ${bound}`)
  for (const name of NOT_FOR_POLL) {
    must(!Object.hasOwn(options, name), name, 'be left out of a poll, which asks with GET what the server named')
  }
  const own = namesOf(options.headers).find(name => POLL_SETS.has(name))
  must(own === undefined, 'headers', `leave out ${own}: a poll asks for the whole`)
  return { done, deadlineMs, elsewhere, options }
}
