import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { refuse } from './problem.ts'
import type { Visitor } from './visitor.ts'

/** What every exercise finds in its context. */
export interface LabEnv {
  Bindings: HttpBindings
  Variables: {
    visitor: Visitor
    /** `/v/ada`, or '' for the shared visitor: every Location begins with it. */
    prefix: string
    /** The request's body, at most 64 KiB. */
    body: Buffer
    /** Milliseconds of the lab's clock; only differences mean something. */
    now: () => number
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
  answer(context: LabContext): Response | Promise<Response>
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
