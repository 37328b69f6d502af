import type { Exercise, LabContext, QueryMember, Sample } from '../exercise.ts'
import { played } from '../played.ts'
import { refuse } from '../problem.ts'
import type { Answer } from '../script/answer.ts'

export const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What httpbin takes of a request body here. */
const BODY_LIMIT_BYTES = 1024 * 1024

/** A route of httpbin's: one line, one sample, one answer. */
export interface BinRoute {
  readonly path: string
  /** Default GET. */
  readonly methods?: readonly string[]
  readonly about: string
  /** Path and query to try, and the code that comes; left out: the path itself, 200. */
  readonly try?: Partial<Pick<Sample, 'path' | 'headers' | 'body'>> & { readonly answers?: readonly number[] }
  readonly query?: readonly QueryMember[]
  readonly answer: Exercise['answer']
}

export function binRoute({ path, methods = ['GET'], about, query = [], answer, ...rest }: BinRoute): Exercise {
  const [method = 'GET'] = methods
  const sample: Sample = { method, path, answers: [200], about, ...rest.try }
  return { path, methods, about, query, bodyLimitBytes: BODY_LIMIT_BYTES, samples: [sample], answer }
}

/** Plays an answer that takes its time or its own framing. The body is given as bytes, so that nothing in it is filled. */
export function playBytes(context: LabContext, bytes: Buffer, answer: Answer): Promise<Response> {
  const { entry, visitor, prefix } = context.var
  const fields = { 'cache-control': 'no-store', 'access-control-allow-origin': '*', ...answer.fields }
  const whole = { status: 200, ...answer, fields, body: { base64: bytes.toString('base64') } }
  return played(context, whole, { entry, nowMs: visitor.log.nowMs, prefix })
}

export const jsonBytes = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

/** A whole number in the path. */
export function pathNumber(context: LabContext, name: string, least: number, most: number): number {
  const given = context.req.param(name) ?? ''
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  const detail = `In ${context.req.path.slice(0, 80)}, "${given.slice(0, 40)}" has to be a whole number from ${least} to ${most}.`
  return refuse({ status: 400, detail })
}

/** A number from the query, with decimals if need be. */
export function queryNumber(context: LabContext, name: string, preset: number, least: number, most: number): number {
  const given = context.req.query(name)
  if (given === undefined) return preset
  const value = /^\d{0,9}(?:\.\d{1,6})?$/.test(given) && given !== '' ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  return refuse({
    status: 400,
    detail: `?${name}= takes a number from ${least} to ${most}, which "${given.slice(0, 40)}" is not.`,
  })
}

/** A number of the query for the OpenAPI document. */
export function numberMember(name: string, about: string, minimum: number, maximum: number): QueryMember {
  return { name, about, schema: { type: 'number', minimum, maximum } }
}
