import { plainTrail } from './drive/recorder.ts'
import { cacheReason, keptTrail } from './drive/recorder-kept.ts'
import { JsonError, SchemaError } from './errors/body-errors.ts'
import { OptionError } from './errors/errors.ts'
import { type Link, parseLink } from './fields/link.ts'
import { resolveLocation } from './fields/location.ts'
import { type AnswerHeaders, FieldHeaders } from './headers.ts'
import type { CacheFacts, CacheNote } from './keeping.ts'
import type { PollOptions } from './poll/poll-options.ts'
import type { WireAnswer } from './ports.ts'
import { shownUrl } from './shown-url.ts'
import type { StandardSchema } from './standard-schema.ts'
import { lookup } from './status/lookup.ts'
import type { Row } from './status/row.ts'
import type { Trail } from './trail.ts'

/** Asks on for an answer: the client it came from. */
export type Poller = (answer: Answer, options: PollOptions) => Promise<Answer>

async function readWhole(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  let whole: Response
  try {
    whole = new Response(stream)
  } catch (cause) {
    throw new OptionError(
      'stream',
      'The body was asked for with stream: true, so it can be read only once, and it was: keep what you read, or leave stream out.',
      cause,
    )
  }
  return whole.bytes()
}

/** Decodes UTF-8, drops a byte order mark, replaces what is no UTF-8: as the Fetch standard reads text. */
const utf8 = new TextDecoder()

/**
 * What the caller gets. The body is in memory unless `stream: true` was asked for; it can be read as often and in as
 * many forms as you like, except a streamed one, which can be read once.
 */
export class Answer {
  readonly #wire: WireAnswer
  readonly #method: string
  readonly #url: URL
  readonly #hops: number
  readonly #tookMs: number
  readonly #stream: ReadableStream<Uint8Array> | null
  #trail: Trail | null
  readonly #cache: CacheFacts | null
  readonly #poller: Poller | null

  /** @internal */
  constructor(
    wire: WireAnswer,
    stream: ReadableStream<Uint8Array> | null,
    method: string,
    url: URL,
    hops: number,
    tookMs: number,
    trail: Trail | null,
    cache: CacheFacts | null = null,
    poller: Poller | null = null,
  ) {
    this.#cache = cache
    this.#poller = poller
    this.#wire = wire
    this.#stream = stream
    this.#method = method
    this.#url = url
    this.#hops = hops
    this.#tookMs = tookMs
    this.#trail = trail
  }

  get status(): number {
    return this.#wire.status
  }
  /** The phrase the server sent; it means nothing and may be empty. */
  get statusText(): string {
    return this.#wire.statusText
  }
  /** The registered phrase of the status code. */
  get phrase(): string {
    return this.row?.phrase ?? ''
  }
  /** The row of the table for this status; null outside 100..599. */
  get row(): Row | null {
    return lookup(this.status)
  }
  /** True for 2xx. */
  get ok(): boolean {
    return this.row?.kind === 'successful'
  }
  /** Where the answer came from, after redirects. Holds what you asked for, query and all. */
  get url(): string {
    return this.#url.href
  }
  /** The same as it may be logged: no user info, no query values. */
  get shownUrl(): string {
    return shownUrl(this.#url)
  }
  get redirected(): boolean {
    return this.#hops > 0
  }
  get headers(): AnswerHeaders {
    return new FieldHeaders(this.#wire.fields)
  }
  /** Where the thing that was made lives (201), or where to ask how it goes (202); null otherwise. */
  get location(): string | null {
    if (this.row?.namesLocation !== true) return null
    return resolveLocation(this.#wire.fields.location, this.#url)?.href ?? null
  }
  /** What the answer links to (RFC 8288): `answer.links.find(link => link.rel.includes('next'))?.url`. */
  get links(): readonly Link[] {
    return parseLink(this.headers.get('link'), this.#url)
  }
  /** Whether it came from the cache, and why; null when the client has none. */
  get cache(): CacheNote | null {
    if (this.#cache === null) return null
    const { is, ageMs, kept } = this.#cache
    return { is, reason: cacheReason(this.#cache), ageMs, kept }
  }
  /** What happened, step by step, each with the rule and the reason. */
  get trail(): Trail {
    this.#trail ??= keptTrail(this.#cache, this.status)
    this.#trail ??= plainTrail(this.#method, this.#url, this.status, this.#tookMs)
    return this.#trail
  }

  /**
   * The body's bytes.
   * @throws {OptionError} the body is a stream that was read already
   * @throws {WireError} the body, a stream, broke off
   */
  async bytes(): Promise<Uint8Array> {
    if (this.#stream !== null) return readWhole(this.#stream)
    return this.#own()
  }

  /** Bytes that the caller may write into: what a cache may hold is not handed out itself. */
  #own(): Uint8Array {
    const { body } = this.#wire
    if (this.#cache !== null) return body.slice()
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  }

  /** The body as text (UTF-8). */
  async text(): Promise<string> {
    return utf8.decode(await this.bytes())
  }

  /**
   * The body as JSON; undefined when there is none (204, 205, HEAD, or empty). With a schema, what the schema makes
   * of it.
   * @throws {JsonError} it is not JSON; status and text are on the error
   * @throws {SchemaError} the schema refuses it; its issues are on the error
   */
  async json<Output>(schema: StandardSchema<Output>): Promise<Output>
  async json<Value = unknown>(): Promise<Value>
  async json(schema?: StandardSchema): Promise<unknown> {
    const text = this.#stream === null ? utf8.decode(this.#wire.body) : await this.text()
    const value = this.#parsed(text)
    return schema === undefined ? value : this.#checked(schema, value, text)
  }

  /** @internal The same without a schema, and without waiting when the body is in memory. */
  jsonNow(): unknown {
    return this.#stream === null ? this.#parsed(utf8.decode(this.#wire.body)) : this.json()
  }

  #parsed(text: string): unknown {
    if (text === '') return undefined
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new JsonError(this, text, cause)
    }
  }

  async #checked(schema: StandardSchema, value: unknown, text: string): Promise<unknown> {
    const result = await schema['~standard'].validate(value)
    if (result.issues !== undefined) throw new SchemaError(this, text, result.issues)
    return result.value
  }

  /**
   * Asks how it goes with what was accepted (202) until it is done, no earlier than Retry-After says: at Operation-Location or
   * Location. Of an answer that is no 202 it gives the answer itself, unless `done` sees in it that the work goes on.
   * @throws {PollError} not done in time: it says where and when to ask again; or there is nowhere to ask
   * @throws {HeedError} what asking failed with, when asking again would bring the same
   */
  async poll(options: PollOptions = {}): Promise<Answer> {
    if (this.#poller === null) throw new TypeError('This answer came from no client, so nobody can ask on.')
    return this.#poller(this, options)
  }

  /** The body as a stream: as it comes with `stream: true`, else from memory. */
  get stream(): ReadableStream<Uint8Array> {
    if (this.#stream !== null) return this.#stream
    const body = this.#own()
    return new ReadableStream({
      start(controller) {
        if (body.byteLength > 0) controller.enqueue(body)
        controller.close()
      },
    })
  }

  /** False: the body was cut, because it was an error's and longer than limits.errorBytes, or it broke off. */
  get whole(): boolean {
    return this.#wire.whole
  }

  /** What logs may keep: no body, no field values. */
  toJSON(): Record<string, unknown> {
    return { status: this.status, phrase: this.phrase, url: this.shownUrl, redirected: this.redirected }
  }

  static {
    Object.defineProperty(Answer.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: Answer): string {
        return `Answer ${this.status} ${this.phrase} from ${this.shownUrl}`
      },
    })
  }

  /** @internal What is in memory now: nothing of a streamed body. */
  bytesNow(): Uint8Array {
    return this.#wire.body
  }

  /** @internal */
  textNow(): string {
    return utf8.decode(this.#wire.body)
  }
}
