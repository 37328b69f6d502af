import { type Answer, type CacheNote, type HeedError, StatusError, type Trail, WireError } from 'heed'
import { type Explanation, explain } from 'heed/status'
import { shownFields, shownValue } from './field-secrets.ts'
import type { RequestInput } from './request-input.ts'
import { innermost } from './saving.ts'

/** A body in JSON: as text when it is UTF-8, else in base64. */
export type ReportBody =
  | { readonly bytes: number; readonly text: string }
  | { readonly bytes: number; readonly base64: string }

/** What `--json` prints; `schema/report.json` describes it. */
export interface Report {
  readonly request: {
    readonly method: string
    /** Without user info and with query values hidden. */
    readonly url: string
    /** The fields that the command set, secrets hidden; the client adds its own. */
    readonly headers: Readonly<Record<string, string>>
  }
  readonly outcome: 'delivered' | 'failed'
  readonly exitCode: number
  /** Where the answer came from; null when there was none. */
  readonly url: string | null
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  /** Null when there is none, or when it went to a file. */
  readonly body: ReportBody | null
  /** The file that the body was written to. */
  readonly savedAs: string | null
  readonly error: ReportError | null
  /** What the cache had to do with the answer; null without `--cache`. */
  readonly cache: CacheNote | null
  readonly trail: Trail
  readonly explanation: Explanation | null
}

export interface ReportError {
  readonly code: string
  readonly fault: string | null
  readonly stopped: string | null
  readonly message: string
  readonly who: string
  readonly retryable: boolean
  readonly retryAt: string | null
}

/** The answer that a call ended with, also the one inside an error. */
export function answerIn(result: Answer | HeedError): Answer | null {
  if (!(result instanceof Error)) return result
  const error = innermost(result)
  return error instanceof StatusError ? error.answer : null
}

export function reportOf(
  input: RequestInput,
  result: Answer | HeedError,
  exitCode: number,
  body: Uint8Array | null,
  savedAs: string | null,
  trail: Trail = result.trail,
): Report {
  const answer = answerIn(result)
  const first = trail.find(entry => entry.what === 'send')
  return {
    request: { method: input.method, url: first?.url ?? new URL(input.url).origin, headers: shownInput(input) },
    outcome: result instanceof Error ? 'failed' : 'delivered',
    exitCode,
    url: answer?.shownUrl ?? null,
    status: answer?.status ?? null,
    headers: answer === null ? null : Object.fromEntries(shownFields(answer.headers)),
    body: body === null || body.byteLength === 0 ? null : bodyOf(body),
    savedAs,
    error: result instanceof Error ? errorOf(result) : null,
    cache: answer?.cache ?? null,
    trail,
    explanation: answer === null ? null : explain(answer.status),
  }
}

function shownInput({ fields }: RequestInput): Record<string, string> {
  const set = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return Object.fromEntries(set.map(([name, value]) => [name, shownValue(name, value)]))
}

function bodyOf(body: Uint8Array): ReportBody {
  const bytes = body.byteLength
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) }
  } catch {
    return { bytes, base64: Buffer.from(body).toString('base64') }
  }
}

function errorOf(result: HeedError): ReportError {
  const { code, message, who, retryable } = result
  const error = innermost(result)
  return {
    code,
    fault: error instanceof WireError ? error.fault : null,
    stopped: error instanceof StatusError || error instanceof WireError ? error.stopped : null,
    message,
    who,
    retryable,
    retryAt: error instanceof StatusError ? (error.retryAt?.toISOString() ?? null) : null,
  }
}
