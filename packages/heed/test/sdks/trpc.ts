import { createTRPCClient, httpBatchStreamLink, httpLink, TRPCClientError } from '@trpc/client'
import { initTRPC, TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { fromWeb } from './from-web.ts'
import type { Place, Sdk } from './sdk.ts'

const t = initTRPC.create()

const titleOf = (given: unknown): string => {
  if (typeof given === 'string') return given
  throw new TRPCError({ code: 'BAD_REQUEST', message: 'a title, please' })
}

const formOf = (given: unknown): FormData => {
  if (given instanceof FormData) return given
  throw new TRPCError({ code: 'BAD_REQUEST', message: 'a form, please' })
}

const router = t.router({
  first: t.procedure.query(() => 'the first post'),
  make: t.procedure.input(titleOf).mutation(({ input }) => `made: ${input}`),
  upload: t.procedure.input(formOf).mutation(async ({ input }) => {
    const file = input.get('file')
    return file instanceof File ? file.text() : ''
  }),
  count: t.procedure.query(async function* () {
    for (const each of ['one', 'two', 'three']) yield each
  }),
  never: t.procedure.query(() => ''),
  missing: t.procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND' })
  }),
})

const client = ({ url, fetch }: Place) => createTRPCClient<typeof router>({ links: [httpLink({ url, fetch })] })

export const trpc: Sdk = {
  name: 'tRPC',
  package: '@trpc/client',
  api: fromWeb(req => fetchRequestHandler({ endpoint: '', req, router, createContext: () => ({}) })),
  reads: place => client(place).first.query(),
  writes: place => client(place).make.mutate('a new post'),
  async uploads(place) {
    const form = new FormData()
    form.set('file', new File(['of a file'], 'a.txt'))
    return client(place).upload.mutate(form)
  },
  async streams({ url, fetch }) {
    const streaming = createTRPCClient<typeof router>({ links: [httpBatchStreamLink({ url, fetch })] })
    const all: string[] = []
    for await (const each of await streaming.count.query()) all.push(each)
    return all.join(' ')
  },
  aborts: place => client(place).never.query(undefined, { signal: place.signal }),
  fails: place =>
    client(place)
      .missing.query()
      .catch(error => (error instanceof TRPCClientError ? error.data?.httpStatus : error)),
}
