import { parametersOf } from './address.ts'
import { OptionError } from './errors/errors.ts'
import type { BodySource } from './exchange.ts'
import type { BodyValue, RequestOptions } from './options/options.ts'
import type { WireBody } from './ports.ts'

/** A body ready for the wire, with what it says of itself. */
export interface SendableBody {
  readonly body: WireBody
  readonly source: BodySource
  /** Content-Type when the caller set none; null says nothing. */
  readonly type: string | null
  /** Known length of a stream in bytes. */
  readonly bytes: number | null
}

const encoder = /* @__PURE__ */ new TextEncoder()

export const NO_BODY: SendableBody = Object.freeze({ body: null, source: 'bytes', type: null, bytes: null })

const inMemory = (body: string | Uint8Array, type: string | null): SendableBody => ({
  body,
  source: 'bytes',
  type,
  bytes: null,
})

/**
 * The body that the options ask for. Only FormData needs to be waited for.
 * @throws {OptionError} more than one kind of body, or a value that cannot be one
 */
export function bodyOf(options: RequestOptions): SendableBody | Promise<SendableBody> {
  const kinds = (['body', 'json', 'form'] as const).filter(kind => options[kind] !== undefined)
  if (kinds.length > 1) {
    throw new OptionError(
      kinds[1] ?? 'body',
      `Only one of ${kinds.join(' and ')} can be the body: leave the other out.`,
    )
  }
  if (options.json !== undefined) return jsonBody(options.json)
  if (options.form !== undefined) return formBody(options.form)
  return options.body === undefined ? NO_BODY : rawBody(options.body)
}

function jsonBody(value: unknown): SendableBody {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw new OptionError('json', 'The option json must be a value that JSON can hold; see the cause.', cause)
  }
  if (text === undefined)
    throw new OptionError('json', 'The option json must be a value that JSON can hold; it was a function or symbol.')
  return inMemory(text, 'application/json')
}

function formBody(form: NonNullable<RequestOptions['form']>): SendableBody | Promise<SendableBody> {
  if (form instanceof FormData) return multipartBody(form)
  return inMemory(parametersOf(form, 'form').toString(), 'application/x-www-form-urlencoded;charset=UTF-8')
}

/** The platform knows how to write multipart; a Response is the standard's way to ask it. */
async function multipartBody(form: FormData): Promise<SendableBody> {
  const written = new Response(form)
  try {
    return inMemory(await written.bytes(), written.headers.get('content-type'))
  } catch (cause) {
    throw new OptionError('form', 'The option form holds a file that could not be read; see the cause.', cause)
  }
}

/** @throws {OptionError} it cannot be a body */
function rawBody(value: BodyValue | (() => BodyValue)): SendableBody {
  if (typeof value === 'string') return inMemory(value, 'text/plain;charset=UTF-8')
  if (value instanceof Uint8Array) return inMemory(value, null)
  if (value instanceof ArrayBuffer) return inMemory(new Uint8Array(value), null)
  if (value instanceof Blob) {
    const type = value.type === '' ? null : value.type
    return { body: NOT_YET_OPEN, source: () => pieces(value.stream()), type, bytes: value.size }
  }
  // What a factory opens is opened when it is sent; until then an empty stand-in marks that there is a body.
  if (typeof value === 'function') return { body: NOT_YET_OPEN, source: () => opened(value()), type: null, bytes: null }
  return { body: pieces(value), source: 'one-shot', type: null, bytes: null }
}

/** Stands in for a body that is opened when it is sent. */
export const NOT_YET_OPEN: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} }

function opened(value: BodyValue): WireBody {
  if (typeof value === 'function') throw notABody(value)
  return rawBody(value).body
}

/** Checks at once that it can be read; reads it when it is sent. */
function pieces(value: unknown): AsyncIterable<Uint8Array> {
  if (typeof value !== 'object' || value === null) throw notABody(value)
  if (!(Symbol.asyncIterator in value)) throw notABody(value)
  return encoded(value as AsyncIterable<unknown>)
}

async function* encoded(value: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  for await (const piece of value) {
    if (typeof piece === 'string') yield encoder.encode(piece)
    else if (piece instanceof Uint8Array) yield piece
    else throw new TypeError('A streamed body must give pieces of type Uint8Array or string.')
  }
}

const notABody = (value: unknown): OptionError =>
  new OptionError(
    'body',
    `The option body must be a text, bytes, a Blob, a stream, or a function that opens a stream; it was ${value === null ? 'null' : typeof value}. Use json for values and form for fields.`,
  )
