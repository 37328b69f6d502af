import { addressOf, baseOf } from './address.ts'
import type { Answer } from './answer.ts'
import { bodyOf, NO_BODY, type SendableBody } from './body.ts'
import { Call } from './call.ts'
import { compileCall, compileClient, overridden } from './compile.ts'
import { drive } from './drive.ts'
import { answerOf, errorOf, type Outcome, outcomeOf } from './ending.ts'
import { OptionError } from './errors.ts'
import { Exchange } from './exchange.ts'
import type { BodilessOptions, ClientOptions, RequestOptions, SearchInput, SharedOptions } from './options.ts'
import type { Plan } from './plan.ts'
import { DEFAULT_FIELDS, mergedFields, type RequestFields } from './request-fields.ts'

/** What a client can be asked to become: anything but other connections. */
export type ExtendOptions = SharedOptions & { readonly baseUrl?: string | URL }

export interface Client {
  /** Sends a request: GET, or POST when there is a body, or `options.method`. */
  (url: string | URL, options?: RequestOptions): Call
  get(url: string | URL, options?: BodilessOptions): Call
  head(url: string | URL, options?: BodilessOptions): Call
  options(url: string | URL, options?: RequestOptions): Call
  /** GET with a body: safe and idempotent (RFC 10008). */
  query(url: string | URL, options?: RequestOptions): Call
  post(url: string | URL, options?: RequestOptions): Call
  put(url: string | URL, options?: RequestOptions): Call
  patch(url: string | URL, options?: RequestOptions): Call
  delete(url: string | URL, options?: RequestOptions): Call
  /** The same call, whose end is a value: never throws. */
  try(url: string | URL, options?: RequestOptions): Promise<Outcome>
  /** A client with these options on top; connections and what is known of origins are shared. */
  extend(options: ExtendOptions): Client
  /** Lets calls under way finish, then frees the connections that heed made. */
  close(): Promise<void>
}

interface Settings {
  readonly plan: Plan
  readonly base: URL | null
  readonly fields: RequestFields
  readonly search: readonly SearchInput[]
}

/**
 * Makes a client. Options are checked and compiled here, once.
 * @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another
 */
export function createClient(options: ClientOptions = {}): Client {
  const plan = compileClient(options)
  return clientWith(settingsOf(plan, { plan, base: null, fields: DEFAULT_FIELDS, search: [] }, options))
}

function settingsOf(plan: Plan, before: Settings, options: ExtendOptions): Settings {
  return {
    plan,
    base: options.baseUrl === undefined ? before.base : baseOf(options.baseUrl),
    fields: mergedFields(before.fields, options.headers),
    search: options.searchParams === undefined ? before.search : [...before.search, options.searchParams],
  }
}

function clientWith(settings: Settings): Client {
  const send = (url: string | URL, options?: RequestOptions, method?: string): Call =>
    new Call(answered(settings, url, options, method))
  const client = (url: string | URL, options?: RequestOptions): Call => send(url, options)
  return Object.assign(client, {
    get: (url: string | URL, options?: BodilessOptions) => send(url, options, 'GET'),
    head: (url: string | URL, options?: BodilessOptions) => send(url, options, 'HEAD'),
    options: (url: string | URL, options?: RequestOptions) => send(url, options, 'OPTIONS'),
    query: (url: string | URL, options?: RequestOptions) => send(url, options, 'QUERY'),
    post: (url: string | URL, options?: RequestOptions) => send(url, options, 'POST'),
    put: (url: string | URL, options?: RequestOptions) => send(url, options, 'PUT'),
    patch: (url: string | URL, options?: RequestOptions) => send(url, options, 'PATCH'),
    delete: (url: string | URL, options?: RequestOptions) => send(url, options, 'DELETE'),
    try: (url: string | URL, options?: RequestOptions) => tried(settings, url, options),
    extend: (options: ExtendOptions) => extended(settings, options),
    close: () => settings.plan.transport.close(),
  })
}

const FIXED = ['connectMs', 'dispatcher', 'transport', 'clock', 'dice', 'budget'] as const

function extended(settings: Settings, options: ExtendOptions): Client {
  const fixed = FIXED.find(name => name in options)
  if (fixed !== undefined) {
    throw new OptionError(
      fixed,
      `The option ${fixed} cannot be changed by extend, which shares connections: use createClient.`,
    )
  }
  compileClient({ ...options, transport: settings.plan.transport })
  return clientWith(settingsOf(overridden(settings.plan, options), settings, options))
}

async function answered(
  settings: Settings,
  url: string | URL,
  options?: RequestOptions,
  method?: string,
): Promise<Answer> {
  const ready = begin(settings, url, options, method)
  const exchange = ready instanceof Exchange ? ready : await ready
  await drive(exchange, options?.signal ?? null)
  const { failure, answer, fault, plan } = exchange
  if (answer !== null && fault === null && (failure === null || mayPass(plan, failure.stopped)))
    return answerOf(exchange, answer)
  if (failure === null) throw new TypeError('a call ended without answer and without failure')
  throw errorOf(exchange, failure)
}

/** With throwOnError: false a final 4xx or 5xx is an answer; a redirect that is refused never is. */
const mayPass = (plan: Plan, stopped: string): boolean => !plan.throwOnError && !stopped.startsWith('redirect-')

async function tried(settings: Settings, url: string | URL, options?: RequestOptions): Promise<Outcome> {
  try {
    const exchange = await begin(settings, url, options)
    await drive(exchange, options?.signal ?? null)
    if (exchange.failure !== null) return outcomeOf(exchange, exchange.failure)
    if (exchange.answer === null) throw new TypeError('a call ended without answer and without failure')
    return { kind: 'ok', answer: answerOf(exchange, exchange.answer) }
  } catch (error) {
    if (error instanceof OptionError) return { kind: 'never', error }
    throw error
  }
}

/** Everything up to the first send: options checked, address, fields and body made. */
function begin(
  settings: Settings,
  url: string | URL,
  options?: RequestOptions,
  fixed?: string,
): Exchange | Promise<Exchange> {
  if (options === undefined) return exchangeOf(settings, settings.plan, url, {}, NO_BODY, fixed)
  const plan = compileCall(settings.plan, options)
  if (fixed !== undefined && options.method !== undefined) {
    throw new OptionError(
      'method',
      'The option method does not go with a function that names the method: call the client itself.',
    )
  }
  const body = bodyOf(options)
  return body instanceof Promise
    ? body.then(ready => exchangeOf(settings, plan, url, options, ready, fixed))
    : exchangeOf(settings, plan, url, options, body, fixed)
}

function exchangeOf(
  settings: Settings,
  plan: Plan,
  target: string | URL,
  options: RequestOptions,
  sendable: SendableBody,
  fixed?: string,
): Exchange {
  const { body, source, type, bytes } = sendable
  const method = fixed ?? options.method ?? (body === null ? 'GET' : 'POST')
  if (body !== null && (method === 'GET' || method === 'HEAD' || method === 'TRACE')) {
    throw new OptionError(
      'body',
      `${method} has no body (RFC 9110 section 9.3): use POST, or QUERY for a safe request with a body.`,
    )
  }
  const url = addressOf(target, settings.base, [...settings.search, options.searchParams])
  const own = mergedFields(settings.fields, options.headers)
  const fields =
    type === null && options.idempotencyKey === undefined ? own : withOwn(own, type, options.idempotencyKey)
  const origin = plan.ledger.of(url.origin).key
  const request = { method, url, origin, fields, body, bodyBytes: bytes, newConnection: false }
  return new Exchange(plan, request, source, plan.clock.steadyMs())
}

/** The fields that other options stand for; a Content-Type that the caller set stays. */
function withOwn(fields: RequestFields, type: string | null, key: string | true | undefined): RequestFields {
  const withType = type === null || fields['content-type'] !== undefined ? fields : { ...fields, 'content-type': type }
  if (key === undefined) return withType
  return mergedFields(withType, { 'idempotency-key': key === true ? crypto.randomUUID() : key })
}
