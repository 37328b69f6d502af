import { lookup } from 'heed/status'
import type { OriginName } from '../script/answer.ts'
import type { FieldLines, LogEntry, WireLog } from './entry.ts'
import { maskSecrets } from './secrets.ts'

/** What a HAR says that a wire log does not know. */
export interface HarOptions {
  /** The address before each target, by origin. */
  readonly bases: Readonly<Partial<Record<OriginName, string>>>
  /** When the log began: milliseconds since 1970. */
  readonly beganAtMs: number
  /** The lab's version. */
  readonly version: string
}

interface Pair {
  readonly name: string
  readonly value: string
}

interface HarRequest {
  readonly method: string
  readonly url: string
  readonly httpVersion: string
  readonly cookies: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly queryString: readonly Pair[]
  readonly headersSize: number
  readonly bodySize: number
  readonly postData?: { readonly mimeType: string; readonly text: string }
}

interface HarResponse {
  readonly status: number
  readonly statusText: string
  readonly httpVersion: string
  readonly cookies: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly content: { readonly size: number; readonly mimeType: string }
  readonly redirectURL: string
  readonly headersSize: number
  readonly bodySize: number
}

export interface HarEntry {
  readonly startedDateTime: string
  readonly time: number
  readonly request: HarRequest
  readonly response: HarResponse
  readonly cache: Record<string, never>
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number }
  readonly connection: string
  /** What HAR has no place for: how the answer broke, when the client left. */
  readonly comment: string
}

/** HTTP Archive 1.2 (w3c.github.io/web-performance/specs/HAR/Overview.html). */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: readonly HarEntry[]
  }
}

/** The size of what was not measured. */
const UNKNOWN = -1

/** The log as an HTTP Archive, seen from the server, with its secrets masked. */
export function harOf(log: WireLog, options: HarOptions): Har {
  const entries = maskSecrets(log).entries.map(entry => harEntry(entry, options))
  return { log: { version: '1.2', creator: { name: 'heed-lab', version: options.version }, entries } }
}

function harEntry(entry: LogEntry, { bases, beganAtMs }: HarOptions): HarEntry {
  const { headAtMs, endAtMs } = entry.answer
  const wait = Math.max(0, (headAtMs ?? endAtMs ?? entry.atMs) - entry.atMs)
  const receive = headAtMs === null || endAtMs === null ? 0 : Math.max(0, endAtMs - headAtMs)
  return {
    startedDateTime: new Date(beganAtMs + entry.atMs).toISOString(),
    time: toMicrosecond(wait + receive),
    request: harRequest(entry, bases[entry.origin] ?? ''),
    response: harResponse(entry),
    cache: {},
    timings: { send: 0, wait: toMicrosecond(wait), receive: toMicrosecond(receive) },
    connection: String(entry.connection),
    comment: commentOn(entry),
  }
}

function harRequest({ method, target, fields, body }: LogEntry, base: string): HarRequest {
  const url = target.startsWith('/') || target.startsWith('?') ? base + target : target
  const mimeType = first(fields, 'content-type')
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(fields),
    queryString: [...new URLSearchParams(target.split('?', 2)[1] ?? '')].map(([name, value]) => ({ name, value })),
    headersSize: UNKNOWN,
    bodySize: body?.bytes ?? UNKNOWN,
    ...(body === null || body.bytes === 0 ? {} : { postData: { mimeType, text: body.text } }),
  }
}

function harResponse({ answer }: LogEntry): HarResponse {
  const { status, fields, bodyBytes } = answer
  return {
    // By custom 0 stands for an answer that did not come.
    status: status ?? 0,
    statusText: status === null ? '' : (lookup(status)?.phrase ?? ''),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(fields),
    content: { size: bodyBytes, mimeType: first(fields, 'content-type') },
    redirectURL: first(fields, 'location'),
    headersSize: UNKNOWN,
    bodySize: bodyBytes,
  }
}

function pairs(lines: FieldLines): Pair[] {
  return lines.map(([name, value]) => ({ name, value }))
}

function first(lines: FieldLines, wanted: string): string {
  return lines.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
}

function commentOn({ atMs, answer, droppedAtMs }: LogEntry): string {
  const parts = [
    answer.interim.length > 0 ? `informational answers before it: ${answer.interim.join(' ')}` : '',
    answer.broke === null ? '' : `the lab broke the answer off with a ${answer.broke}`,
    droppedAtMs === null ? '' : `the client left after ${Math.round(droppedAtMs - atMs)} ms`,
  ]
  return parts.filter(part => part !== '').join('; ')
}

/** Differences of milliseconds have a tail of digits that mean nothing. */
const toMicrosecond = (ms: number): number => Math.round(ms * 1000) / 1000
