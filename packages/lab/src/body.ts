import type { IncomingMessage } from 'node:http'
import { refuse } from './problem.ts'

/** What a route takes that says nothing else. */
export const BODY_LIMIT_BYTES: number = 64 * 1024
const JSON_TYPE = /^application\/(?:[!#$&^_.+a-z0-9-]+\+)?json$/i

/** The request's body, read whole; a longer one ends the request with 413. */
export async function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > limitBytes) return refuseBody(limitBytes)
  const chunks: Buffer[] = []
  let bytes = 0
  const tooLong = await new Promise<boolean>((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limitBytes) chunks.push(chunk)
      else resolve(true)
    })
    incoming.once('end', () => resolve(false))
    incoming.once('error', reject)
  })
  return tooLong ? refuseBody(limitBytes) : Buffer.concat(chunks)
}

function refuseBody(limitBytes: number): never {
  const detail = `The request body is longer than ${limitBytes.toLocaleString('en')} bytes. Send a shorter one.`
  return refuse({ status: 413, detail, headers: { connection: 'close' } })
}

/** The JSON object in a request body; anything else ends the request with 400 or 415. */
export function jsonObject(body: Buffer, contentType: string | undefined): Record<string, unknown> {
  if (body.length === 0) refuse({ status: 400, detail: 'The request has no body. Send a JSON object.' })
  const mediaType = contentType?.split(';', 1)[0]?.trim() ?? ''
  if (mediaType !== '' && !JSON_TYPE.test(mediaType)) {
    const detail = `The body is declared as ${mediaType}. Send JSON, and the field Content-Type: application/json.`
    // RFC 9110 section 15.5.16: Accept in the answer says what would have been taken.
    refuse({ status: 415, detail, headers: { accept: 'application/json' } })
  }
  const value = parse(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const found = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`
  return refuse({ status: 400, detail: `The body is ${found}. Send a JSON object.` })
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    // The parser quotes the text it could not read: only the place is worth repeating.
    const place = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined
    const where = place === undefined ? '' : ` It breaks at character ${Number(place) + 1}.`
    return refuse({ status: 400, detail: `The body is not valid JSON.${where} Check the quotes, commas and brackets.` })
  }
}

/** What is asked of one member of a request body. */
export interface MemberRule {
  readonly name: string
  readonly maxLength: number
  /** What the text must look like, and in words. */
  readonly pattern?: { readonly test: RegExp; readonly words: string }
}

/** The named members, each a text; one 400 that names every member that is missing or wrong. */
export function textMembers(object: Record<string, unknown>, rules: readonly MemberRule[]): string[] {
  const errors = rules.flatMap(rule => {
    const fault = faultIn(object[rule.name], rule)
    return fault === null ? [] : [{ pointer: `#/${rule.name}`, detail: `"${rule.name}" ${fault}` }]
  })
  if (errors.length > 0) {
    const detail = `Correct the body and send it again: ${errors.map(error => error.detail).join('; ')}.`
    refuse({ status: 400, detail, more: { errors } })
  }
  return rules.map(rule => String(object[rule.name]))
}

function faultIn(value: unknown, { maxLength, pattern }: MemberRule): string | null {
  if (value === undefined) return 'is missing'
  if (typeof value !== 'string') return 'must be a text in quotes'
  if (value.trim() === '') return 'is empty'
  if (value.length > maxLength) return `is longer than ${maxLength} characters`
  return pattern === undefined || pattern.test.test(value) ? null : pattern.words
}
