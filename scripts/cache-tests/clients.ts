/** The clients under test, each with the face of `fetch` that the suite calls. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client as HeedClient } from 'heed'
import { Agent, cacheStores, type Dispatcher, interceptors, fetch as undiciFetch } from 'undici'
import { root } from '../workspace.ts'

/** What the suite puts into a request. `dispatcher` comes with tests of interim answers; it notes them. */
export interface Init {
  readonly method?: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  readonly redirect?: 'follow' | 'manual' | 'error'
  readonly cache?: string
  readonly signal?: AbortSignal
  readonly dispatcher?: Dispatcher
}

/** What the suite reads of an answer. */
export interface Reply {
  readonly status: number
  readonly statusText: string
  readonly headers: Iterable<[string, string]> & { get(name: string): string | null; has(name: string): boolean }
  text(): Promise<string>
}

export type Fetch = (url: string, init: Init) => Promise<Reply>

export interface Contender {
  readonly version: string
  /** How it is set up, as code. */
  readonly setup: string
  /** False: its results are shown and not written down. */
  readonly recorded: boolean
  open(): Promise<Fetch>
}

const versionOf = (manifest: string): string =>
  (JSON.parse(readFileSync(join(root, manifest), 'utf8')) as { version: string }).version

type MakeHeed = (dispatcher: Dispatcher | undefined) => HeedClient

/**
 * A call of `fetch` as a call of heed. The Fetch standard sends `Cache-Control: max-age=0` for the cache mode `no-cache`
 * (HTTP-network-or-cache fetch, step 17), and heed reads its request's Cache-Control. `mode` and `credentials` mean
 * something in browsers alone.
 */
const fetchOfHeed = (make: MakeHeed): Fetch => {
  const plain = make(undefined)
  return async (url, { method, headers, body, redirect, cache, signal, dispatcher }) => {
    if (cache !== undefined && cache !== 'no-cache') throw new Error(`The cache mode ${cache} is not mapped to heed.`)
    const fields = headers.map(([name, value]): [string, string] => [name, String(value)])
    if (cache === 'no-cache') fields.push(['cache-control', 'max-age=0'])
    const client = dispatcher === undefined ? plain : make(dispatcher)
    return client(url, {
      headers: fields,
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
      ...(redirect === undefined ? {} : { redirect }),
      ...(signal === undefined ? {} : { signal }),
    })
  }
}

// The suite wants to see the answer to each request once: no error for a status, no second attempt.
const HEED_OPTIONS = { throwOnError: false, attempts: 1 } as const

const heed: Contender = {
  version: versionOf('packages/heed/package.json'),
  setup: 'createClient({ cache: memoryCache(), throwOnError: false, attempts: 1 })',
  recorded: true,
  async open() {
    const { createClient } = await import('heed')
    const { memoryCache } = await import('heed/cache')
    const cache = memoryCache()
    return fetchOfHeed(dispatcher => createClient({ ...HEED_OPTIONS, cache, ...(dispatcher && { dispatcher }) }))
  },
}

/** Tells what heed itself does to a test from what its cache does. */
const heedWithoutCache: Contender = {
  version: heed.version,
  setup: 'createClient({ throwOnError: false, attempts: 1 })',
  recorded: false,
  async open() {
    const { createClient } = await import('heed')
    return fetchOfHeed(dispatcher => createClient({ ...HEED_OPTIONS, ...(dispatcher && { dispatcher }) }))
  },
}

const undici: Contender = {
  version: versionOf('node_modules/undici/package.json'),
  setup: "fetch over new Agent().compose(interceptors.cache({ type: 'private' }))",
  recorded: true,
  async open() {
    const cache = interceptors.cache({ type: 'private', store: new cacheStores.MemoryCacheStore() })
    const plain = new Agent().compose(cache)
    const send = undiciFetch as unknown as Fetch
    return (url, { dispatcher, ...init }) =>
      send(url, { ...init, dispatcher: dispatcher === undefined ? plain : dispatcher.compose(cache) })
  },
}

/**
 * No cache at all: what a test gives away for nothing. The fetch that comes with Node has an older undici in it, which a
 * dispatcher of this one leaves waiting for ever.
 */
const floor: Contender = {
  version: `of Node ${process.versions.node}`,
  setup: 'globalThis.fetch(...), or fetch of undici where the suite brings a dispatcher',
  recorded: true,
  async open() {
    const own = globalThis.fetch as unknown as Fetch
    const withDispatcher = undiciFetch as unknown as Fetch
    return (url, init) => (init.dispatcher === undefined ? own : withDispatcher)(url, init)
  },
}

export const contenders: Readonly<Record<string, Contender>> = {
  heed,
  'heed-without-cache': heedWithoutCache,
  undici,
  fetch: floor,
}
