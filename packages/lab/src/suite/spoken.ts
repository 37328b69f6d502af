import { readFileSync } from 'node:fs'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { inFolder } from '../folder.ts'
import { type Schema, wanted } from '../script/wanted.ts'
import type { Hello, JobResult } from './job.ts'

/** What a line of an adapter turned out to be. */
export type Spoken =
  | { readonly kind: 'hello'; readonly hello: Hello }
  | { readonly kind: 'result'; readonly result: JobResult }
  /** A result that breaks the contract; `id` is null where it has none. */
  | { readonly kind: 'broken'; readonly id: string | null; readonly sentence: string }
  | { readonly kind: 'junk'; readonly sentence: string }

const QUOTED_CHARACTERS = 120

const ajv = new Ajv2020({ verbose: true, allowUnionTypes: true })

const isHello = compiled<Hello>('hello')
const isResult = compiled<JobResult>('result')

function compiled<Shape>(name: string): ValidateFunction<Shape> {
  return ajv.compile<Shape>(JSON.parse(readFileSync(inFolder('schema', `${name}.json`), 'utf8')))
}

/** Reads one line of an adapter's standard output. */
export function spokenIn(line: string): Spoken {
  const value = parsed(line)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return junk(line)
  if (!('id' in value) && 'client' in value) {
    if (isHello(value)) return { kind: 'hello', hello: value }
    return { kind: 'junk', sentence: `The adapter's hello breaks schema/hello.json: ${faultOf(isHello.errors)}.` }
  }
  if (isResult(value)) return { kind: 'result', result: value }
  const { id } = value as { id?: unknown }
  return {
    kind: 'broken',
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : null,
    sentence: `The adapter's result breaks schema/result.json: ${faultOf(isResult.errors)}.`,
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const junk = (line: string): Spoken => ({
  kind: 'junk',
  sentence: `The adapter printed a line that is no JSON object: ${quoted(line)}. Standard output is for results; print the rest to standard error.`,
})

const quoted = (text: string): string =>
  JSON.stringify(text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text)

/** The first fault in plain words: which member, and what it must be. */
function faultOf(errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? []
  if (error === undefined) return 'it is not valid'
  const { keyword, instancePath, params, propertyName } = error
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the line'
  if (propertyName !== undefined) return `${place} has the name "${propertyName}"; write names in lower case`
  if (keyword === 'required') return `${place} lacks the member "${params.missingProperty}"`
  if (keyword === 'additionalProperties') {
    return `${place} has a member "${params.additionalProperty}", which means nothing`
  }
  const schema = error.parentSchema as Schema
  return `${place} must be ${wanted(schema, schema)}`
}
