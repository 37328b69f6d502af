/** What can be asked for, and what contradicts itself. The compiler reads this: nothing of it runs. */
import { basic, bearer, type Client, type ClientOptions, createClient, type Transport } from 'heed'
import { cacheOn, memoryCache, type Store, sqliteCache } from 'heed/cache'
import type { Agent } from 'undici'

declare const api: Client
declare const agent: Agent
declare const transport: Transport
declare const store: Store
declare const bytes: ReadableStream<Uint8Array>

export async function bodies(): Promise<void> {
  await api.post('/', { json: { a: 1 } })
  await api.post('/', { body: 'x' })
  await api.query('/', { body: () => bytes })
  await api('/', { method: 'PUT', form: { a: 1, b: ['x'] } })
  await api.put('/', { form: new FormData() })
  // @ts-expect-error: one body at most
  await api.post('/', { json: 1, body: 'x' })
  // @ts-expect-error: one body at most
  await api.post('/', { json: 1, form: {} })
  // @ts-expect-error: one body at most
  await api.post('/', { body: 'x', form: {} })
  // @ts-expect-error: GET has no body
  await api.get('/', { body: 'x' })
  // @ts-expect-error: GET has no body
  await api.get('/', { json: 1 })
  // @ts-expect-error: HEAD has no body
  await api.head('/', { form: {} })
  // @ts-expect-error: a value is no body as it is
  await api.post('/', { body: { a: 1 } })
  // @ts-expect-error: a text is no form
  await api.post('/', { form: 'a=1' })
}

export async function ofCalls(): Promise<void> {
  // @ts-expect-error: no such option
  await api.get('/', { timeout: 5 })
  // @ts-expect-error: belongs to createClient
  await api.get('/', { baseUrl: 'https://a.test' })
  // @ts-expect-error: belongs to createClient
  await api.get('/', { auth: { token: 'T' } })
  // @ts-expect-error: belongs to createClient
  await api.try('/', { breaker: false })
  // @ts-expect-error: the key is a text or true
  await api.post('/', { idempotencyKey: false })
  // @ts-expect-error: a header's value is a text
  await api.get('/', { headers: { 'x-a': 1 } })
  // @ts-expect-error: three ways, and this is none
  await api.get('/', { redirect: 'never' })
  // @ts-expect-error: undefined is not left out (exactOptionalPropertyTypes)
  await api.get('/', { attempts: undefined })
  // @ts-expect-error: milliseconds are a number
  await api.get('/', { deadlineMs: '5s' })
  // @ts-expect-error: a cache is made by memoryCache, sqliteCache or cacheOn
  await api.get('/', { cache: true })
  await api.get('/', { headers: { 'x-a': undefined }, searchParams: { a: [1, true, 'x', null] } })
  await api.get('/', { headers: new Headers(), searchParams: new URLSearchParams(), cache: false })
  await api.get(new URL('https://a.test/'), { signal: AbortSignal.timeout(5), stream: true })
}

export function ofClients(): void {
  // @ts-expect-error: belongs to a call
  createClient({ signal: AbortSignal.abort() })
  // @ts-expect-error: belongs to a call
  createClient({ json: 1 })
  createClient({ dispatcher: agent })
  createClient({ transport })
  createClient({ connectMs: 5, budget: false })
  // @ts-expect-error: whoever makes connections limits them
  createClient({ dispatcher: agent, connectMs: 5 })
  // @ts-expect-error: whoever makes connections limits them
  createClient({ transport, connectMs: 5 })
  // @ts-expect-error: one thing carries requests
  createClient({ transport, dispatcher: agent })
  createClient({ cache: memoryCache({ maxBytes: 65_536 }) })
  createClient({ cache: sqliteCache('answers.db') })
  createClient({ cache: cacheOn(store) })
  // @ts-expect-error: a store is not yet a cache
  createClient({ cache: store })
  createClient({ quota: { limit: 10, windowMs: 1000 }, breaker: false, pace: false, hedge: true, throttle: { k: 2 } })
  // @ts-expect-error: a quota says for how long
  createClient({ quota: { limit: 10 } })
  // @ts-expect-error: what it refuses cannot be all
  createClient({ breaker: true })
  const named: ClientOptions = { limitKey: ({ url }) => url.host, onOrigin: change => change.what }
  createClient(named)
}

export function credentials(): void {
  createClient({ baseUrl: 'https://a.test', auth: { token: 'T' } })
  createClient({ auth: { token: basic('ada', 'secret'), origins: ['https://a.test'] } })
  createClient({ auth: { token: ({ origin }) => bearer(origin), refresh: async ({ signal }) => `${signal.aborted}` } })
  // @ts-expect-error: nothing to send
  createClient({ auth: { refresh: async () => 'T' } })
  // @ts-expect-error: a proxy has no list of origins
  createClient({ proxyAuth: { token: 'T', origins: ['https://a.test'] } })
}

export function extended(): void {
  const slower: Client = api.extend({ deadlineMs: 60_000, baseUrl: 'https://a.test/v2/' })
  // @ts-expect-error: connections are shared
  slower.extend({ dispatcher: agent })
  // @ts-expect-error: credentials are shared
  slower.extend({ auth: { token: 'T' } })
}

export async function loops(): Promise<void> {
  await api.update<{ count: number }>('/', ({ count }) => ({ count: count + 1 }), { create: { count: 0 } })
  // @ts-expect-error: POST writes no version
  await api.update('/', value => value, { method: 'POST' })
  // @ts-expect-error: an update follows no redirect
  await api.update('/', value => value, { redirect: 'follow' })
  await api.download('/', 'file.bin', { resume: true, onProgress: ({ heldBytes }) => heldBytes })
  // @ts-expect-error: a download is a GET
  await api.download('/', 'file.bin', { method: 'POST' })
  // @ts-expect-error: a sink is where it is kept
  await api.download('/', 'file.bin', { stream: true })
  const accepted = await api.post('/')
  await accepted.poll({ done: answer => answer.ok, elsewhere: api, deadlineMs: 5 })
  // @ts-expect-error: a poll asks with GET
  await accepted.poll({ method: 'POST' })
}
