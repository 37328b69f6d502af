import type { Socket } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { LogEntry } from './log/entry.ts'
import { refuse } from './problem.ts'
import type { OriginName } from './script/answer.ts'
import type { Visitor } from './visitor.ts'
import type { Examined } from './visits/examined.ts'

/** What every exercise finds in its context. */
export interface LabEnv {
  Bindings: HttpBindings & {
    /** Which of the lab's addresses the request came to. */
    origin: OriginName
  }
  Variables: {
    visitor: Visitor
    /** The request in its visitor's wire log; null: it is not logged. */
    entry: LogEntry | null
    /** What was written on the connection itself, past hono; undefined: nothing was. */
    played: LogEntry | undefined
    /** Base addresses of the origins that are open, with no slash at the end. */
    bases: Readonly<Partial<Record<OriginName, string>>>
    /** The TCP socket under a TLS socket, for those who end connections. */
    tcpUnder: (socket: Socket) => { readonly tcp?: Socket }
    /** Is the visitor still remembered? */
    remembered: () => boolean
    /** Scenarios under examination. */
    examined: Examined
    /** Path and query after the visitor's prefix, as they were sent. */
    target: string
    /** `/v/ada`, or '' for the shared visitor: every Location begins with it. */
    prefix: string
    /** The request's body, at most as long as the route takes. */
    body: Buffer
    /** Milliseconds of the lab's clock; only differences mean something. */
    now: () => number
    /** A stall, or a client that reads nothing, is ended after so long. */
    longestAnswerMs: number
    /** Aborts when the lab closes. */
    closing: AbortSignal
    /** Starts the visitor over. */
    reset: () => void
  }
}

export type LabContext = Context<LabEnv>

/** One request to try, as data: the index page, the command and the tests read the same samples. */
export interface Sample {
  readonly method: string
  /** Path and query, without the visitor's prefix. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The status codes of the answers when the request is sent so many times, each stated wait kept. */
  readonly answers: readonly number[]
  /** One short phrase for people. */
  readonly about: string
}

/** One route of the lab, with what to try there. */
export interface Exercise {
  readonly methods: readonly string[]
  /** A path in hono's notation, without the visitor's prefix. */
  readonly path: string
  readonly samples: readonly Sample[]
  /** The longest request body that it takes; default 64 KiB. */
  readonly bodyLimitBytes?: number
  /** What it takes in the query, for the OpenAPI document. */
  readonly query?: readonly QueryMember[]
  /** One line for people where no sample says it. */
  readonly about?: string
  /** For looking at the lab, not for practice: it takes no part in the wire log and in the bound on requests under way. */
  readonly aside?: true
  /** Reads the request's body and writes the log by itself. */
  readonly raw?: true
  answer(context: LabContext): Response | Promise<Response>
}

/** Routes that belong together, as the index shows them. */
export interface Group {
  readonly title: string
  readonly exercises: readonly Exercise[]
}

/** One member of a query. */
export interface QueryMember {
  readonly name: string
  readonly about: string
  readonly schema: Readonly<Record<string, unknown>>
  readonly required?: true
}

/** For a route that answers every method alike. */
export const ANY_METHOD: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']

/** The command line that sends a sample; `base` is the lab's address with the visitor's prefix. */
export function curlLine(base: string, sample: Sample): string {
  const method = sample.method === (sample.body === undefined ? 'GET' : 'POST') ? [] : ['-X', sample.method]
  const headers = Object.entries(sample.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const body = sample.body === undefined ? [] : ['-d', sample.body]
  return ['curl', '-i', ...method, ...headers, ...body, base + sample.path].map(quoted).join(' ')
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A whole number from the query; outside its bounds the request ends with a 400 that names them. */
export function knob(context: LabContext, name: string, preset: number, least: number, most: number): number {
  const given = context.req.query(name)
  if (given === undefined) return preset
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  return refuse({ status: 400, detail: `The knob ?${name}= takes a whole number from ${least} to ${most}.` })
}

/** Whole seconds until then, for Retry-After: never less than what is left, never 0. */
export function secondsUntil(untilMs: number, nowMs: number): string {
  return String(Math.max(1, Math.ceil((untilMs - nowMs) / 1000)))
}
