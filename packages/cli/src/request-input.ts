import { randomUUID } from 'node:crypto'
import type { BodyValue } from 'heed'
import { bytesOf, type Source, sourceOf } from './body-source.ts'
import { addressOf, shown, timeOf, UsageError, wholeOf } from './usage.ts'

/** The options as they were typed. */
export interface Flags {
  readonly method?: string
  readonly header?: readonly string[]
  readonly data?: readonly string[]
  readonly jsonBody?: readonly string[]
  readonly form?: readonly string[]
  readonly idempotencyKey?: string
  readonly ifNoneMatch?: string
  readonly attempts?: string
  readonly deadline?: string
  readonly perAttempt?: string
  readonly maxWait?: string
  readonly cache?: string
  readonly failFast?: boolean
  readonly follow: boolean
  readonly output?: string
  readonly continue?: boolean
  readonly include?: boolean
  readonly json?: boolean
  readonly verbose?: boolean
  readonly quiet?: boolean
  readonly as?: string
}

/** Headers by name in lower case; undefined leaves out one that would be sent. */
export type Fields = Readonly<Record<string, string | undefined>>

/** What to send and how to heed the answer. */
export interface RequestInput {
  readonly url: string
  readonly method: string
  readonly fields: Fields
  readonly body: Source | null
  readonly attempts?: number
  readonly deadlineMs?: number
  readonly attemptMs?: number
  readonly maxWaitMs?: number
  readonly redirect: 'follow' | 'manual'
}

/** The Accept of somebody who looks at what comes. */
export const ANYTHING = '*/*'

const USUAL_METHODS: ReadonlySet<string> = new Set([
  'get',
  'head',
  'post',
  'put',
  'patch',
  'delete',
  'options',
  'query',
])

/** @throws {UsageError} naming the option, what was given and the cure */
export async function requestInput(
  address: string,
  flags: Flags,
  stdin: AsyncIterable<Uint8Array>,
): Promise<RequestInput> {
  checkTogether(flags)
  const url = addressOf(address)
  const fields = fieldsOf(flags)
  const limits = limitsOf(flags)
  const body = await bodyOf(flags, stdin)
  const type = body?.type ?? null
  return {
    url,
    method: methodOf(flags.method, body !== null),
    fields: type === null || 'content-type' in fields ? fields : { ...fields, 'content-type': type },
    body,
    ...limits,
    redirect: flags.follow ? 'follow' : 'manual',
  }
}

function checkTogether(flags: Flags): void {
  const { verbose, quiet, include, json, failFast, attempts, maxWait } = flags
  const both = (one: string, other: string, cure: string): UsageError =>
    new UsageError(`${one} and ${other} contradict each other: ${cure}.`)
  if (verbose && quiet) throw both('--verbose', '--quiet', 'leave one out')
  if (include && json) throw both('--include', '--json', 'the JSON document holds the header fields, so leave -i out')
  if (failFast && attempts !== undefined)
    throw both('--fail-fast', '--attempts', 'it means one attempt, so leave one out')
  if (failFast && maxWait !== undefined) throw both('--fail-fast', '--max-wait', 'it never waits, so leave one out')
}

function limitsOf({ attempts, deadline, perAttempt, maxWait, failFast }: Flags): Partial<RequestInput> {
  if (failFast) return { attempts: 1, maxWaitMs: 0, ...timesOf(deadline, perAttempt) }
  return {
    ...(attempts === undefined ? {} : { attempts: wholeOf('--attempts', attempts, 1, 100) }),
    ...(maxWait === undefined ? {} : { maxWaitMs: timeOf('--max-wait', maxWait) }),
    ...timesOf(deadline, perAttempt),
  }
}

function timesOf(deadline: string | undefined, perAttempt: string | undefined): Partial<RequestInput> {
  const deadlineMs = deadline === undefined ? undefined : timeOf('--deadline', deadline)
  const attemptMs = perAttempt === undefined ? undefined : timeOf('--per-attempt', perAttempt)
  if (attemptMs !== undefined && attemptMs > (deadlineMs ?? 30_000)) {
    throw new UsageError(
      `--per-attempt ${perAttempt} is longer than the deadline for all of it (${deadline ?? '30s'}): raise --deadline.`,
    )
  }
  return { ...(deadlineMs === undefined ? {} : { deadlineMs }), ...(attemptMs === undefined ? {} : { attemptMs }) }
}

function methodOf(given: string | undefined, hasBody: boolean): string {
  if (given === undefined) return hasBody ? 'POST' : 'GET'
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(given)) {
    throw new UsageError(`-X takes a method such as GET or POST; '${shown(given)}' is none.`)
  }
  // Methods are case-sensitive, and nobody who types "post" means a method of that name.
  return USUAL_METHODS.has(given) ? given.toUpperCase() : given
}

function fieldsOf({ header = [], idempotencyKey, ifNoneMatch }: Flags): Fields {
  const fields: Record<string, string | undefined> = {}
  for (const line of header) {
    const at = line.indexOf(':')
    // The text itself is not shown: it may be a secret that lacks its name.
    if (at < 1) throw new UsageError(`-H takes 'name: value'; what was given has no name before a colon.`)
    const name = line.slice(0, at).trim().toLowerCase()
    const value = line.slice(at + 1).trim()
    const before = fields[name]
    if (value === '') fields[name] = undefined
    else fields[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`
  }
  if (ifNoneMatch !== undefined) fields['if-none-match'] = etagOf(ifNoneMatch)
  if (idempotencyKey !== undefined)
    fields['idempotency-key'] = idempotencyKey === 'auto' ? randomUUID() : idempotencyKey
  // A person at a terminal takes whatever comes; 'accept:' leaves it out.
  return 'accept' in fields ? fields : { accept: ANYTHING, ...fields }
}

/** Quotes get lost between a shell and its user. */
function etagOf(given: string): string {
  if (given === '') throw new UsageError(`--if-none-match takes an entity tag such as '"v1"'; what was given is empty.`)
  return given === '*' || /^(W\/)?".*"$/.test(given) ? given : `"${given}"`
}

async function bodyOf(flags: Flags, stdin: AsyncIterable<Uint8Array>): Promise<Source | null> {
  const { data = [], jsonBody = [], form = [] } = flags
  const given = [
    ...data.map(() => '--data'),
    ...jsonBody.map(() => '--json-body'),
    ...(form.length > 0 ? ['--form'] : []),
  ]
  if (given.length > 1) {
    throw new UsageError(`A request has one body, and ${given.join(' and ')} were given: leave all but one out.`)
  }
  if (data[0] !== undefined) return sourceOf('--data', data[0], null, stdin)
  if (jsonBody[0] !== undefined) return jsonOf(await sourceOf('--json-body', jsonBody[0], 'application/json', stdin))
  return form.length > 0 ? formOf(form) : null
}

async function jsonOf(source: Source): Promise<Source> {
  const bytes = await bytesOf(source)
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(
      `--json-body takes JSON, and what was given is none: ${shown(why)}. Check its quotes and commas.`,
    )
  }
  // Sent as it was given: numbers that JavaScript would round stay what they are.
  return { ...source, body: (): BodyValue => bytes }
}

function formOf(pairs: readonly string[]): Source {
  const params = new URLSearchParams()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new UsageError(`--form takes name=value; '${shown(pair)}' has no name before an equals sign.`)
    params.append(pair.slice(0, at), pair.slice(at + 1))
  }
  const text = params.toString()
  const bytes = new TextEncoder().encode(text)
  return { body: () => bytes, oneShot: false, type: 'application/x-www-form-urlencoded', curl: ['--data-raw', text] }
}
