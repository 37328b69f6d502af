/** What comes of a call. The compiler reads this: nothing of it runs. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expectTypeOf } from 'expect-type'
import type { Answer, CacheNote, Call, Client, Downloaded, StandardSchema } from 'heed'

interface Post {
  readonly title: string
}

declare const api: Client
declare const schema: StandardSchema<Post>
/** As a validator declares it: what comes in has another type than what comes out. */
declare const validator: StandardSchemaV1<{ title?: string }, Post>

export async function json(): Promise<void> {
  expectTypeOf(await api.get('/').json()).toEqualTypeOf<unknown>()
  expectTypeOf(await api.get('/').json<Post>()).toEqualTypeOf<Post>()
  expectTypeOf(await api.get('/').json(schema)).toEqualTypeOf<Post>()
  expectTypeOf(await api.get('/').json(validator)).toEqualTypeOf<Post>()
  expectTypeOf(await (await api.get('/')).json()).toEqualTypeOf<unknown>()
  expectTypeOf(await (await api.get('/')).json(validator)).toEqualTypeOf<Post>()
  // @ts-expect-error: what is no schema checks nothing
  await api.get('/').json({ parse: (value: unknown) => value })
  // @ts-expect-error: the schema says what comes out
  const wrong: { id: number } = await api.get('/').json(validator)
  expectTypeOf(wrong).toEqualTypeOf<{ id: number }>()
}

export async function answers(): Promise<void> {
  expectTypeOf(api.get('/')).toEqualTypeOf<Call>()
  const answer = await api('/')
  expectTypeOf(answer).toEqualTypeOf<Answer>()
  expectTypeOf(answer.status).toEqualTypeOf<number>()
  expectTypeOf(answer.location).toEqualTypeOf<string | null>()
  expectTypeOf(answer.cache).toEqualTypeOf<CacheNote | null>()
  expectTypeOf(answer.headers.get('etag')).toEqualTypeOf<string | null>()
  expectTypeOf(answer.stream).toEqualTypeOf<ReadableStream<Uint8Array>>()
  expectTypeOf(await answer.text()).toEqualTypeOf<string>()
  expectTypeOf(await api.get('/').bytes()).toEqualTypeOf<Uint8Array>()
  expectTypeOf(await answer.poll()).toEqualTypeOf<Answer>()
  // @ts-expect-error: what came is not changed
  answer.status = 1
}

export async function loops(): Promise<void> {
  expectTypeOf(await api.update<Post>('/', post => post)).toEqualTypeOf<Answer>()
  await api.update<Post>('/', (post, current, round) => {
    expectTypeOf(post).toEqualTypeOf<Post>()
    expectTypeOf(current).toEqualTypeOf<Answer | null>()
    expectTypeOf(round).toEqualTypeOf<number>()
    return post
  })
  expectTypeOf(await api.download('/', 'file.bin')).toEqualTypeOf<Downloaded>()
  expectTypeOf(await api.close()).toEqualTypeOf<void>()
}

export async function narrowing(): Promise<unknown> {
  const outcome = await api.try('/')
  // @ts-expect-error: only `ok` has an answer
  outcome.answer
  // @ts-expect-error: only `later` has a time
  outcome.notBefore
  switch (outcome.kind) {
    case 'ok':
      // @ts-expect-error: nothing failed
      outcome.error
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
