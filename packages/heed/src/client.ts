import { addressOf, baseOf } from './address.ts'
import type { Answer, Poller } from './answer.ts'
import type { Ask } from './asking.ts'
import { bodyOf, NO_BODY, type SendableBody } from './body.ts'
import { Call } from './call.ts'
import type { Caller, Downloaded } from './download/download.ts'
import type { DownloadOptions } from './download/download-options.ts'
import type { Sink } from './download/sink.ts'
import { drive } from './drive/drive.ts'
import { answerOf, errorOf, type Outcome, outcomeOf } from './errors/ending.ts'
import { OptionError } from './errors/errors.ts'
import { Exchange, givesAnswer } from './exchange.ts'
import { checkClientOptions, checkExtension, ownOptions } from './options/check-options.ts'
import { compileCall, compileClient, overridden } from './options/compile.ts'
import type { BodilessOptions, ClientOptions, RequestOptions, SearchInput, SharedOptions } from './options/options.ts'
import { type OriginReport, reportOf } from './origin-report.ts'
import type { Plan } from './plan.ts'
import type { WireBody } from './ports.ts'
import { DEFAULT_FIELDS, fieldsOf, mergedFields, type RequestFields } from './request-fields.ts'
import type { Change, UpdateOptions } from './update/update-options.ts'

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
  /**
   * Changes what is there so that nobody's change is lost: reads it, lets `change` make the new value, and writes that on
   * condition that nobody else has written meanwhile (If-Match); when somebody has (412, 409), begins anew.
   */
  update<Value = unknown>(url: string | URL, change: Change<Value>, options?: UpdateOptions<Value>): Promise<Answer>
  /**
   * Gets a whole content into a sink, or into a file by its name, and goes on after a break where it is sure that the rest
   * belongs to what it holds.
   */
  download(url: string | URL, sink: string | Sink, options?: DownloadOptions): Promise<Downloaded>
  /** A client with these options on top; connections and what is known of origins are shared. */
  extend(options: ExtendOptions): Client
  /** What is known of each origin (or limit key): pauses, quotas, breakers. The one used last comes last. */
  origins(): OriginReport[]
  /** Lets calls under way finish, then frees the connections that heed made, also for clients made by extend. */
  close(): Promise<void>
}

interface Settings {
  readonly plan: Plan
  readonly poller: Poller
  /** Made once for a client, since a function made for each call would cost on the happy path. */
  readonly conclude: (exchange: Exchange) => Answer
  readonly base: URL | null
  readonly fields: RequestFields
  readonly search: readonly SearchInput[]
}

/**
 * Makes a client. Options are checked and compiled here, once.
 * @throws {OptionError} for an option that is unknown, of the wrong type, or contradicts another
 */
export function createClient(options: ClientOptions = {}): Client {
  const own = ownOptions(options)
  const base = own.baseUrl === undefined ? null : baseOf(own.baseUrl)
  const plan = compileClient(own, base?.origin ?? null)
  return clientWith(settingsOf(plan, { base: null, fields: DEFAULT_FIELDS, search: [] }, own))
}

function settingsOf(
  plan: Plan,
  before: Pick<Settings, 'base' | 'fields' | 'search'>,
  options: ExtendOptions,
): Settings {
  const poller: Poller = (answer, options) => {
    // What a server names may lie outside of baseUrl, and holds its own query.
    const ask: Ask = (url, options) => answered({ ...settings, base: null, search: [] }, url, options)
    return import('./several.ts').then(({ poll }) => poll(ask, answer, options, plan))
  }
  const settings: Settings = {
    plan,
    poller,
    conclude: exchange => concluded(exchange, poller),
    base: options.baseUrl === undefined ? before.base : baseOf(options.baseUrl),
    fields: mergedFields(before.fields, options.headers),
    search: options.searchParams === undefined ? before.search : [...before.search, options.searchParams],
  }
  return settings
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
    update: <Value>(url: string | URL, change: Change<Value>, options: UpdateOptions<Value> = {}) =>
      import('./several.ts').then(({ update }) => update(send, url, change, options, settings.plan)),
    download: (url: string | URL, sink: string | Sink, options?: DownloadOptions) =>
      import('./several.ts').then(({ download }) => download(callerOf(settings), url, sink, options)),
    origins: () => [...settings.plan.ledger.origins()].map(origin => reportOf(origin, settings.plan.clock)),
    extend: (options: ExtendOptions) => extended(settings, options),
    close: () => closed(settings.plan),
  })
}

const callerOf = (settings: Settings): Caller => ({
  // A sink is where it is kept.
  call: (url, options) => answered(settings, url, { ...options, cache: false }, 'GET'),
  plan: options => compileCall(settings.plan, options),
})

/** The cache stays open: it is the caller's, who may use it for several clients. */
function closed({ transport, auth, proxyAuth }: Plan): Promise<void> {
  auth?.close()
  proxyAuth?.close()
  return transport.close()
}

function extended(settings: Settings, options: ExtendOptions): Client {
  const own = ownOptions(options)
  checkExtension(own)
  checkClientOptions(own)
  return clientWith(settingsOf(overridden(settings.plan, own), settings, own))
}

const NO_OPTIONS: RequestOptions = Object.freeze(Object.create(null))

/** Not an async function: on the happy path each of those costs as much as the decision. */
function answered(settings: Settings, url: string | URL, options?: RequestOptions, method?: string): Promise<Answer> {
  try {
    const own = options === undefined ? NO_OPTIONS : ownOptions(options)
    const signal = own.signal ?? null
    const ready = begin(settings, url, own, method)
    const driven = ready instanceof Exchange ? drive(ready, signal) : ready.then(exchange => drive(exchange, signal))
    return driven.then(settings.conclude)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** The answer that a call ended with, or its error. */
function concluded(exchange: Exchange, poller: Poller): Answer {
  const { failure, answer } = exchange
  if (answer !== null && givesAnswer(exchange)) return answerOf(exchange, answer, poller)
  if (failure === null) throw new TypeError('a call ended without answer and without failure')
  throw errorOf(exchange, failure)
}

async function tried(settings: Settings, url: string | URL, options?: RequestOptions): Promise<Outcome> {
  try {
    const own = options === undefined ? NO_OPTIONS : ownOptions(options)
    const exchange = await begin(settings, url, own)
    await drive(exchange, own.signal ?? null)
    if (exchange.failure !== null) return outcomeOf(exchange, exchange.failure)
    if (exchange.answer === null) throw new TypeError('a call ended without answer and without failure')
    return { kind: 'ok', answer: answerOf(exchange, exchange.answer, settings.poller) }
  } catch (error) {
    if (error instanceof OptionError) return { kind: 'never', error }
    throw error
  }
}

/** Everything up to the first send: options checked, address, fields and body made. */
function begin(
  settings: Settings,
  url: string | URL,
  options: RequestOptions,
  fixed?: string,
): Exchange | Promise<Exchange> {
  if (options === NO_OPTIONS) return exchangeOf(settings, settings.plan, url, options, NO_BODY, fixed)
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
  const method = fixed ?? methodOf(options.method, body)
  if (body !== null && (method === 'GET' || method === 'HEAD' || method === 'TRACE')) {
    throw new OptionError(
      'body',
      `${method} has no body (RFC 9110 section 9.3): use POST, or QUERY for a safe request with a body.`,
    )
  }
  const more = options.searchParams
  const url = addressOf(target, settings.base, more === undefined ? settings.search : [...settings.search, more])
  const fields = fieldsOf(settings.fields, type, options)
  const origin = plan.ledger.of(url, plan.limitKey?.({ method, url, fields }))
  const request = {
    method,
    url,
    origin: plan.limitKey === null ? origin.key : url.origin,
    fields,
    body,
    bodyBytes: bytes,
    newConnection: false,
  }
  return new Exchange(plan, request, source, origin, plan.clock.steadyMs())
}

const KNOWN_METHODS: ReadonlySet<string> = new Set(
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE'], //
)

/** Methods are case-sensitive (RFC 9110 section 9.1), yet nobody who writes `post` means another one than POST. */
function methodOf(given: string | undefined, body: WireBody): string {
  if (given === undefined) return body === null ? 'GET' : 'POST'
  const upper = given.toUpperCase()
  return KNOWN_METHODS.has(upper) ? upper : given
}
