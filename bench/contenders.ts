import { joinedJson } from './joined.ts'

/** How one contender makes a request and hands over its parsed body. */
export interface Calls {
  get(url: string): Promise<unknown>
  post(url: string, data: object): Promise<unknown>
}

export interface Contender {
  readonly name: string
  /** Share of the fixed count it is asked for: slow ones get fewer requests, so that a round stays short. */
  readonly share: number
  /** A 404 is thrown as an error. */
  readonly throws: boolean
  /** A 503 is sent again, at once, by its own means. */
  readonly retries: boolean
  open(): Promise<Calls>
}

const jsonFields = { 'content-type': 'application/json' }

const dispatch: Contender = {
  name: 'undici.dispatch',
  share: 1,
  throws: false,
  retries: false,
  open: async () => {
    const { Agent } = await import('undici')
    const agent = new Agent()
    return {
      get: url => joinedJson(agent, url, 'GET', null, {}),
      post: (url, data) => joinedJson(agent, url, 'POST', JSON.stringify(data), jsonFields),
    }
  },
}

/** `undici.request` over a dispatcher, which is also how RetryAgent and the interceptors are used. */
const requesting = async (dispatcher: import('undici').Dispatcher): Promise<Calls> => {
  const { request } = await import('undici')
  return {
    get: async url => (await request(url, { dispatcher })).body.json(),
    post: async (url, data) => {
      const sent = { dispatcher, method: 'POST', body: JSON.stringify(data), headers: jsonFields } as const
      return (await request(url, sent)).body.json()
    },
  }
}

const undiciRequest: Contender = {
  name: 'undici.request',
  share: 1,
  throws: false,
  retries: false,
  open: async () => {
    const { Agent } = await import('undici')
    return requesting(new Agent())
  },
}

const retryAgent: Contender = {
  name: 'undici.RetryAgent',
  share: 1,
  throws: false,
  retries: true,
  open: async () => {
    const { Agent, RetryAgent } = await import('undici')
    return requesting(new RetryAgent(new Agent(), { minTimeout: 0 }))
  },
}

const intercepted: Contender = {
  name: 'undici + interceptors',
  share: 0.8,
  throws: false,
  retries: true,
  open: async () => {
    const { Agent, interceptors } = await import('undici')
    const { dns, retry, redirect, cache } = interceptors
    return requesting(new Agent().compose(dns(), retry({ minTimeout: 0 }), redirect({ maxRedirections: 20 }), cache()))
  },
}

type Fetch = (
  url: string,
  init?: { method: string; body: string; headers: Record<string, string> },
) => Promise<{
  json(): Promise<unknown>
}>

const fetching = (fetch: Fetch): Calls => ({
  get: async url => (await fetch(url)).json(),
  post: async (url, data) =>
    (await fetch(url, { method: 'POST', body: JSON.stringify(data), headers: jsonFields })).json(),
})

const undiciFetch: Contender = {
  name: 'undici.fetch',
  share: 0.2,
  throws: false,
  retries: false,
  open: async () => fetching((await import('undici')).fetch),
}

const globalFetch: Contender = {
  name: 'global fetch',
  share: 0.2,
  throws: false,
  retries: false,
  open: async () => fetching(fetch),
}

const ky: Contender = {
  name: 'ky',
  share: 0.1,
  throws: true,
  retries: true,
  open: async () => {
    const client = (await import('ky')).default.create({ retry: { limit: 2, delay: () => 0 } })
    return { get: url => client.get(url).json(), post: (url, json) => client.post(url, { json }).json() }
  },
}

const got: Contender = {
  name: 'got',
  share: 0.1,
  throws: true,
  retries: true,
  open: async () => {
    // got takes a delay of 0 for "do not retry", so the shortest is 1 ms.
    const calculateDelay = ({ computedValue }: { computedValue: number }): number => Math.min(computedValue, 1)
    const client = (await import('got')).default.extend({ retry: { limit: 2, calculateDelay } })
    return { get: url => client.get(url).json(), post: (url, json) => client.post(url, { json }).json() }
  },
}

const axios: Contender = {
  name: 'axios + axios-retry',
  share: 0.1,
  throws: true,
  retries: true,
  open: async () => {
    const client = (await import('axios')).default.create()
    const { default: axiosRetry } = await import('axios-retry')
    axiosRetry(client, { retries: 2, retryDelay: () => 0 })
    return {
      get: async url => (await client.get(url)).data,
      post: async (url, data) => (await client.post(url, data)).data,
    }
  },
}

const ofetch: Contender = {
  name: 'ofetch',
  share: 0.15,
  throws: true,
  retries: true,
  open: async () => {
    const client = (await import('ofetch')).ofetch.create({ retry: 2, retryDelay: 0 })
    return { get: url => client(url), post: (url, body) => client(url, { method: 'POST', body }) }
  },
}

const makeFetchHappen: Contender = {
  name: 'make-fetch-happen',
  share: 0.1,
  throws: false,
  retries: true,
  open: async () => {
    const { default: happen } = await import('make-fetch-happen')
    return fetching(happen.defaults({ maxSockets: 50, retry: { retries: 2, minTimeout: 0 } }))
  },
}

const superagent: Contender = {
  name: 'superagent',
  share: 0.3,
  throws: true,
  retries: true,
  open: async () => {
    const { default: agent } = await import('superagent')
    const { globalAgent } = await import('node:http')
    return {
      get: async url => (await agent.get(url).agent(globalAgent).retry(2)).body,
      post: async (url, data) => (await agent.post(url).agent(globalAgent).send(data)).body,
    }
  },
}

/** Every default on, but that it does not pause before it sends again. */
const unpaused = { backoff: { faultMs: 0 } } as const

const heedJson: Contender = {
  name: 'heed',
  share: 1,
  throws: true,
  retries: true,
  open: async () => {
    const api = (await import('heed')).createClient(unpaused)
    return { get: url => api.get(url).json(), post: (url, json) => api.post(url, { json }).json() }
  },
}

const heedBytes: Contender = {
  name: 'heed.bytes',
  share: 1,
  throws: true,
  retries: true,
  open: async () => {
    const api = (await import('heed')).createClient(unpaused)
    return { get: url => api.get(url).bytes(), post: (url, json) => api.post(url, { json }).bytes() }
  },
}

/** The base first: every ratio is taken against `undici.request` of the same round. */
export const base = 'undici.request'

export const contenders: readonly Contender[] = [
  undiciRequest,
  heedJson,
  heedBytes,
  dispatch,
  retryAgent,
  intercepted,
  undiciFetch,
  globalFetch,
  ky,
  got,
  axios,
  ofetch,
  makeFetchHappen,
  superagent,
]
