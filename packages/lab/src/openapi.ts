import { readFileSync } from 'node:fs'
import type { Exercise, LabContext, QueryMember } from './exercise.ts'
import { inFolder } from './folder.ts'
import { json, phraseOf } from './problem.ts'

/** One operation of the document. */
export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly object[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, object>>
}

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** The methods that OpenAPI 3.1 has a word for. */
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])
const DESCRIPTION =
  'Answers of every status code on request, with knobs that combine, httpbin’s well-known paths, scripts of your own, and the wire log of what you sent. Put /v/<name> before any path for a state of your own.'

/** The OpenAPI 3.1 document of these routes. */
function openApiOf(routes: readonly Exercise[], bases: readonly string[], version: string): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes) {
    const path = openApiPath(route.path)
    const operations = paths[path] ?? {}
    for (const method of route.methods.filter(each => METHODS.has(each)))
      operations[method.toLowerCase()] = operationOf(route, method, path)
    paths[path] = operations
  }
  const servers = bases.flatMap(url => [
    { url, description: 'with a state that all share' },
    { url: `${url}/v/ada`, description: 'with a state of your own: put your name in place of ada' },
  ])
  return {
    openapi: '3.1.0',
    info: { title: 'heed lab', version, description: DESCRIPTION },
    servers,
    paths,
  }
}

/** `/links/:n/*` is `/links/{n}/{rest}`. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}')
}

function operationOf(route: Exercise, method: string, path: string): Operation {
  const samples = route.samples.filter(sample => sample.method === method)
  const codes = new Set(samples.flatMap(({ answers }) => answers.map(String)))
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => pathParameter(name))
  const takesBody = method !== 'GET' && method !== 'DELETE'
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^\w]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: route.about ?? samples[0]?.about ?? route.samples[0]?.about ?? '',
    parameters: [...named, ...(route.query ?? []).map(queryParameter)],
    ...(takesBody ? { requestBody: { content: { '*/*': {} } } } : {}),
    responses: {
      ...Object.fromEntries([...codes].sort().map(code => [code, { description: phraseOf(Number(code)) }])),
      default: { description: 'Any other code. Those of the lab’s own are application/problem+json.' },
    },
  }
}

const pathParameter = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string' } })

function queryParameter({ name, about, schema, required }: QueryMember): object {
  return { name, in: 'query', description: about, schema, ...(required ? { required } : {}) }
}

/** The route of the document, which tells of these routes and of itself. */
export function openApiRoute(others: readonly Exercise[]): Exercise {
  const own: Exercise = {
    methods: ['GET'],
    path: '/openapi.json',
    aside: true,
    samples: [{ method: 'GET', path: '/openapi.json', answers: [200], about: 'all of this as an OpenAPI document' }],
    answer: ({ var: { bases } }: LabContext) => json(openApiOf([...others, own], Object.values(bases), versionOf())),
  }
  return own
}

let version: string | undefined

function versionOf(): string {
  version ??= (JSON.parse(readFileSync(inFolder('package.json'), 'utf8')) as { version: string }).version
  return version
}
