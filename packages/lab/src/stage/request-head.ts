import type { FieldLines } from '../log/entry.ts'
import type { Intake } from './intake.ts'

/** The head of a request as it was read. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  /** `1.0` or `1.1`. */
  readonly httpVersion: string
  readonly fields: FieldLines
  /** How long the content is. */
  readonly content: { readonly bytes: number } | 'chunked'
  /** The client may send another request after this one. */
  readonly keepAlive: boolean
  readonly expectsContinue: boolean
}

/** A request that cannot be read, and the status to answer it with. */
export class BadRequest extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'BadRequest'
    this.status = status
  }
}

const HEAD_BYTES = 65_536
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/(\d\.\d)$/
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/

/** Reads the head of the next request; null: the client ended before one began. */
export async function readHead(intake: Intake): Promise<RequestHead | null> {
  for (;;) {
    skipEmptyLines(intake)
    const end = intake.held.indexOf('\r\n\r\n')
    if (end > HEAD_BYTES || (end < 0 && intake.held.length > HEAD_BYTES)) {
      throw new BadRequest(431, `The head is longer than ${HEAD_BYTES} bytes, which is the most that the lab reads.`)
    }
    if (end >= 0) return parsed(intake.take(end + 4).toString('latin1', 0, end))
    if (!(await intake.more(intake.held.length))) return null
  }
}

/** RFC 9112 section 2.2: an empty line before a request is ignored. */
function skipEmptyLines(intake: Intake): void {
  while (intake.held[0] === 0x0d && intake.held[1] === 0x0a) intake.take(2)
}

function parsed(text: string): RequestHead {
  const [first = '', ...lines] = text.split('\r\n')
  const [, method, target, httpVersion] = REQUEST_LINE.exec(first) ?? []
  if (method === undefined || target === undefined || httpVersion === undefined) {
    throw new BadRequest(400, 'The first line is not "METHOD target HTTP/1.1".')
  }
  if (!httpVersion.startsWith('1.')) throw new BadRequest(505, `The lab speaks HTTP/1.1, not HTTP/${httpVersion}.`)
  const fields = lines.map(fieldLine)
  const options = valuesOf(fields, 'connection')
    .join(',')
    .toLowerCase()
    .split(/[ \t]*,[ \t]*/)
  return {
    method,
    target,
    httpVersion: httpVersion === '1.0' ? '1.0' : '1.1',
    fields,
    content: contentOf(fields),
    keepAlive: httpVersion === '1.0' ? options.includes('keep-alive') : !options.includes('close'),
    expectsContinue: httpVersion !== '1.0' && valuesOf(fields, 'expect').some(value => /^100-continue$/i.test(value)),
  }
}

function fieldLine(line: string): readonly [string, string] {
  const [, name, value] = FIELD_LINE.exec(line) ?? []
  if (name === undefined || value === undefined) throw new BadRequest(400, `A field line is not "Name: value".`)
  return [name, value]
}

function contentOf(fields: FieldLines): RequestHead['content'] {
  const codings = valuesOf(fields, 'transfer-encoding')
  const lengths = new Set(valuesOf(fields, 'content-length'))
  // RFC 9112 section 6.3: both at once may be an attempt to smuggle a request.
  if (codings.length > 0 && lengths.size > 0)
    throw new BadRequest(400, 'Content-Length and Transfer-Encoding are both there.')
  if (codings.length > 0) {
    if (codings.join(',').toLowerCase() === 'chunked') return 'chunked'
    throw new BadRequest(501, 'The only Transfer-Encoding that the lab knows is chunked.')
  }
  const [length = '0'] = lengths
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length))
    throw new BadRequest(400, 'Content-Length is not one whole number.')
  return { bytes: Number(length) }
}

function valuesOf(fields: FieldLines, name: string): string[] {
  return fields.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value)
}
