import { lookup } from 'heed/status'
import type { FieldLines } from '../log/entry.ts'
import type { Answer } from '../script/answer.ts'
import { type Content, contentOf } from './content.ts'
import { fieldLines, headBytes } from './fields.ts'

/** What an answer depends on in the request. */
export interface Asked {
  readonly method: string
  /** `1.0` or `1.1`. */
  readonly httpVersion: string
  /** The request leaves the connection open for another. */
  readonly keepAlive: boolean
}

/** An answer as it will be written. */
export interface Plan {
  /** null: raw bytes. */
  readonly status: number | null
  readonly fields: FieldLines
  readonly head: Buffer
  /** null: nothing follows the head. */
  readonly content: ReturnType<Content['pieces']> | null
  readonly chunked: boolean
  /** Follows the whole answer. */
  readonly extra: Buffer
  /** The connection ends with the answer. */
  readonly ends: boolean
  /** The client waits until it has so many bytes of content; after an informational answer it waits for another one. */
  readonly promisedBytes: number
}

const BLANK_LINE = '\r\n\r\n'

/** Works out the bytes of an answer from its script and the request. */
export async function planOf(answer: Answer, asked: Asked, fill: (template: string) => string): Promise<Plan> {
  const close = answer.connection === 'close' || answer.connection === 'close-unsaid'
  const extra = Buffer.from(fill(answer.extra ?? ''), 'latin1')
  if (answer.raw !== undefined) return rawPlan(fill(answer.raw), extra, close || !asked.keepAlive)
  const status = answer.status ?? 200
  const content = contentOf(answer, fill)
  const framing = await framingOf(answer, content, asked)
  const ends = close || !asked.keepAlive || framing === 'close'
  // RFC 9112 section 6.1 and RFC 9110 section 8.6: no framing for an answer that cannot have content, unless scripted.
  const silent = hasNoContent(status) && answer.body === undefined
  const known = framing === 'length' && !silent && answer.fields?.['transfer-encoding'] === undefined
  const lengthBytes = answer.declaredBytes ?? (known ? await content.lengthBytes() : null)
  const chunked = framing === 'chunked' && !silent
  const fields = fieldLines(answer, { lengthBytes, chunked, connection: sayOf(answer, asked, ends) }, fill)
  const isHead = asked.method === 'HEAD'
  const untold = isHead || chunked || hasNoContent(status)
  return {
    status,
    fields,
    head: headBytes(status, answer.phrase ?? lookup(status)?.phrase ?? '', fields),
    content: isHead || silent ? null : content.pieces(),
    chunked: chunked && !isHead,
    extra,
    ends,
    promisedBytes: isInformational(status) ? Number.POSITIVE_INFINITY : untold ? 0 : (lengthBytes ?? 0),
  }
}

function rawPlan(text: string, extra: Buffer, ends: boolean): Plan {
  const blank = text.indexOf(BLANK_LINE)
  const headLength = blank < 0 ? text.length : blank + BLANK_LINE.length
  const head = Buffer.from(text.slice(0, headLength), 'latin1')
  const content = [Buffer.from(text.slice(headLength), 'latin1')]
  return { status: null, fields: [], head, content, chunked: false, extra, ends, promisedBytes: 0 }
}

/** A length cannot be told of a body without end, and HTTP/1.0 knows no chunks (RFC 9112 section 7.1). */
async function framingOf(
  answer: Answer,
  content: Content,
  { httpVersion }: Asked,
): Promise<'length' | 'chunked' | 'close'> {
  const { framing = 'length', declaredBytes } = answer
  const endless = framing === 'length' && declaredBytes === undefined && (await content.lengthBytes()) === null
  const wanted = endless ? 'chunked' : framing
  return wanted === 'chunked' && httpVersion === '1.0' ? 'close' : wanted
}

/** RFC 9112 section 6.3: 1xx, 204 and 304 end with their head, whatever their fields say. */
function hasNoContent(status: number): boolean {
  return isInformational(status) || status === 204 || status === 304
}

function isInformational(status: number): boolean {
  return status >= 100 && status < 200
}

function sayOf({ connection }: Answer, { httpVersion }: Asked, ends: boolean): 'close' | 'keep-alive' | null {
  if (ends) return connection === 'close-unsaid' ? null : 'close'
  return httpVersion === '1.0' ? 'keep-alive' : null
}
