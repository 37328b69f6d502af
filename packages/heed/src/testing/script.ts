import type { FaultName, FieldRecord, WireRequest } from '../ports.ts'

/** One answer. Times are milliseconds of the clock; Infinity never comes. */
export interface Reply {
  readonly status: number
  readonly statusText?: string
  /** Names in lower case; a list is a field on several lines. Nothing is added to them but the type of `json`. */
  readonly fields?: FieldRecord
  /** The content as it is once decoded: text, bytes, or pieces that come evenly spread over `bodyMs`. Default: empty. */
  readonly body?: Content | readonly Content[]
  /** In place of `body`: sent as application/json, unless `fields` has another type. */
  readonly json?: unknown
  /** Informational answers (1xx), all told just before the head. */
  readonly interims?: readonly number[]
  /** From the request to the head. Default 1. */
  readonly headMs?: number
  /** From the head to the end of the body. Default 1. */
  readonly bodyMs?: number
  /** The body ends with this fault in place of its end; who reads it as a stream gets what is in `body` before. */
  readonly breaks?: FaultName
}

export type Content = string | Uint8Array

/** No answer, but a fault. */
export interface Break {
  readonly fault: FaultName
  /** False: surely nothing of the request was sent. Default: false for what fails before there is a connection. */
  readonly sent?: boolean
  /** From the request to the fault. Default 1. */
  readonly afterMs?: number
  /** What the error has as its cause. Default null. */
  readonly cause?: unknown
}

export type Line = Reply | Break

/** One line answers every request; lines in a list answer one each, in order. */
export type Lines = Line | readonly Line[]

/**
 * Lines for each address: `'/users/1'`, `'GET /users/1'`, or the same with a whole address in place of the path. With a query,
 * the query must be the same; without one, any will do. The first that fits answers.
 */
export type LinesByAddress = Readonly<Record<`${string}/${string}`, Lines>>

/** What answers: lines, lines for each address, or a function of the request and of how many came before it. */
export type Script = Lines | LinesByAddress | ((request: WireRequest, index: number) => Line)

const BEFORE_CONNECTION: ReadonlySet<FaultName> = new Set(
  ['refused', 'unknown-host', 'unreachable', 'tls', 'connect-timeout', 'unsendable', 'closed'], //
)

/** Whether a byte of the request reached the server before the fault. */
export const wasSent = ({ fault, sent = !BEFORE_CONNECTION.has(fault) }: Break): boolean => sent

const encoder = new TextEncoder()

/** The pieces of a reply's content. */
export function piecesOf({ body = [], json }: Reply): Uint8Array[] {
  if (json !== undefined) return [encoder.encode(JSON.stringify(json))]
  const pieces: readonly Content[] = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  return pieces.map(piece => (typeof piece === 'string' ? encoder.encode(piece) : piece))
}

export function fieldsOf({ fields = {}, json }: Reply): FieldRecord {
  return json === undefined ? fields : { 'content-type': 'application/json', ...fields }
}

/**
 * The line for each request, as they come.
 * @throws {Error} from what it returns: no line is left, or none is for that address
 */
export function readerOf(script: Script): (request: WireRequest, index: number) => Line {
  if (typeof script === 'function') return script
  if (isLines(script)) return inOrder(script, 'The script')
  const byAddress = Object.entries(script).map(([address, lines]) => {
    return { address, take: inOrder(lines, `The script for ${address}`), used: 0 }
  })
  return request => {
    const found = byAddress.find(({ address }) => fits(address, request))
    if (found === undefined) {
      const known = byAddress.map(({ address }) => address).join(', ')
      throw new Error(`The script has no line for ${shown(request)}: it has lines for ${known || 'nothing'}.`)
    }
    return found.take(request, found.used++)
  }
}

const isLines = (script: Lines | LinesByAddress): script is Lines =>
  Array.isArray(script) || 'status' in script || 'fault' in script

const isList = (lines: Lines): lines is readonly Line[] => Array.isArray(lines)

function inOrder(lines: Lines, whose: string): (request: WireRequest, index: number) => Line {
  if (!isList(lines)) return () => lines
  return (request, index) => {
    const line = lines[index]
    if (line !== undefined) return line
    const count = lines.length === 1 ? '1 line' : `${lines.length} lines`
    throw new Error(`${whose} has ${count}, and none for send ${index + 1}: ${shown(request)}.`)
  }
}

const shown = ({ method, url }: WireRequest): string => `${method} ${url.href}`

function fits(address: string, { method, url }: WireRequest): boolean {
  const [, wanted = method, place = ''] = /^(?:([^\s/]+) )?(.*)$/.exec(address) ?? []
  const path = url.pathname + (place.includes('?') ? url.search : '')
  return wanted === method && (place === path || place === url.origin + path)
}
