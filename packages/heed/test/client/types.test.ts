/** The functions are read by the compiler alone: each line after `@ts-expect-error` must be refused, each other one pass. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Agent } from 'undici'
import type { Answer, Client, Outcome, StandardSchema } from '../../src/index.ts'
import { createClient } from '../../src/index.ts'

type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false
const same = <Left, Right>(_same: Same<Left, Right>): void => {}

interface Post {
  readonly title: string
}

declare const api: Client
declare const agent: Agent
declare const schema: StandardSchema<Post>

export async function bodies(): Promise<void> {
  await api.post('/', { json: { a: 1 } })
  await api.post('/', { body: 'x' })
  await api('/', { method: 'PUT', form: { a: 1, b: ['x'] } })
  // @ts-expect-error: one body at most
  await api.post('/', { json: 1, body: 'x' })
  // @ts-expect-error: one body at most
  await api.post('/', { json: 1, form: {} })
  // @ts-expect-error: GET has no body
  await api.get('/', { body: 'x' })
  // @ts-expect-error: GET has no body
  await api.get('/', { json: 1 })
  // @ts-expect-error: HEAD has no body
  await api.head('/', { form: {} })
  // @ts-expect-error: a value is no body as it is
  await api.post('/', { body: { a: 1 } })
}

export async function options(): Promise<void> {
  // @ts-expect-error: no such option
  await api.get('/', { timeout: 5 })
  // @ts-expect-error: belongs to createClient
  await api.get('/', { baseUrl: 'https://a.test' })
  // @ts-expect-error: the key is a text or true
  await api.post('/', { idempotencyKey: false })
  // @ts-expect-error: a header's value is a text
  await api.get('/', { headers: { 'x-a': 1 } })
  await api.get('/', { headers: { 'x-a': undefined }, searchParams: { a: [1, true, 'x', null] } })
  // @ts-expect-error: belongs to a call
  createClient({ signal: AbortSignal.abort() })
  createClient({ dispatcher: agent })
  createClient({ connectMs: 5, budget: false })
  // @ts-expect-error: whoever makes connections limits them
  createClient({ dispatcher: agent, connectMs: 5 })
  // @ts-expect-error: connections are shared
  api.extend({ dispatcher: agent })
}

export async function results(): Promise<void> {
  same<Awaited<ReturnType<Client['get']>>, Answer>(true)
  const unknownJson = await api.get('/').json()
  same<typeof unknownJson, unknown>(true)
  const post = await api.get('/').json<Post>()
  same<typeof post, Post>(true)
  const checked = await api.get('/').json(schema)
  same<typeof checked, Post>(true)
  const later = await (await api.get('/')).json(schema)
  same<typeof later, Post>(true)
}

export function outcomes(outcome: Outcome): unknown {
  // @ts-expect-error: only `ok` has an answer
  outcome.answer
  // @ts-expect-error: only `later` has a time
  outcome.notBefore
  switch (outcome.kind) {
    case 'ok':
      return outcome.answer.status
    case 'later':
      return outcome.notBefore.getTime() + outcome.error.message.length
    case 'never':
    case 'unknown':
      // @ts-expect-error: sending it again is not known to help
      outcome.notBefore
      return outcome.error.code
    default:
      return outcome satisfies never
  }
}

test('a client has every function that its type promises, and no other', () => {
  const promised = {
    ...{ get: 1, head: 1, options: 1, query: 1, post: 1, put: 1, patch: 1, delete: 1 },
    ...{ try: 1, update: 1, download: 1, origins: 1, extend: 1, close: 1 },
  } satisfies Record<keyof Client, number>
  assert.deepEqual(Object.keys(createClient()).sort(), Object.keys(promised).sort())
})
