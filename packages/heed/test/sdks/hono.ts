import { Hono } from 'hono'
import { hc } from 'hono/client'
import { stream } from 'hono/streaming'
import { validator } from 'hono/validator'
import { fromWeb } from './from-web.ts'
import { joinedEvents } from './openapi-fetch.ts'
import type { Place, Sdk } from './sdk.ts'

const app = new Hono()
  .get('/posts/:id', c => {
    if (c.req.param('id') === 'first') return c.json({ title: 'the first post' }, 200)
    return c.json({ title: 'not there' }, 404)
  })
  .get('/never', c => c.json({ title: '' }))
  .post(
    '/posts',
    validator('json', value => ({ title: String(value.title) })),
    c => c.json({ title: `made: ${c.req.valid('json').title}` }),
  )
  .post(
    '/files',
    validator('form', value => ({ file: value.file as File })),
    async c => c.json({ title: await c.req.valid('form').file.text() }),
  )
  .get('/events', c =>
    stream(c, async out => {
      for (const each of ['one', 'two', 'three']) await out.write(`data: ${each}\n\n`)
    }),
  )

const client = ({ url, fetch, signal }: Place) => hc<typeof app>(url, { fetch, init: { signal } })

async function titleOf(response: { ok: boolean; status: number; json(): Promise<{ title: string }> }): Promise<string> {
  if (!response.ok) throw Object.assign(new Error('no title'), { status: response.status })
  return (await response.json()).title
}

export const hono: Sdk = {
  name: 'hono/client',
  package: 'hono',
  api: fromWeb(request => app.fetch(request)),
  reads: async place => titleOf(await client(place).posts[':id'].$get({ param: { id: 'first' } })),
  writes: async place => titleOf(await client(place).posts.$post({ json: { title: 'a new post' } })),
  async uploads(place) {
    return titleOf(await client(place).files.$post({ form: { file: new File(['of a file'], 'a.txt') } }))
  },
  streams: async place => joinedEvents((await client(place).events.$get()).body),
  aborts: place => client(place).never.$get(),
  fails: async place => (await client(place).posts[':id'].$get({ param: { id: 'missing' } })).status,
}
