import { Octokit } from '@octokit/core'
import { presets } from '../../src/presets.ts'
import { type Api, json } from './api-server.ts'
import type { Place, Sdk } from './sdk.ts'

const api: Api = ({ method, path, body }, response) => {
  if (path === '/posts/never') return
  if (path === '/posts/first' && method === 'GET') return json(response, { title: 'the first post' })
  if (path === '/posts' && method === 'POST') {
    return json(response, { title: `made: ${JSON.parse(body.toString()).title}` }, 201)
  }
  if (path === '/assets' && method === 'POST') return json(response, { title: body.toString() }, 201)
  return json(response, { message: 'Not Found' }, 404)
}

const client = ({ url, fetch }: Place): Octokit => new Octokit({ baseUrl: url, ...presets.octokit(fetch) })

export const octokit: Sdk = {
  name: 'Octokit',
  package: '@octokit/core',
  api,
  reads: async place => (await client(place).request('GET /posts/{id}', { id: 'first' })).data.title,
  writes: async place => (await client(place).request('POST /posts', { title: 'a new post' })).data.title,
  async uploads(place) {
    const options = { data: Buffer.from('of a file'), headers: { 'content-type': 'application/octet-stream' } }
    return (await client(place).request('POST /assets', options)).data.title
  },
  streams: null,
  aborts: place => client(place).request('GET /posts/never', { request: { signal: place.signal } }),
  fails: place =>
    client(place)
      .request('GET /missing')
      .catch(error => error.status),
}
