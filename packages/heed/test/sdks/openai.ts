import OpenAI, { APIError, toFile } from 'openai'
import { presets } from '../../src/presets.ts'
import { type Api, events, json } from './api-server.ts'
import type { Place, Sdk } from './sdk.ts'

const api: Api = ({ method, path, body }, response) => {
  if (path === '/models/never') return
  if (path === '/models/first') return json(response, { id: 'the first post', object: 'model' })
  if (path === '/files') return json(response, { id: contentOf(body), object: 'file' })
  if (path !== '/chat/completions' || method !== 'POST') return json(response, { error: { message: 'not there' } }, 404)
  const asked = JSON.parse(body.toString())
  const said = asked.messages[0].content
  if (asked.stream === true) {
    return events(response, [
      ...['one', ' two', ' three'].map(content => JSON.stringify({ choices: [{ delta: { content } }] })),
      '[DONE]',
    ])
  }
  return json(response, { choices: [{ message: { role: 'assistant', content: `made: ${said}` } }] })
}

/** The file within a multipart body: what stands between the empty line after its head and the next boundary. */
export function contentOf(body: Buffer): string {
  const text = body.toString()
  const at = text.indexOf('filename=')
  return text.slice(text.indexOf('\r\n\r\n', at) + 4).split('\r\n')[0] ?? ''
}

const client = ({ url, fetch }: Place): OpenAI =>
  new OpenAI({ baseURL: url, apiKey: 'key', ...presets.stainless(fetch) })

const ask = (content: string) => ({ model: 'm', messages: [{ role: 'user' as const, content }] })

export const openai: Sdk = {
  name: 'openai',
  package: 'openai',
  api,
  reads: async place => (await client(place).models.retrieve('first')).id,
  async writes(place) {
    const made = await client(place).chat.completions.create(ask('a new post'))
    return made.choices[0]?.message.content
  },
  async uploads(place) {
    const file = await toFile(Buffer.from('of a file'), 'a.txt')
    return (await client(place).files.create({ file, purpose: 'batch' })).id
  },
  async streams(place) {
    let all = ''
    for await (const piece of await client(place).chat.completions.create({ ...ask('count'), stream: true })) {
      all += piece.choices[0]?.delta.content ?? ''
    }
    return all
  },
  aborts: place => client(place).models.retrieve('never', { signal: place.signal }),
  fails: place =>
    client(place)
      .models.retrieve('missing')
      .catch(error => (error instanceof APIError ? error.status : error)),
}
