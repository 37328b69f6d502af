// What each runtime plays, with the heed that it finds by its own conditions. Plain data comes back: this runs in browsers and
// workers too, so nothing of Node is imported here.
import { type Answer, type Client, createClient, HeedError, StatusError, WireError } from 'heed'
import { type Cache, memoryCache, sqliteCache } from 'heed/cache'

export interface Stage {
  /** Where the server listens. */
  readonly origin: string
  /** Where nothing listens. */
  readonly nowhere: string
  /** Where files may be made. */
  readonly folder: string
}

type Act = (client: Client, url: string, stage: Stage) => Promise<unknown>

/** What one behaviour gave: a value, or the error it ended with. */
export type Saw = { readonly gave: unknown } | { readonly threw: string }

const encoder = new TextEncoder()

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield encoder.encode(text)
}

/** Aborts once the server has the request, which it tells at another address. */
async function abortOnceAsked(client: Client, url: string): Promise<unknown> {
  const controller = new AbortController()
  const call = client.get(url, { signal: controller.signal, deadlineMs: 20_000, attemptMs: 20_000 })
  const ended = call.then(
    () => 'answered',
    (error: unknown) => nameOf(error),
  )
  await client.get(`${url}/asked`)
  controller.abort(new Error('enough'))
  return ended
}

async function readInTwo(client: Client, url: string): Promise<unknown> {
  const answer = await client.get(url, { stream: true })
  const reader = answer.stream.getReader()
  const decoder = new TextDecoder()
  const first = decoder.decode((await reader.read()).value)
  // The server holds the rest back until it is asked for.
  await client.get(`${url}/go`)
  let rest = ''
  for (let step = await reader.read(); !step.done; step = await reader.read()) rest += decoder.decode(step.value)
  return [first, rest]
}

const text = (client: Client, url: string): Promise<string> => client.get(url).text()
const outcome = ({ status, redirected }: Answer): unknown => ({ status, redirected })

async function twice(cache: Cache, url: string): Promise<unknown> {
  const client = createClient({ cache })
  const both = [await client.get(url).text(), await client.get(url).text()]
  await client.close()
  return both
}

const acts: Readonly<Record<string, Act>> = {
  success: (client, url) => client.get(url).json(),
  post: (client, url) => client.post(url, { json: { a: 'ü' } }).json(),
  failure: async (client, url) => {
    try {
      return await client.get(url).text()
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      return { status: error.status, title: error.problem?.title }
    }
  },
  wait: text,
  again: text,
  'post-once': (client, url) => client.post(url, { json: {} }).text(),
  'post-reset': (client, url) => client.post(url, { json: {} }).text(),
  refused: (client, _url, { nowhere }) => client.post(nowhere, { json: {}, attempts: 1 }).text(),
  redirect: text,
  'redirect-told': async (client, url) => outcome(await client.get(url)),
  'redirect-shown': async (client, url) => outcome(await client.get(url, { redirect: 'manual' })),
  'broken-off': text,
  abort: abortOnceAsked,
  'abort-wait': async (client, url) => {
    const controller = new AbortController()
    const onTrail = ({ what }: { what: string }): void => {
      if (what === 'wait') controller.abort(new Error('enough'))
    }
    return client.get(url, { signal: controller.signal, onTrail }).text()
  },
  deadline: (client, url) => client.get(url, { deadlineMs: 400 }).text(),
  shared: (_client, url) => shared.get(url, { deadlineMs: 400 }).text(),
  'too-long': async (client, url) => (await client.try(url)).kind,
  stream: readInTwo,
  'upload-stream': (client, url) => client.put(url, { body: pieces('one,', 'two,', 'three') }).json(),
  'upload-blob': (client, url) => client.put(url, { body: new Blob(['x'.repeat(100_000)]) }).json(),
  'length-required': (client, url) => client.put(url, { body: () => pieces('one,', 'two,', 'three') }).json(),
  'upload-broken': (client, url) => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield encoder.encode('one,')
      throw new Error('the file is gone')
    }
    return client.put(url, { body: failing() }).text()
  },
  coded: text,
  'too-large': (client, url) => client.get(url, { limits: { bodyBytes: 1000 } }).text(),
  'too-dense': async (client, url) => (await client.get(url).bytes()).length,
  cookies: async (client, url) => (await client.get(url)).headers.getSetCookie(),
  hints: async (client, url) => (await client.get(url)).trail.map(({ what }) => what),
  cache: (_client, url) => twice(memoryCache(), url),
  'cache-file': (_client, url, { folder }) => twice(sqliteCache(`${folder}/cache.db`), url),
  download: async (client, url, { folder }) => {
    const { bytes, digest } = await client.download(url, `${folder}/download`)
    return { bytes, digest }
  },
}

const nameOf = (error: unknown): string => {
  if (error instanceof WireError) return `${error.name} ${error.fault}`
  if (error instanceof HeedError) return error.name
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** What serves several requests of a worker, one after the other. */
const shared = createClient()

/** The request before: on a worker it is another one than that which plays. */
export const warm = ({ origin }: Stage): Promise<string> => shared.get(`${origin}/warm`, { deadlineMs: 300 }).text()

/** Plays every behaviour, one after the other. */
export async function play(stage: Stage): Promise<Record<string, Saw>> {
  const saw: Record<string, Saw> = {}
  for (const [id, act] of Object.entries(acts)) {
    // Of its own, so that what one learns of the server changes nothing for the next.
    const client = createClient({ deadlineMs: 10_000, attemptMs: 5_000 })
    try {
      saw[id] = { gave: await act(client, `${stage.origin}/${id}`, stage) }
    } catch (error) {
      saw[id] = { threw: nameOf(error) }
    }
    await client.close()
  }
  return saw
}
