import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLab } from '../test/open-lab.ts'
import { KNOBS } from './knobs/table.ts'
import type { OpenApi } from './openapi.ts'
import { openApiPath } from './openapi.ts'
import { routes } from './routes.ts'

const { lab, send } = await openLab()
const document = (await (await send('/openapi.json')).json()) as OpenApi

/** What stands for each parameter of a path. */
const EXAMPLES: Readonly<Record<string, string>> = {
  who: 'octocat',
  id: '1',
  code: '200',
  n: '2',
  offset: '0',
  name: 'mine',
  value: 'aGVlZA==',
  user: 'ada',
  passwd: 'x',
  etag: 'v1',
  run: 'r',
  scenario: '500-sent-again',
  file: 'make.js',
  rest: 'x',
}

test('every route and method is in the document, and nothing else', () => {
  const wanted = routes.flatMap(({ path, methods }) =>
    methods.filter(method => method !== 'QUERY').map(method => `${method} ${openApiPath(path)}`),
  )
  const told = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map(method => `${method.toUpperCase()} ${path}`),
  )
  assert.deepEqual(told.sort(), [...new Set(wanted)].sort())
})

test('every operation answers, and not with a 404 or 405 of the lab', async () => {
  await send('/script/mine', { method: 'PUT', body: '[{"status":200}]' })
  for (const [path, operations] of Object.entries(document.paths)) {
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => EXAMPLES[name] ?? 'missing')
    assert.ok(!address.includes('missing'), path)
    // What takes scripts and users away comes last.
    for (const method of Object.keys(operations).sort(
      (one, other) => Number(one === 'delete') - Number(other === 'delete'),
    )) {
      const abort = new AbortController()
      const answer = await send(address, { method: method.toUpperCase(), signal: abort.signal })
      assert.ok(
        answer.status !== 405 && !(answer.status === 404 && /no exercise/.test(await peek(answer))),
        `${method} ${path}`,
      )
      abort.abort()
      if (path === '/script/{name}' && method === 'delete')
        await send('/script/mine', { method: 'PUT', body: '[{"status":200}]' })
    }
  }
})

async function peek(answer: Response): Promise<string> {
  return answer.headers.get('content-type') === 'application/problem+json' ? answer.text() : ''
}

test('each operation has a summary, an id of its own, its path’s parameters, and answers', () => {
  const ids = new Set<string>()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const { operationId, summary, parameters, responses } of Object.values(operations)) {
      assert.ok(summary.length > 0, path)
      assert.ok(!ids.has(operationId), operationId)
      ids.add(operationId)
      const named = (parameters as { name: string; in: string }[])
        .filter(each => each.in === 'path')
        .map(({ name }) => name)
      assert.deepEqual(
        named,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        path,
      )
      assert.ok('default' in responses)
    }
  }
})

test('the knobs are its parameters, and the addresses its servers', () => {
  const parameters = document.paths['/status/{code}']?.get?.parameters as { name: string; in: string }[]
  assert.deepEqual(
    parameters.filter(each => each.in === 'query').map(({ name }) => name),
    Object.keys(KNOBS),
  )
  assert.equal(document.servers[0]?.url, lab.url)
  assert.equal(document.openapi, '3.1.0')
})
