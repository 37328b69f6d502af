import createClient, { type Client } from 'openapi-fetch'
import { type Api, events, json } from './api-server.ts'
import { contentOf } from './openai.ts'
import type { Place, Sdk } from './sdk.ts'

interface Post {
  title: string
}

interface Answers {
  200: { content: { 'application/json': Post } }
  404: { content: { 'application/json': { message: string } } }
}

/** As openapi-typescript writes it for such an API. */
interface Paths {
  '/posts/{id}': { get: { parameters: { path: { id: string } }; responses: Answers } }
  '/posts': { post: { requestBody: { content: { 'application/json': Post } }; responses: Answers } }
  '/files': {
    post: { requestBody: { content: { 'multipart/form-data': { file: Blob } } }; responses: Answers }
  }
  '/events': { get: { responses: { 200: { content: { 'text/event-stream': string } } } } }
}

const api: Api = ({ method, path, body }, response) => {
  if (path === '/posts/never') return
  if (path === '/posts/first') return json(response, { title: 'the first post' })
  if (path === '/posts' && method === 'POST') {
    return json(response, { title: `made: ${JSON.parse(body.toString()).title}` })
  }
  if (path === '/files') return json(response, { title: contentOf(body) })
  if (path === '/events') return events(response, ['one', 'two', 'three'])
  return json(response, { message: 'not there' }, 404)
}

const client = ({ url, fetch }: Place): Client<Paths> => createClient<Paths>({ baseUrl: url, fetch })

/** What stands behind `data:` in each event, joined. */
export async function joinedEvents(stream: ReadableStream<Uint8Array> | null | undefined): Promise<string> {
  const text = await new Response(stream ?? null).text()
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data).join(' ')
}

export const openapiFetch: Sdk = {
  name: 'openapi-fetch',
  package: 'openapi-fetch',
  api,
  async reads(place) {
    const { data } = await client(place).GET('/posts/{id}', { params: { path: { id: 'first' } } })
    return data?.title
  },
  async writes(place) {
    const { data, response } = await client(place).POST('/posts', { body: { title: 'a new post' } })
    if (data === undefined) throw Object.assign(new Error('no data'), { status: response.status })
    return data.title
  },
  async uploads(place) {
    const file = new Blob(['of a file'], { type: 'text/plain' })
    const bodySerializer = (): FormData => {
      const form = new FormData()
      form.set('file', file, 'a.txt')
      return form
    }
    return (await client(place).POST('/files', { body: { file }, bodySerializer })).data?.title
  },
  async streams(place) {
    const { data } = await client(place).GET('/events', { parseAs: 'stream' })
    return joinedEvents(data)
  },
  aborts: place => client(place).GET('/posts/{id}', { params: { path: { id: 'never' } }, signal: place.signal }),
  fails: async place =>
    (await client(place).GET('/posts/{id}', { params: { path: { id: 'missing' } } })).response.status,
}
