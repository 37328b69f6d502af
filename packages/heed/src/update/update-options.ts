import type { Answer } from '../answer.ts'
import { namesOf } from '../asking.ts'
import { CONDITIONS } from '../fields/conditions.ts'
import { parseMediaType } from '../fields/media-type.ts'
import { ownOptions } from '../options/check-options.ts'
import { must } from '../options/checks.ts'
import type { CallOptions, SharedOptions } from '../options/options.ts'

/**
 * Makes the new value of what is there: JSON when the answer says that it is JSON, else its text. `current` is the answer it
 * was read from, null for what is to be created; `round` counts from 1. Undefined: there is nothing to change.
 */
export type Change<Value> = (value: Value, current: Answer | null, round: number) => unknown

export interface UpdateOptions<Value = unknown>
  extends Omit<SharedOptions, 'redirect' | 'maxRedirects' | 'throwOnError'> {
  /** PUT writes the whole new value, PATCH what `change` gives as a patch of the given `type`. Default PUT. */
  readonly method?: 'PUT' | 'PATCH'
  /** Media type of what is written. For JSON, `change` gives a value, else a text or bytes. Default application/json. */
  readonly type?: string
  /** What `change` is given where there is nothing (404, 410); what it makes of it is created (If-None-Match: *). */
  readonly create?: Value
  /**
   * Asked when an answer to a write got lost: is the change in what is there now? `written` is what `change` gave. To be
   * right it needs something that only this change put there, such as an id; that the content is equal proves nothing.
   */
  readonly landed?: (value: Value, written: unknown, current: Answer) => boolean | Promise<boolean>
  /** How often it is read, changed and written at most. 1 to 1000, default 20. */
  readonly rounds?: number
  /** For all rounds and the pauses between them. Default: what the client has for one call. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

/** The same, checked, with every default. `options` is what goes to each request. */
export interface Settled<Value> {
  readonly change: Change<Value>
  readonly method: 'PUT' | 'PATCH'
  readonly type: string
  readonly create: Value | undefined
  readonly landed: UpdateOptions<Value>['landed']
  readonly rounds: number
  readonly deadlineMs: number
  readonly options: CallOptions
}

/** @throws {OptionError} naming the option, its bounds and the cure; the others are checked when a request is made */
export function checkedUpdate<Value>(
  change: Change<Value>,
  given: UpdateOptions<Value>,
  deadlineMs: number,
): Settled<Value> {
  const { method = 'PUT', type = 'application/json', create, landed, rounds = 20, ...options } = ownOptions(given)
  must(typeof change === 'function', 'change', 'be a function that takes the value and gives the new one')
  must(method === 'PUT' || method === 'PATCH', 'method', "be 'PUT' or 'PATCH'")
  must(typeof type === 'string' && parseMediaType(type) !== null, 'type', 'be a media type such as application/json')
  must(landed === undefined || typeof landed === 'function', 'landed', 'be a function that gives true or false')
  must(Number.isInteger(rounds) && rounds >= 1 && rounds <= 1000, 'rounds', 'be a whole number from 1 to 1000')
  must(
    create === undefined || method === 'PUT',
    'create',
    'be left out with PATCH, which changes what is there: use PUT',
  )
  for (const name of NOT_FOR_UPDATE) {
    must(!Object.hasOwn(options, name), name, `be left out of an update, ${WHY_NOT[name]}`)
  }
  const own = namesOf(options.headers).find(name => UPDATE_SETS.has(name))
  must(
    own === undefined,
    'headers',
    `leave out ${own}: update sets it${own === 'content-type' ? ' from the option type' : ''}`,
  )
  return { change, method, type, create, landed, rounds, deadlineMs: options.deadlineMs ?? deadlineMs, options }
}

const WHY_NOT = {
  body: 'which writes what its function gives',
  json: 'which writes what its function gives',
  form: 'which writes what its function gives',
  stream: 'which has to read it whole',
  throwOnError: 'which ends with an answer or an error',
  redirect: 'whose condition holds for one address alone',
  maxRedirects: 'whose condition holds for one address alone',
  idempotencyKey: 'whose condition does the same: a second write finds another version',
} as const
const NOT_FOR_UPDATE = Object.keys(WHY_NOT) as (keyof typeof WHY_NOT)[]

/** Fields that say what a request is about, so a caller's own would make another question of it. */
const UPDATE_SETS: ReadonlySet<string> = new Set(['content-type', 'range', ...CONDITIONS])
