import { platform } from '#platform'
import { OptionError } from './errors/option-error.ts'
import { isToken } from './fields/tokens.ts'
import type { HeaderInput, RequestOptions } from './options/options.ts'

export type RequestFields = Readonly<Record<string, string>>

/** What heed says when nobody says anything. */
export const DEFAULT_FIELDS: RequestFields = Object.freeze(platform.fields)

/** Fields that belong to the connection or are counted by heed; what a caller sets there could only be wrong. */
export const NOT_THE_CALLERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

// RFC 9110 section 5.5: visible characters, space, tab and bytes above 0x7f; nothing that could end the line.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** May it be the name of a field that a caller sets? */
export const isFieldName = (name: string): boolean => isToken(name) && !NOT_THE_CALLERS.has(name.toLowerCase())

/**
 * The client's fields with these on top; names become lower case, undefined takes a field out.
 * @throws {OptionError} a name or value that cannot go on the wire, or a field that is not the caller's to set
 */
export function mergedFields(fields: RequestFields, headers: HeaderInput | undefined): RequestFields {
  if (headers === undefined) return fields
  // Without prototype, so that a field may have any name.
  const merged: Record<string, string> = Object.assign(Object.create(null), fields)
  const seen = new Set<string>()
  for (const [given, value] of Symbol.iterator in headers ? headers : Object.entries(headers)) {
    const name = String(given).toLowerCase()
    if (value === undefined) delete merged[name]
    else {
      checkField(name, value)
      const more = seen.has(name) ? `${merged[name]}${name === 'cookie' ? '; ' : ', '}` : ''
      merged[name] = `${more}${value.trim()}`
    }
    seen.add(name)
  }
  return merged
}

/** The client's fields, under them what the body says of itself, above them the call's own. */
export function fieldsOf(fields: RequestFields, type: string | null, options: RequestOptions): RequestFields {
  const typed = type === null || Object.hasOwn(fields, 'content-type') ? fields : { ...fields, 'content-type': type }
  const asked = uncoded(mergedFields(typed, options.headers))
  // Only whoever wrote a multipart body knows its boundary.
  const own = type?.startsWith('multipart/') === true ? { ...asked, 'content-type': type } : asked
  const key = options.idempotencyKey
  return key === undefined ? own : mergedFields(own, { 'idempotency-key': key === true ? crypto.randomUUID() : key })
}

/** Ranges count the bytes of the coded content (RFC 9110 section 14.1.1), and a piece of it cannot be decoded. */
function uncoded(fields: RequestFields): RequestFields {
  if (!Object.hasOwn(fields, 'range') || fields['accept-encoding'] !== DEFAULT_FIELDS['accept-encoding']) return fields
  return { ...fields, 'accept-encoding': 'identity' }
}

function checkField(name: string, value: unknown): void {
  if (!isToken(name)) {
    // Only its start: what stands where a name should be may be a whole line with its value.
    const start = /^[\w-]{0,30}/.exec(name)?.[0]
    const wrong = `The name of a header must hold no space, colon or line end; one begins with '${start}'.`
    throw new OptionError('headers', wrong)
  }
  if (NOT_THE_CALLERS.has(name)) {
    throw new OptionError('headers', `The header ${name} belongs to the connection: heed sets it, so leave it out.`)
  }
  if (typeof value !== 'string') {
    throw new OptionError(
      'headers',
      `The value of the header ${name} must be a text; it was ${value === null ? 'null' : typeof value}.`,
    )
  }
  // The value itself may be a secret and is not shown.
  if (!VALUE.test(value)) {
    throw new OptionError(
      'headers',
      `The value of the header ${name} holds a character that cannot be sent, such as a line end or one above U+00FF.`,
    )
  }
}
